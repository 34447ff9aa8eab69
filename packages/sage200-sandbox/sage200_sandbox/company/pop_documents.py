"""Purchase orders as views and look-ups show them, and what was received, invoiced and cancelled of their lines.

The story has no returns to suppliers. Orders are received in full and invoiced in full, so nothing is accrued.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.homes import STANDARD
from sage200_sandbox.company.lines import CANCELLED, COMPLETE
from sage200_sandbox.company.nominal import PRICE_VARIANCE, account_of
from sage200_sandbox.company.office import USER, midnight
from sage200_sandbox.company.products import UNIT
from sage200_sandbox.company.reading import by
from sage200_sandbox.company.repeating import grouped, repeated, type_ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_ORDER, _INVOICE = "EnumPOPDocumentTypeOrder", "EnumInvoiceCreditTypeInvoice"
_CHARGES = (("CARRIAGE", "Carriage inwards", "9.50"), ("PALLET", "Pallets", "12.00"), ("DUTY", "Import Duty", "0.00"))
_STATUSES = {
    "document_status_id": ("pop_document_status_types", "document_status"),
    "document_print_status_id": ("pop_document_print_status_types", "print_status"),
    "authorisation_status_id": ("pop_authorisation_status_types", "authorisation_status"),
    "receipt_return_status_id": ("pop_document_process_status_types", "receipt_return_status"),
    "invoice_credit_status_id": ("pop_document_process_status_types", "invoice_credit_status"),
    "cancelled_status_id": ("pop_document_process_status_types", "cancelled_status"),
    "disputed_status_id": ("pop_document_process_status_types", "disputed_status"),
}


def tables(office: Office, made: Tables) -> Tables:
    """All that follows from purchase orders, their lines and the fixed lists."""
    lines = grouped(made["pop_order_line_views"], "pop_order_id")
    views = _order_views(made, lines)
    return {
        "pop_additional_charges": _additional_charges(office, made),
        "lookup_pop_orders": [blank("lookup_pop_orders", **repeated("lookup_pop_orders", view)) for view in views],
        "pop_order_return_views": views,
        "pop_cancelled_lines": [
            _cancelled(office, order, line)
            for order in made["pop_orders"]
            if order["document_status"] == CANCELLED
            for line in lines[order["id"]]
        ],
        "pop_order_return_line_receipt_return_views": list(_receipts(office, views, lines, made)),
        **_invoiced(office, views, lines, made),
    }


def _additional_charges(office: Office, made: Tables) -> list[Row]:
    """What suppliers charge beside the goods."""
    tax = by(made["tax_codes"], "code")[STANDARD]
    codes = {account_of(row): row for row in made["nominal_codes"]}
    return [
        blank(
            "pop_additional_charges",
            code=code,
            name=name,
            charge_value=Decimal(value),
            nominal_code_id=codes[PRICE_VARIANCE]["id"],
            tax_code_id=tax["id"],
            **office.master("pop_additional_charges"),
        )
        for code, name, value in _CHARGES
    ]


def _order_views(made: Tables, lines: dict[Value, list[Row]]) -> list[Row]:
    """The orders with their suppliers and their addresses, which every line repeats."""
    table = "pop_order_return_views"
    suppliers = by(made["suppliers"], "id")
    statuses = {name: (field, type_ids(made, types)) for name, (types, field) in _STATUSES.items()}
    order_type = type_ids(made, "pop_document_types")[_ORDER]
    return [
        blank(
            table,
            **repeated(table, lines[order["id"]][0]) | repeated(table, order),
            **{name: ids[order[field]] for name, (field, ids) in statuses.items()},
            document_type_id=order_type,
            subtotal_charge_net_value=order["subtotal_charges_net_value"],
            subtotal_landed_costs=order["subtotal_landed_costs_value"],
            single_delivery_address=True,
            supplier_short_name=suppliers[order["supplier_id"]]["short_name"],
        )
        for order in made["pop_orders"]
    ]


def _cancelled(office: Office, order: Row, line: Row) -> Row:
    cancelled = date_in(order, "date_time_updated")
    return blank(
        "pop_cancelled_lines",
        id=office.next_id(),
        pop_order_return_id=order["id"],
        item_code=line["pop_order_line_product_code"],
        item_description=line["pop_order_line_product_description"],
        cancelled_quantity=line["pop_order_line_quantity"],
        cancelled_date=midnight(cancelled),
        user_number=order["document_originator_id"],
        user_name=USER,
        buying_unit_description=UNIT,
        stock_unit_cancelled_quantity=line["pop_order_line_quantity"],
        date_time_created=cancelled,
        date_time_updated=cancelled,
    )


def _receipts(office: Office, views: list[Row], lines: dict[Value, list[Row]], made: Tables) -> Iterator[Row]:
    """One receipt for each complete order, line by line, on the day when its stock came in."""
    complete = type_ids(made, "pop_document_status_types")[COMPLETE]
    received = [view for view in views if view["document_status_id"] == complete]
    for number, view in enumerate(received, start=1):
        receipt_id = office.next_id()
        for line in lines[view["id"]]:
            yield blank(
                "pop_order_return_line_receipt_return_views",
                pop_receipt_return_line_id=office.next_id(),
                pop_receipt_return_line_receipt_return_no=f"{number:010d}",
                pop_receipt_return_line_receipt_return_date=midnight(date_in(line, "pop_order_line_date_time_updated")),
                pop_receipt_return_line_receipt_return_quantity=line["pop_order_line_quantity"],
                pop_receipt_return_line_user_number=view["document_originator_id"],
                pop_receipt_return_line_user_name=USER,
                pop_receipt_return_id=receipt_id,
                pop_receipt_return_supplier_document_no=view["supplier_document_no"],
                pop_order_return_line_id=line["pop_order_line_id"],
                pop_order_return_line_buying_unit_description=UNIT,
                pop_order_return_id=view["id"],
                pop_order_return_invoice_credit_status_id=view["invoice_credit_status_id"],
                pop_receipt_return_line_invoiced="Yes",
            )


def _invoiced(office: Office, views: list[Row], lines: dict[Value, list[Row]], made: Tables) -> Tables:
    """The suppliers' invoices for orders, seen from the order and from its lines.

    An invoice belongs to the order that its second reference names.
    """
    invoices = {row["second_reference"]: row for row in made["purchase_posted_transactions"] if row["due_date"]}
    invoice_type = type_ids(made, "pop_invoice_credit_types")[_INVOICE]
    of_orders, of_lines = [], []
    for view in views:
        if view["document_no"] in invoices:
            invoice = invoices[view["document_no"]]
            for line in lines[view["id"]]:
                line_id = office.next_id()
                of_orders.append(_of_order(view, invoice, line_id=line_id, type_id=invoice_type))
                of_lines.append(_of_line(line, invoice, line_id=line_id, type_id=invoice_type))
    return {
        "pop_order_return_invoice_credit_views": of_orders,
        "pop_order_return_line_invoice_credit_views": of_lines,
    }


def _of_order(view: Row, invoice: Row, *, line_id: int, type_id: Value) -> Row:
    table, prefix = "pop_order_return_invoice_credit_views", "pop_order_return"
    return blank(
        table,
        **repeated(table, view),
        **repeated(table, {f"{prefix}_{name}": value for name, value in view.items()}),
        pop_invoice_credit_line_id=line_id,
        pop_invoice_credit_no=invoice["reference"],
        pop_invoice_credit_type_id=type_id,
    )


def _of_line(line: Row, invoice: Row, *, line_id: int, type_id: Value) -> Row:
    return blank(
        "pop_order_return_line_invoice_credit_views",
        pop_invoice_credit_line_id=line_id,
        pop_order_return_line_id=line["pop_order_line_id"],
        pop_invoice_credit_document_no=invoice["reference"],
        pop_invoice_credit_type_id=type_id,
        pop_invoice_credit_document_date=invoice["transaction_date"],
        pop_invoice_credit_line_invoice_credit_quantity=line["pop_order_line_quantity"],
        line_unit_name=UNIT,
        stock_unit_discounted_unit_price=line["pop_order_line_discounted_unit_price"],
        pop_invoice_credit_line_stock_unit_invoice_credit_quantity=line["pop_order_line_quantity"],
        stock_unit_name=UNIT,
    )
