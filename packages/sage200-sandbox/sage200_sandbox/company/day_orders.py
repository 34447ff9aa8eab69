"""New orders of the day: customers order again, at today's prices, what they ordered before."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import day_documents
from sage200_sandbox.company.blank import scaled
from sage200_sandbox.company.lines import COMPLETE, LIVE, NONE, STANDARD, Worth, worth
from sage200_sandbox.company.reading import total, typed

if TYPE_CHECKING:
    from sage200_sandbox.company.workday import Workday
    from sage200_sandbox.rows import Row, Value

_ORDERS, _LINES = "sop_orders", "sop_order_line_views"
_NEW_ORDERS, _MOST_LINES = 3, 2


def lines_by_order(day: Workday) -> dict[Value, list[Row]]:
    """The lines of every order, by its id."""
    lines: defaultdict[Value, list[Row]] = defaultdict(list)
    for line in day.rows(_LINES):
        lines[line["sop_order_id"]].append(line)
    return lines


def take_orders(day: Workday) -> None:
    """Three customers order again some products of an order that is complete."""
    buyers = {row["id"] for row in day.where("customers", account_status_type="AccountStatusActive", on_hold=False)}
    products = [
        (order, [line for line in lines if line["sop_order_line_type"] == STANDARD])
        for order, lines in _complete(day)
        if order["customer_id"] in buyers
    ]
    again = [(order, lines) for order, lines in products if lines]
    for order, lines in day.random.sample(again, min(_NEW_ORDERS, len(again))):
        _take(day, order, lines[:_MOST_LINES])


def _complete(day: Workday) -> list[tuple[Row, list[Row]]]:
    lines = lines_by_order(day)
    return [(order, lines[order["id"]]) for order in day.where(_ORDERS, document_status=COMPLETE)]


def _take(day: Workday, before: Row, lines: list[Row]) -> None:
    """Insert an order like the one before, with its lines."""
    customer = day.row("customers", before["customer_id"])
    currency = day.row("currencies", customer["currency_id"])
    order_id = day.next_id()
    worths = [_priced(day, line, band=customer["price_band_id"]) for line in lines]
    net, tax = total(one.net for _, one in worths), total(one.tax for _, one in worths)
    header: Row = {
        "document_no": day.next_document_no(_ORDERS, "document_no"),
        "document_date": day.today,
        "document_status": LIVE,
        "customer_document_no": "",
        "exchange_rate": currency["core_currency_rate"],
        "subtotal_goods_value": net,
        "subtotal_charge_net_value": 0,
        "subtotal_charge_tax_value": 0,
        "requested_delivery_date": day.today + timedelta(days=7),
        "promised_delivery_date": day.today + timedelta(days=10),
        "date_time_updated": day.now,
    }
    limit = typed(customer, "credit_limit", Decimal)
    of_order: Row = {
        "id": order_id,
        "despatch_receipt_status": NONE,
        "invoice_credit_status": NONE,
        "total_net_value": net,
        "total_tax_value": tax,
        "total_gross_value": net + tax,
        "is_credit_limit_exceeded": 0 < limit < net + tax,
        "date_time_created": day.now,
    }
    day.insert(_ORDERS, before | scaled(_ORDERS, header | of_order))
    of_lines = {"sop_order_id": order_id} | {f"sop_order_{name}": value for name, value in header.items()}
    for number, (line, (values, _)) in enumerate(zip(lines, worths, strict=True), start=1):
        own: Row = {"sop_order_line_id": day.next_id(), "sop_order_line_number": number}
        day.insert(_LINES, line | scaled(_LINES, of_lines | own | values))
    day_documents.nest(day, order_id)
    on_order = typed(customer, "value_of_current_orders_in_sop", Decimal)
    day.update("customers", customer, value_of_current_orders_in_sop=on_order + net + tax)


def _priced(day: Workday, line: Row, *, band: Value) -> tuple[Row, Worth]:
    """A line as it was ordered before, in another quantity, at today's price in the customer's band."""
    quantity = Decimal(day.random.randrange(1, 9))
    listed = next(day.where("product_price_views", product_id=line["product_id"], price_band_id=band), None)
    price = (
        typed(listed, "product_price_price", Decimal)
        if listed
        else typed(line, "sop_order_line_selling_unit_price", Decimal)
    )
    comes_to = worth(
        quantity=quantity,
        price=price,
        discount_percent=Decimal(0),
        tax_rate=typed(line, "tax_code_rate", Decimal),
    )
    values: Row = {
        "quantity": quantity,
        "allocated_quantity": 0,
        "despatch_receipt_quantity": 0,
        "invoice_credit_quantity": 0,
        "selling_unit_price": price,
        "unit_discount_percent": 0,
        "unit_discount_value": comes_to.unit_discount,
        "discounted_unit_price": comes_to.unit_price,
        "total_value": comes_to.net,
        "line_tax_value": comes_to.tax,
        "requested_delivery_date": day.today + timedelta(days=7),
        "promised_delivery_date": day.today + timedelta(days=10),
        "date_time_updated": day.now,
    }
    return {f"sop_order_line_{name}": value for name, value in values.items()}, comes_to
