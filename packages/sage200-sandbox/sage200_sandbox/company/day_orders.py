"""Sales orders in a day of work: read from rows, and written back as rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import sales_order_rows
from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.catalogue import GROUPS
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.orders import COMPLETE, LIVE, STANDARD, Line, Order
from sage200_sandbox.company.reading import ZERO, grouped, typed

if TYPE_CHECKING:
    from datetime import datetime

    from sage200_sandbox.company.workday import Workday
    from sage200_sandbox.rows import Row, Value

_LINES, _ADDRESSES = "sop_order_line_views", "customer_delivery_addresses"
_NEW_ORDERS, _MOST_LINES = 3, 2


def order_of(day: Workday, row: Row, lines: list[Row]) -> Order | None:
    """The order in these rows; None if its customer, or a row that a line references, does not exist."""
    customer, currency = day.find("customers", row["customer_id"]), day.find("currencies", row["currency_id"])
    read = [_line(day, line) for line in lines]
    known = [line for line in read if line]
    if customer is None or currency is None or not known or len(known) < len(read):
        return None
    return Order(
        id=typed(row, "id", int),
        document_no=typed(row, "document_no", str),
        day=date_in(row, "document_date"),
        trader=customer,
        currency=currency,
        address=next(day.where(_ADDRESSES, customer_id=customer["id"], is_default=True), blank(_ADDRESSES)),
        their_reference=str(row["customer_document_no"] or ""),
        requested=_date(row, "requested_delivery_date"),
        promised=_date(row, "promised_delivery_date"),
        lines=tuple(sorted(known, key=lambda line: line.number)),
        status=typed(row, "document_status", str),
        created=date_in(row, "date_time_created"),
        updated=date_in(row, "date_time_updated"),
    )


def _date(row: Row, name: str) -> datetime | None:
    return date_in(row, name) if row[name] is not None else None


def _line(day: Workday, row: Row) -> Line | None:
    names = {"product": "products", "warehouse": "warehouses", "tax_code": "tax_codes"}
    found = {name: day.find(table, row[f"{name}_id"]) for name, table in names.items()}
    if any(found[name] is None and row[f"{name}_id"] for name in names):
        return None
    values: dict[str, Decimal] = {
        name: typed(row, f"sop_order_line_{name}", Decimal)
        for name in (
            *("quantity", "selling_unit_price", "unit_discount_percent", "cost_price", "allocated_quantity"),
            *("despatch_receipt_quantity", "invoice_credit_quantity"),
        )
    }
    return Line(
        id=typed(row, "sop_order_line_id", int),
        number=typed(row, "sop_order_line_number", int),
        kind=typed(row, "sop_order_line_type", str),
        code=str(row["sop_order_line_product_code"]),
        description=str(row["sop_order_line_product_description"]),
        updated=date_in(row, "sop_order_line_date_time_updated"),
        quantity=values["quantity"],
        price=values["selling_unit_price"],
        discount_percent=values["unit_discount_percent"],
        cost=values["cost_price"],
        product=found["product"],
        warehouse=found["warehouse"],
        tax=found["tax_code"],
        allocated=values["allocated_quantity"],
        despatched=values["despatch_receipt_quantity"],
        invoiced=values["invoice_credit_quantity"],
    )


def orders(day: Workday, status: str) -> list[Order]:
    """The orders with a status."""
    lines = grouped(day.rows(_LINES), "sop_order_id")
    read = (order_of(day, row, lines.get(row["id"], [])) for row in day.where("sop_orders", document_status=status))
    return [order for order in read if order]


def write(day: Workday, order: Order) -> None:
    """Write the rows of an order."""
    for table, rows in sales_order_rows.rows(order, departments(day)).items():
        for row in rows:
            day.put(table, row)


def departments(day: Workday) -> dict[Value, str]:
    """The department for sales and costs of each product group, by the group's id."""
    of_code = {group.code: group.department for group in GROUPS}
    return {row["id"]: of_code[str(row["code"])] for row in day.rows("product_groups") if row["code"] in of_code}


def take_orders(day: Workday) -> None:
    """Repeat products of three complete orders as new orders, at today's prices."""
    again = [order for order in orders(day, COMPLETE) if _may_buy(order.trader) and order.lines[0].kind == STANDARD]
    for order in day.random.sample(again, min(_NEW_ORDERS, len(again))):
        _take(day, order, [line for line in order.lines if line.kind == STANDARD][:_MOST_LINES])


def _may_buy(customer: Row) -> bool:
    return customer["account_status_type"] == "AccountStatusActive" and not customer["on_hold"]


def _take(day: Workday, before: Order, lines: list[Line]) -> None:
    order = replace(
        before,
        id=day.next_id(),
        document_no=day.next_document_no("sop_orders", "document_no"),
        day=day.today,
        their_reference="",
        requested=day.today + timedelta(days=7),
        promised=day.today + timedelta(days=10),
        lines=tuple(_ordered(day, before, line, number) for number, line in enumerate(lines, start=1)),
        status=LIVE,
        created=day.now,
        updated=day.now,
    )
    write(day, order)
    day.add("customers", order.trader, {"value_of_current_orders_in_sop": order.outstanding})


def _ordered(day: Workday, before: Order, line: Line, number: int) -> Line:
    """The same line with another quantity, at today's price in the customer's price band."""
    product_id = line.product["id"] if line.product else None
    of_band = {"product_id": product_id, "price_band_id": before.trader["price_band_id"]}
    listed = next(day.where("product_price_views", **of_band), None)
    return replace(
        line,
        id=day.next_id(),
        number=number,
        updated=day.now,
        quantity=Decimal(day.random.randrange(1, 9)),
        price=typed(listed, "product_price_price", Decimal) if listed else line.price,
        discount_percent=ZERO,
        allocated=ZERO,
        despatched=ZERO,
        invoiced=ZERO,
    )
