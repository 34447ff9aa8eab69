"""The lines of purchase orders as Sage nests them in the orders, with the dates that they are asked for.

They say what `pop_order_line_views` says. Stock that is received is posted to the supplier's default nominal code. A
draft's last line is to go straight to a customer; should there be no draft, the last line of the last order does.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.lines import COMPLETE, DRAFT, LIVE, ON_HOLD
from sage200_sandbox.company.nested import nested
from sage200_sandbox.company.reading import by, typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

LINES, DATES = "pop_order_lines", "pop_order_line_requested_delivery_dates"
_VIEW, _DIRECT = "pop_order_line_views", "pop_order_line_for_direct_delivery"
_OF_VIEW = {
    "line_number": "pop_order_line_number",
    "line_type": "pop_order_line_type",
    "product_id": "product_id",
    "warehouse_id": "warehouse_id",
    "code": "pop_order_line_product_code",
    "description": "pop_order_line_product_description",
    "for_direct_delivery": _DIRECT,
    "show_on_supplier_docs": "pop_order_line_show_on_supplier_docs",
    "confirmation_intent_type": "pop_order_confirmation_intent_type",
    "tax_code_id": "tax_code_id",
    "line_quantity": "pop_order_line_quantity",
    "stock_unit_line_quantity": "pop_order_line_quantity",
    "unit_buying_price": "pop_order_line_unit_price",
    "unit_discount_percent": "pop_order_line_unit_discount_percent",
    "unit_discount_value": "pop_order_line_unit_discount_value",
    "discounted_unit_price": "pop_order_line_discounted_unit_price",
    "line_total_value": "pop_order_line_total_value",
    "line_tax_value": "pop_order_line_tax_value",
    "id": "pop_order_line_id",
    "date_time_updated": "pop_order_line_date_time_updated",
}
_PRECISION, _WEEK = Decimal("0.00001"), timedelta(days=7)
_SPLIT_EVERY = 6


def tables(office: Office, made: Tables) -> Tables:
    """The lines, the views of them that say which go straight to a customer, and their dates."""
    views = _with_direct_deliveries(made)
    return {
        _VIEW: views,
        LINES: pop_order_lines(made, views),
        DATES: [
            row for index, view in enumerate(views) for row in _dates(office, view, split=not index % _SPLIT_EVERY)
        ],
    }


def _with_direct_deliveries(made: Tables) -> list[Row]:
    views = made[_VIEW]
    last = {view["pop_order_id"]: view["pop_order_line_id"] for view in views}
    direct = {last[order["id"]] for order in made["pop_orders"] if order["document_status"] == DRAFT}
    chosen = direct or {views[-1]["pop_order_line_id"]}
    return [view | {_DIRECT: view["pop_order_line_id"] in chosen} for view in views]


def pop_order_lines(made: Tables, views: list[Row]) -> list[Row]:
    """A row for each row of the view."""
    orders, suppliers, products = (by(made[table], "id") for table in ("pop_orders", "suppliers", "products"))
    parts = {(row["product_id"], row["supplier_id"]): row["supplier_stock_code"] for row in made["product_suppliers"]}
    unit = made["units"][0]
    rows = []
    for view in views:
        order, supplier = orders[view["pop_order_id"]], suppliers[view["supplier_id"]]
        rows.append(
            nested(
                LINES,
                order,
                **{name: view[source] for name, source in _OF_VIEW.items()},
                **_progress(order, view["pop_order_line_quantity"]),
                supplier_part_ref=parts.get((view["product_id"], supplier["id"]), ""),
                nominal_reference=supplier["default_nominal_code_reference"],
                nominal_cost_centre=supplier["default_nominal_code_cost_centre"],
                nominal_department=supplier["default_nominal_code_department"],
                buying_unit_id=unit["id"],
                buying_unit_description=unit["name"],
                pricing_unit_id=unit["id"],
                pricing_unit_description=unit["name"],
                pricing_unit_multiple=1,
                stock_unit_multiple=1,
                line_unit_precision=_PRECISION,
                stock_unit_precision=_PRECISION,
                discount_percent_specified=bool(view["pop_order_line_unit_discount_percent"]),
                landed_costs_type=products[view["product_id"]]["landed_costs_type"],
                date_time_created=order["date_time_created"],
            )
        )
    return rows


def _progress(order: Row, quantity: Value) -> Row:
    """How far a line has come: orders are received and invoiced in full or not at all."""
    done = order["document_status"] == COMPLETE
    status = "EnumLineStatusFully" if done else "EnumLineStatusNone"
    received = quantity if done else 0
    return {
        "receipt_return_quantity": received,
        "invoice_credit_quantity": received,
        "stock_unit_receipt_return_quantity": received,
        "stock_unit_invoice_credit_quantity": received,
        "stock_unit_on_order_quantity": quantity if order["document_status"] in {LIVE, ON_HOLD} else 0,
        "receipt_return_status": status,
        "invoice_credit_status": status,
        "is_complete": done,
        "is_line_deletable": order["document_status"] in {LIVE, ON_HOLD, DRAFT},
    }


def _dates(office: Office, view: Row, *, split: bool) -> Iterator[Row]:
    """When a line is asked for: all of it as the order says, or half of it a week later."""
    quantity, day = typed(view, "pop_order_line_quantity", Decimal), date_in(view, "pop_order_requested_delivery_date")
    later = quantity // 2 if split else Decimal(0)
    for delivered, date in ((quantity - later, day), (later, day + _WEEK)):
        if delivered:
            yield nested(
                DATES,
                {"id": view["pop_order_line_id"]},
                pop_order_return_line_id=view["pop_order_line_id"],
                delivery_date=date,
                quantity=delivered,
                id=office.next_id(),
                date_time_created=view["pop_order_line_date_time_updated"],
                date_time_updated=view["pop_order_line_date_time_updated"],
            )
