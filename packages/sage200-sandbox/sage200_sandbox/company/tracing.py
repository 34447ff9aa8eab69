"""Goods that are traced: which batch or serial number came and went with which movement of stock.

What lies longest goes first, and what comes back is what went out last for the order. An item lies in one bin.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.catalogue import IN_BATCHES, SERIAL_NUMBERED
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.reading import ZERO, typed
from sage200_sandbox.company.stock import RETURN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from sage200_sandbox.rows import Row, Value

UNTRACED, BATCH, SERIAL = "EnumTraceableTypeNone", "EnumTraceableTypeBatch", "EnumTraceableTypeSerial"

_NO_SEPARATOR, _HYPHEN = 1, 2
_PADDING = 5
_DAYS_ON_SHELF = 730


def kind_of(article: str) -> str:
    """How an article of the catalogue is traced: what is dear by its serial number, what dries out by batch."""
    if article in SERIAL_NUMBERED:
        return SERIAL
    return BATCH if article in IN_BATCHES else UNTRACED


def settings(code: str, kind: str) -> Row:
    """What a product says of how it is traced; what is traced by batch has a date by which to use it."""
    traced, perishable = kind != UNTRACED, kind == BATCH
    return {
        "traceable_type": kind,
        "fulfilment_sequence_type": "EnumUseByDate" if perishable else "EnumBinPriority",
        "uses_use_by_date": perishable,
        "shelf_life": _DAYS_ON_SHELF if perishable else 0,
        "shelf_life_type": "EnumTimeUnitDay",
        "record_nos_on_goods_received": traced,
        "auto_generate_option_type": "EnumGenerateOnReceipt" if traced else "EnumDoNotGenerate",
        "auto_generate_separator_id": _HYPHEN if traced else _NO_SEPARATOR,
        "auto_generate_prefix": code if traced else "",
        "auto_generate_next_number": 1,
        "auto_generate_padding": _PADDING if traced else 0,
    }


def with_some_allocated(products: list[Row], lines: list[Row]) -> list[Row]:
    """The products, one more of them traced if the lines of sales orders set aside none that is.

    So there are allocations of traced goods whatever the chances of the story were.
    """
    allocated = [line["product_id"] for line in lines if line["sop_order_line_allocated_quantity"]]
    traced = {product["id"] for product in products if product["traceable_type"] != UNTRACED}
    chosen = allocated[:1] if traced.isdisjoint(allocated) else []
    return [
        product | settings(str(product["code"]), BATCH) if product["id"] in chosen else product for product in products
    ]


def pieces(product: Row, quantity: Decimal) -> list[Decimal]:
    """The quantities of the items that so much is recorded as: a batch is one item, serial numbers are one each."""
    return [quantity] if product["traceable_type"] == BATCH else [Decimal(1)] * int(quantity)


@dataclass(frozen=True, slots=True)
class Item:
    """A batch, or a single piece with its serial number: where it lies, and the day on which it first came there."""

    id: int
    bin_item_id: int
    number: str
    product: Row
    warehouse_name: Value
    received: datetime

    @property
    def use_by(self) -> datetime | None:
        """The day by which it has to be used, if the product keeps such days."""
        days = timedelta(days=typed(self.product, "shelf_life", int))
        return self.received + days if self.product["uses_use_by_date"] else None


def item_of(product: Row, movement: Row, *, number: int, next_id: Callable[[], int]) -> Item:
    """A new item, the product's next by its number, that the movement brings."""
    return Item(
        id=next_id(),
        bin_item_id=next_id(),
        number=f"{product['auto_generate_prefix']}-{number:0{product['auto_generate_padding']}d}",
        product=product,
        warehouse_name=movement["warehouse_name"],
        received=date_in(movement, "transaction_date"),
    )


@dataclass(frozen=True, slots=True)
class Passage:
    """What a movement did to an item: a quantity that came (positive) or went (negative)."""

    id: int
    item: Item
    movement: Row
    quantity: Decimal


def passages(movements: Iterable[Row], *, products: Mapping[Value, Row], next_id: Callable[[], int]) -> list[Passage]:
    """All that came and went of traced goods; the movements are in the order of time, the products by id."""
    shelves = _Shelves(next_id)
    return [
        passage
        for movement in movements
        for product in [products[movement["product_id"]]]
        if product["traceable_type"] != UNTRACED
        for passage in shelves.move(product, movement)
    ]


def left(passed: Iterable[Passage]) -> dict[int, Decimal]:
    """What is left of each item, by its id."""
    sums: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for passage in passed:
        sums[passage.item.id] += passage.quantity
    return sums


class _Shelves:
    """What lies where while the movements are played: the items by product and warehouse, the oldest first."""

    def __init__(self, next_id: Callable[[], int]) -> None:
        self._next_id = next_id
        self._lying: defaultdict[tuple[Value, Value], deque[tuple[Item, Decimal]]] = defaultdict(deque)
        self._sent: dict[tuple[Value, Value], Item] = {}
        self._numbers: defaultdict[Value, int] = defaultdict(int)

    def move(self, product: Row, movement: Row) -> Iterator[Passage]:
        quantity = typed(movement, "quantity", Decimal)
        if quantity < 0:
            yield from self._go(movement, -quantity)
        elif movement["transaction_type_id"] == RETURN.type_id:
            yield self._come_back(movement, quantity)
        else:
            yield from (self._come(product, movement, piece) for piece in pieces(product, quantity))

    def _come(self, product: Row, movement: Row, quantity: Decimal) -> Passage:
        self._numbers[product["id"]] += 1
        item = item_of(product, movement, number=self._numbers[product["id"]], next_id=self._next_id)
        self._lying[_place(movement)].append((item, quantity))
        return Passage(self._next_id(), item, movement, quantity)

    def _come_back(self, movement: Row, quantity: Decimal) -> Passage:
        item = self._sent[movement["product_id"], movement["reference"]]
        lying = self._lying[_place(movement)]
        rest = lying.popleft()[1] if lying and lying[0][0] is item else ZERO
        lying.appendleft((item, rest + quantity))
        return Passage(self._next_id(), item, movement, quantity)

    def _go(self, movement: Row, quantity: Decimal) -> Iterator[Passage]:
        lying = self._lying[_place(movement)]
        while quantity:
            item, there = lying.popleft()
            taken = min(there, quantity)
            if there > taken:
                lying.appendleft((item, there - taken))
            quantity -= taken
            self._sent[movement["product_id"], movement["reference"]] = item
            yield Passage(self._next_id(), item, movement, -taken)


def _place(movement: Row) -> tuple[Value, Value]:
    return movement["product_id"], movement["warehouse_name"]
