"""Batches and serial numbers: what is left of each and where, what is set aside of it, and how it came and went.

An item that is used up stays, with nothing left (inferred), so that its history can still be asked for. Quantities
that came and that went are both positive: what is left is the one less the other.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.bins import BIN
from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.goods_notes import documents
from sage200_sandbox.company.office import midnight
from sage200_sandbox.company.reading import ZERO, by, typed
from sage200_sandbox.company.tracing import Item, Passage, left, passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sage200_sandbox.company.goods_notes import Document
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

    Place = tuple[Value, Value]

_LINE = "sop_order_line"


@dataclass(frozen=True, slots=True)
class Stored:
    """An item in its bin, with what is left of it and how much of that is set aside."""

    item: Item
    bin: Row
    quantity: Decimal
    allocated: Decimal


def tables(office: Office, made: Tables) -> Tables:
    """All of them; `made` has the bins and the fixed lists."""
    passed = passages(made["product_transaction_views"], products=by(made["products"], "id"), next_id=office.next_id)
    first = {passage.item.id: passage for passage in reversed(passed)}
    items = {id_: first[id_].item for id_ in sorted(first)}
    quantities, bins = left(passed), _bins(made)
    allocations = list(_allocations(office, made, items.values(), quantities))
    set_aside = _set_aside(allocations)
    stored = [
        Stored(item, bins[_place(item)], quantities[item.id], set_aside.get(item.id, ZERO)) for item in items.values()
    ]
    orders, kinds = documents(made), _kinds(made)
    came = [passage for passage in passed if passage.quantity > 0]
    went = [passage for passage in passed if passage.quantity < 0]
    return {
        "traceable_item_balances": [balance(one, orders.of(first[one.item.id].movement)) for one in stored],
        "traceable_item_locations": [location(one) for one in stored],
        "traceable_item_allocations": allocations,
        "traceable_item_receipts": [history("receipts", one, orders.of(one.movement), kinds) for one in came],
        "traceable_item_receipt_transactions": [transaction("receipt", one) for one in came],
        "traceable_item_issues": [history("issues", one, orders.of(one.movement), kinds) for one in went],
        "traceable_item_issue_transactions": [transaction("issue", one) for one in went],
    }


def balance(stored: Stored, document: Document) -> Row:
    """What is left of an item; `document` is the order that it came with."""
    item = stored.item
    return blank(
        "traceable_item_balances",
        warehouse_holding_id=stored.bin["warehouse_holding_id"],
        traceable_item_id=item.id,
        identification_no=item.number,
        supplier_reference=document.trader,
        receipt_date=item.received,
        use_by_date=item.use_by,
        traceable_bin_item_id=item.bin_item_id,
        bin_item_id=stored.bin["id"],
        bin_name=stored.bin["name"],
        quantity=stored.quantity,
        allocated_quantity=stored.allocated,
        is_allocated=stored.allocated > 0,
    )


def location(stored: Stored) -> Row:
    """Where an item lies."""
    return blank(
        "traceable_item_locations",
        traceable_item_id=stored.item.id,
        traceable_bin_item_id=stored.item.bin_item_id,
        warehouse_name=stored.item.warehouse_name,
        bin_item_id=stored.bin["id"],
        bin_name=stored.bin["name"],
        free_stock_available=stored.quantity - stored.allocated,
        bin_quantity_in_stock=stored.quantity,
    )


def history(direction: str, passage: Passage, document: Document, kinds: Mapping[Value, Value]) -> Row:
    """How an item came or went; `kinds` has the values of the types of movement by their id."""
    movement = passage.movement
    return blank(
        f"traceable_item_{direction}",
        traceable_item_id=passage.item.id,
        trader_reference=document.trader,
        trader_name=document.trader_name,
        sales_purchase_order_no=document.number,
        despatch_receipt_grn_no=document.note,
        received_issued_date=movement["transaction_date"],
        received_issued_by=movement["user_name"],
        transaction_history_type=kinds[movement["transaction_type_id"]],
        received_issued_quantity=abs(passage.quantity),
        id=passage.id,
    )


def transaction(direction: str, passage: Passage) -> Row:
    """What Sage lists for a receipt or an issue: the one item, for each has an id of its own (inferred)."""
    item = passage.item
    return blank(
        f"traceable_item_{direction}_transactions",
        **{f"traceable_item_{direction}_id": passage.id},
        position=1,
        identification_no=item.number,
        use_by_date=item.use_by,
        bin_name=passage.movement["bin_name"],
        quantity=abs(passage.quantity),
    )


def _place(item: Item) -> Place:
    return item.product["id"], item.warehouse_name


def _bins(made: Tables) -> dict[Place, Row]:
    """The bin of each product in each warehouse, by the product's id and the warehouse's name."""
    holdings = by(made["warehouse_holdings"], "id")
    return {
        (bin_["product_id"], holdings[bin_["warehouse_holding_id"]]["warehouse_name"]): bin_
        for bin_ in made["bin_holdings"]
    }


def _allocations(office: Office, made: Tables, items: Iterable[Item], left_: dict[int, Decimal]) -> Iterator[Row]:
    """What is set aside for the lines of sales orders, of the oldest items that are still there."""
    there: defaultdict[Place, deque[tuple[Item, Decimal]]] = defaultdict(deque)
    for item in items:
        if left_[item.id]:
            there[_place(item)].append((item, left_[item.id]))
    for line in made["sop_order_line_views"]:
        lying = there.get((line["product_id"], line["warehouse_name"]))
        wanted = typed(line, f"{_LINE}_allocated_quantity", Decimal) if lying else ZERO
        balance_id = office.next_id() if wanted else 0
        while lying and wanted:
            item, free = lying.popleft()
            taken = min(free, wanted)
            if free > taken:
                lying.appendleft((item, free - taken))
            wanted -= taken
            yield blank(
                "traceable_item_allocations",
                traceable_item_id=item.id,
                traceable_bin_item_id=item.bin_item_id,
                warehouse_name=line["warehouse_name"],
                bin_name=BIN,
                traceable_allocation_bal_id=office.next_id(),
                allocation_balance_id=balance_id,
                allocated_to=line["customer_name"],
                allocation_date=midnight(date_in(line, f"{_LINE}_date_time_updated")),
                order_no=line["sop_order_document_no"],
                allocated_quantity=taken,
            )


def _set_aside(allocations: Iterable[Row]) -> dict[Value, Decimal]:
    sums: defaultdict[Value, Decimal] = defaultdict(lambda: ZERO)
    for row in allocations:
        sums[row["traceable_item_id"]] += typed(row, "allocated_quantity", Decimal)
    return sums


def _kinds(made: Tables) -> dict[Value, Value]:
    return {row["id"]: row["value"] for row in made["product_transaction_types"]}
