"""The sales orders of the year, with their progress."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.office import YEAR_END, working_day
from sage200_sandbox.company.orders import (
    CANCELLED,
    CHARGE,
    COMMENT,
    DRAFT,
    FREE_TEXT,
    LIVE,
    ON_HOLD,
    STANDARD,
    Line,
    Order,
    fulfilled,
)
from sage200_sandbox.company.reading import typed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.rows import Row, Value

_ONE = Decimal(1)
_DEAR = 60
_CHEAP = 6
_DISCOUNTS = tuple(map(Decimal, ("0", "0", "0", "0", "2.5", "5", "10")))
_COMMENTS = ("Please ring before delivery", "Delivery to the rear: mind the step", "")
_OPEN_SHARE = 9
_CANCELLED_EVERY = 37
_LATE_STATES = ("allocated", "part", "taken", "allocated", "on hold", "taken", "draft")


@dataclass(frozen=True, slots=True)
class Shop:
    """The rows from which orders are made: customers, products, holdings, prices, charges, addresses."""

    buyers: Sequence[Row]
    products: Sequence[Row]
    holdings: dict[Value, list[Row]]
    prices: dict[tuple[Value, Value], Decimal]
    charges: Sequence[Row]
    addresses: dict[Value, Row]
    tax: dict[Value, Row]
    currencies: dict[Value, Row]


def take(office: Office, shop: Shop, *, day: datetime, document_no: str) -> Order:
    """A new order. Nothing is allocated or despatched."""
    chance = office.random
    customer = chance.choice(shop.buyers)
    moment = office.moment(day)
    order = Order(
        id=office.next_id(),
        document_no=document_no,
        day=day,
        trader=customer,
        currency=shop.currencies[customer["currency_id"]],
        address=shop.addresses[customer["id"]],
        their_reference=f"PO/{chance.randrange(1000, 9999)}" if chance.randrange(3) else "",
        requested=day + timedelta(days=7),
        promised=day + timedelta(days=10) if chance.randrange(8) else None,
        lines=(),
        status=LIVE,
        created=moment,
        updated=moment,
    )
    products = chance.sample(shop.products, chance.choice((1, 2, 2, 3, 3, 4)))
    lines = [_of_product(office, shop, order, product) for product in products]
    lines += _beside_products(office, shop, order)
    return replace(order, lines=tuple(replace(line, number=number) for number, line in enumerate(lines, start=1)))


def _of_product(office: Office, shop: Shop, order: Order, product: Row) -> Line:
    chance = office.random
    price = shop.prices[product["id"], order.trader["price_band_id"]]
    quantities = range(1, 10) if price > _DEAR else range(20, 110, 10) if price < _CHEAP else range(5, 45)
    abroad = order.trader["use_tax_code_as_default"]
    return Line(
        id=office.next_id(),
        number=0,
        kind=STANDARD,
        code=typed(product, "code", str),
        description=typed(product, "name", str),
        updated=order.updated,
        quantity=Decimal(chance.choice(quantities)),
        price=price,
        discount_percent=chance.choice(_DISCOUNTS),
        cost=typed(product, "standard_cost", Decimal),
        product=product,
        warehouse=chance.choice(shop.holdings[product["id"]]),
        tax=shop.tax[order.trader["default_tax_code_id"] if abroad else product["tax_code_id"]],
    )


def _beside_products(office: Office, shop: Shop, order: Order) -> list[Line]:
    """Sometimes a charge, a line of free text, or a comment."""
    chance = office.random
    tax = shop.tax[order.trader["default_tax_code_id"]]
    lines = []
    if chance.randrange(4) == 0:
        charge = chance.choice(shop.charges)
        value = typed(charge, "charge_value", Decimal)
        code, name = typed(charge, "code", str), typed(charge, "name", str)
        lines.append(Line(office.next_id(), 0, CHARGE, code, name, order.updated, quantity=_ONE, price=value, tax=tax))
    if chance.randrange(12) == 0:
        lines.append(
            Line(
                *(office.next_id(), 0, FREE_TEXT, "", "Engraving, per letter", order.updated),
                quantity=Decimal(chance.randrange(8, 30)),
                price=Decimal("0.35"),
                tax=tax,
            )
        )
    if chance.randrange(6) == 0:
        lines.append(Line(office.next_id(), 0, COMMENT, "", chance.choice(_COMMENTS), order.updated))
    return lines


def allocated(order: Order, moment: datetime) -> Order:
    """The order with stock allocated to all its product lines."""
    lines = (replace(line, allocated=line.quantity, updated=moment) if line.product else line for line in order.lines)
    return replace(order, lines=tuple(lines), updated=moment)


def year_of_orders(office: Office, shop: Shop) -> list[Order]:
    """The orders of the year. Older orders are complete or cancelled, the latest orders have different statuses."""
    days = office.working_days(office.sized(112))
    first_open = len(days) - max(len(_LATE_STATES), len(days) // _OPEN_SHARE)
    orders = []
    for index, day in enumerate(days):
        order = take(office, shop, day=day, document_no=f"{index + 1:010d}")
        if index >= first_open:
            order = _late(office, order, _LATE_STATES[(index - first_open) % len(_LATE_STATES)])
        elif index % _CANCELLED_EVERY == _CANCELLED_EVERY - 1:
            order = replace(order, status=CANCELLED, updated=office.moment(day, hour=15))
        else:
            order = fulfilled(order, _later(office, order, hour=11), lines=len(order.lines))
        orders.append(order)
    return orders


def _later(office: Office, order: Order, *, hour: int) -> datetime:
    """A time some working days after the order, but not after the end of the year."""
    day = working_day(order.day + timedelta(days=1), after=office.random.randrange(4))
    return office.moment(min(day, YEAR_END), hour=hour)


def _late(office: Office, order: Order, state: str) -> Order:
    """A late order in this state."""
    if state == "draft":
        return replace(order, status=DRAFT, document_no="")
    if state == "on hold":
        return replace(order, status=ON_HOLD)
    if state == "taken":
        return order
    order = allocated(order, office.moment(order.day, hour=14))
    if state == "part" and len(order.lines) > 1:
        return fulfilled(order, _later(office, order, hour=16), lines=1)
    return order
