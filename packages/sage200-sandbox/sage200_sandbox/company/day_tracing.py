"""What the day's movements do to batches and serial numbers: items come, and what is set aside goes out first."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import day_books, traceable_items
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.goods_notes import Document
from sage200_sandbox.company.reading import ZERO, typed
from sage200_sandbox.company.stock import DESPATCH
from sage200_sandbox.company.traceable_items import Stored
from sage200_sandbox.company.tracing import UNTRACED, Item, Passage, item_of, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sage200_sandbox.company.workday import Workday
    from sage200_sandbox.rows import Row

_BALANCES, _LOCATIONS, _ALLOCATIONS = (
    "traceable_item_balances",
    "traceable_item_locations",
    "traceable_item_allocations",
)


def trace(day: Workday, movement: Row, bin_: Row) -> None:
    """Follow a movement of goods in the items of its bin, if the product is traced."""
    product, quantity = day.row("products", movement["product_id"]), typed(movement, "quantity", Decimal)
    if product["traceable_type"] == UNTRACED:
        return
    if quantity > 0:
        for piece in pieces(product, quantity):
            _receive(day, movement, bin_, piece)
    else:
        for balance, taken in _taken(day, movement, bin_):
            _issue(day, movement, balance, taken)


def _receive(day: Workday, movement: Row, bin_: Row, quantity: Decimal) -> None:
    """A new item; the product counts it."""
    product = day.row("products", movement["product_id"])
    number = typed(product, "auto_generate_next_number", int)
    item = item_of(product, movement, number=number, next_id=day.next_id)
    stored = Stored(item, bin_, quantity, allocated=ZERO)
    day.insert(_BALANCES, traceable_items.balance(stored, Document()))
    day.insert(_LOCATIONS, traceable_items.location(stored))
    _remember(day, "receipt", Passage(day.next_id(), item, movement, quantity), Document())
    day_books.touch(day, product, auto_generate_next_number=number + 1)


def _taken(day: Workday, movement: Row, bin_: Row) -> Iterator[tuple[Row, Decimal]]:
    """The items that go with a movement: what was set aside for its order, then the oldest that nothing was for."""
    wanted = -typed(movement, "quantity", Decimal)
    for balance in list(day.where(_BALANCES, bin_item_id=bin_["id"])):
        for one in list(day.where(_ALLOCATIONS, order_no=movement["reference"], **_of(balance))):
            taken = min(typed(one, "allocated_quantity", Decimal), wanted)
            if taken:
                wanted -= taken
                yield _freed(day, balance, one, taken), taken
    for balance in list(day.where(_BALANCES, bin_item_id=bin_["id"])):
        free = typed(balance, "quantity", Decimal) - typed(balance, "allocated_quantity", Decimal)
        taken = min(free, wanted)
        if taken > 0:
            wanted -= taken
            yield balance, taken


def _freed(day: Workday, balance: Row, allocation: Row, quantity: Decimal) -> Row:
    """The balance of an item of which so much is no longer set aside."""
    still = typed(allocation, "allocated_quantity", Decimal) - quantity
    if still:
        day.update(_ALLOCATIONS, allocation, allocated_quantity=still)
    else:
        day.delete(_ALLOCATIONS, allocation)
    return _write(day, balance, allocated=typed(balance, "allocated_quantity", Decimal) - quantity)


def _issue(day: Workday, movement: Row, balance: Row, quantity: Decimal) -> None:
    """So much of an item goes."""
    item = Item(
        id=typed(balance, "traceable_item_id", int),
        bin_item_id=typed(balance, "traceable_bin_item_id", int),
        number=typed(balance, "identification_no", str),
        product=day.row("products", movement["product_id"]),
        warehouse_name=movement["warehouse_name"],
        received=date_in(balance, "receipt_date"),
    )
    _write(day, balance, quantity=typed(balance, "quantity", Decimal) - quantity)
    _remember(day, "issue", Passage(day.next_id(), item, movement, -quantity), _document(day, movement))


def _write(day: Workday, balance: Row, **values: Decimal) -> Row:
    """What is left of an item, or set aside of it, here and where it lies."""
    left = values.get("quantity", typed(balance, "quantity", Decimal))
    allocated = values.get("allocated", typed(balance, "allocated_quantity", Decimal))
    for location in list(day.where(_LOCATIONS, **_of(balance))):
        day.update(_LOCATIONS, location, free_stock_available=left - allocated, bin_quantity_in_stock=left)
    return day.update(_BALANCES, balance, quantity=left, allocated_quantity=allocated, is_allocated=allocated > 0)


def _of(balance: Row) -> Row:
    return {name: balance[name] for name in ("traceable_item_id", "traceable_bin_item_id")}


def _remember(day: Workday, direction: str, passage: Passage, document: Document) -> None:
    kinds = {row["id"]: row["value"] for row in day.rows("product_transaction_types")}
    day.insert(f"traceable_item_{direction}s", traceable_items.history(f"{direction}s", passage, document, kinds))
    day.insert(f"traceable_item_{direction}_transactions", traceable_items.transaction(direction, passage))


def _document(day: Workday, movement: Row) -> Document:
    """The order that goods went out for; the day writes no despatch notes."""
    number = movement["reference"]
    line = next(day.where("sop_order_line_views", sop_order_document_no=number), None)
    if line is None or movement["transaction_type_id"] != DESPATCH.type_id:
        return Document()
    return Document(number, line["customer_reference"], line["customer_name"])
