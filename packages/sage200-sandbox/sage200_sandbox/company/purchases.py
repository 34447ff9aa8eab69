"""Purchase orders: each month, every supplier gets an order for next month's demand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING

from sage200_sandbox.company.office import YEAR_START, months, working_day
from sage200_sandbox.company.orders import CANCELLED, DRAFT, LIVE, ON_HOLD, STANDARD, Line, Order, fulfilled
from sage200_sandbox.company.reading import ZERO, pence, typed
from sage200_sandbox.company.stock import OPENING, RECEIPT, REORDER_LEVEL, Movement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.stock import Place
    from sage200_sandbox.rows import Row, Value

    Demand = Mapping[Place, Sequence[Decimal]]

_PACK = 5
_LAST_STATES = (LIVE, ON_HOLD, DRAFT, CANCELLED)
_MONTHS = 12

_NOTHING = (ZERO,) * _MONTHS


@dataclass(frozen=True, slots=True)
class Supply:
    """Suppliers and warehouses by product, and tax codes and currencies by id."""

    supplier: dict[Value, Row]
    tax: dict[Value, Row]
    currencies: dict[Value, Row]
    products: Sequence[Row]
    warehouses: dict[Value, list[Row]]


@dataclass(frozen=True, slots=True)
class Want:
    """A quantity of a product that a warehouse needs."""

    product: Row
    warehouse: Row
    quantity: Decimal


def demand(movements: Iterable[Movement], lines: Iterable[Line]) -> Demand:
    """The quantity of each product that left each warehouse, by month of the year.

    The last month includes the quantities that are allocated to sales order lines.
    """
    sums: defaultdict[Place, list[Decimal]] = defaultdict(lambda: [ZERO] * _MONTHS)
    for movement in movements:
        if movement.quantity < 0:
            month = (movement.day.year - YEAR_START.year) * _MONTHS + movement.day.month - YEAR_START.month
            sums[movement.product["id"], movement.warehouse["id"]][month] -= movement.quantity
    for line in lines:
        if line.product and line.warehouse:
            sums[line.product["id"], line.warehouse["id"]][-1] += line.allocated
    return sums


def opening_stock(office: Office, supply: Supply, needed: Demand) -> Iterator[Movement]:
    """The opening stock: the demand of the first month plus the reorder level."""
    moment = office.moment(working_day(YEAR_START - timedelta(days=1)), hour=0)
    for product in supply.products:
        for warehouse in supply.warehouses[product["id"]]:
            first = needed.get((product["id"], warehouse["id"]), _NOTHING)[0]
            yield Movement(OPENING, product, warehouse, _packed(first + REORDER_LEVEL), moment, "OPENING")


def year_of_purchases(office: Office, supply: Supply, needed: Demand) -> list[Order]:
    """An order to each supplier in each month, received except in the last month, where statuses differ."""
    orders: list[Order] = []
    for number, month in enumerate(months(YEAR_START, _MONTHS)):
        last = number == _MONTHS - 1
        for turn, wants in enumerate(_wanted(supply, needed, number if last else number + 1)):
            order = _order(office, supply, wants, month=month, document_no=f"{len(orders) + 1:010d}")
            orders.append(
                replace(order, status=_LAST_STATES[turn % len(_LAST_STATES)]) if last else _received(office, order)
            )
    return orders


def _wanted(supply: Supply, needed: Demand, month: int) -> Iterable[list[Want]]:
    """The demand of one month in full packs, by supplier."""
    wanted: defaultdict[Value, list[Want]] = defaultdict(list)
    for product in supply.products:
        for warehouse in supply.warehouses[product["id"]]:
            need = needed.get((product["id"], warehouse["id"]), _NOTHING)[month]
            if need:
                wanted[supply.supplier[product["id"]]["id"]].append(Want(product, warehouse, _packed(need)))
    return wanted.values()


def _packed(quantity: Decimal) -> Decimal:
    """The quantity rounded up to full packs."""
    return Decimal(ceil(quantity / _PACK) * _PACK)


def _order(office: Office, supply: Supply, wants: list[Want], *, month: datetime, document_no: str) -> Order:
    supplier = supply.supplier[wants[0].product["id"]]
    day = working_day(month + timedelta(days=office.random.randrange(5)))
    moment = office.moment(day)
    order = Order(
        id=office.next_id(),
        document_no=document_no,
        day=day,
        trader=supplier,
        currency=supply.currencies[supplier["currency_id"]],
        address=wants[0].warehouse,
        their_reference=f"Q{office.random.randrange(100, 999)}" if office.random.randrange(2) else "",
        requested=day + timedelta(days=14),
        promised=None,
        lines=(),
        status=LIVE,
        created=moment,
        updated=moment,
    )
    abroad = not order.currency["is_base_currency"]
    lines = (
        Line(
            id=office.next_id(),
            number=number,
            kind=STANDARD,
            code=typed(want.product, "code", str),
            description=typed(want.product, "name", str),
            updated=moment,
            quantity=want.quantity,
            price=pence(typed(want.product, "standard_cost", Decimal) * order.rate),
            cost=typed(want.product, "standard_cost", Decimal),
            product=want.product,
            warehouse=want.warehouse,
            tax=supply.tax[supplier["default_tax_code_id"] if abroad else want.product["tax_code_id"]],
        )
        for number, want in enumerate(wants, start=1)
    )
    return replace(order, lines=tuple(lines))


def _received(office: Office, order: Order) -> Order:
    """The order, received and invoiced within its month and before the sales of the next month."""
    day = working_day(order.day, after=office.random.randrange(5, 11))
    return fulfilled(order, office.moment(day, hour=8), lines=len(order.lines))


def receipts(order: Order) -> Iterator[Movement]:
    """The stock movements of a received order."""
    for line in order.lines:
        if line.despatched and line.product and line.warehouse:
            yield Movement(RECEIPT, line.product, line.warehouse, line.despatched, line.updated, order.document_no)


def open_lines(orders: Iterable[Order]) -> Iterator[Line]:
    """The lines that are not received, of orders that are live or on hold."""
    for order in orders:
        if order.status in {LIVE, ON_HOLD}:
            yield from (line for line in order.lines if not line.despatched)
