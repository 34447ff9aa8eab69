"""The rows of purchase orders and their lines. Most names of statuses are inferred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.office import USER
from sage200_sandbox.company.orders import CANCELLED, COMPLETE, DRAFT, FULL, NONE, line_status, progress
from sage200_sandbox.company.products import UNIT
from sage200_sandbox.company.reading import ZERO
from sage200_sandbox.company.sales_order_rows import delivery_address, joined

if TYPE_CHECKING:
    from sage200_sandbox.company.orders import Line, Order
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row


def rows(order: Order) -> Tables:
    """The rows of an order in every table."""
    return {
        "pop_orders": [_order(order)],
        "pop_order_lines": [_nested_line(order, line) for line in order.lines],
        "pop_order_line_views": [_line_view(order, line) for line in order.lines],
    }


def _order(order: Order) -> Row:
    """The header. It has no currency column; the currency is that of the supplier."""
    quantities = [line.quantity for line in order.lines]
    return blank(
        "pop_orders",
        id=order.id,
        is_draft=order.status == DRAFT,
        document_no=order.document_no,
        document_date=order.day,
        document_status=order.status,
        receipt_return_status=progress([line.despatched for line in order.lines], quantities),
        invoice_credit_status=progress([line.invoiced for line in order.lines], quantities),
        cancelled_status=FULL if order.status == CANCELLED else NONE,
        disputed_status=NONE,
        print_status="EnumDocumentPrintStatusPrinted",
        authorisation_status="EnumAuthorisationStatusNotRequired",
        authorisation_status_description="Not Required",
        supplier_id=order.trader["id"],
        exchange_rate=order.rate,
        subtotal_goods_value=order.net(),
        total_net_value=order.net(),
        total_tax_value=order.tax(),
        total_gross_value=order.net() + order.tax(),
        supplier_document_no=order.their_reference,
        document_originator_name=USER,
        document_created_by=USER,
        requested_delivery_date=order.requested,
        date_time_created=order.created,
        date_time_updated=order.updated,
    )


def _line_view(order: Order, line: Line) -> Row:
    worth = line.worth
    return blank(
        "pop_order_line_views",
        pop_order_id=order.id,
        pop_order_document_no=order.document_no,
        pop_order_document_date=order.day,
        pop_order_document_status=order.status,
        pop_order_supplier_document_no=order.their_reference,
        pop_order_currency_id=order.currency["id"],
        pop_order_currency_name=order.currency["name"],
        pop_order_currency_symbol=order.currency["symbol"],
        pop_order_exchange_rate=order.rate,
        pop_order_requested_delivery_date=order.requested,
        pop_order_date_time_updated=order.updated,
        pop_order_subtotal_value=order.net(),
        pop_order_line_id=line.id,
        pop_order_line_number=line.number,
        pop_order_line_type=line.kind,
        pop_order_line_product_code=line.code,
        pop_order_line_product_description=line.description,
        pop_order_line_quantity=line.quantity,
        pop_order_line_unit_price=line.price,
        pop_order_line_unit_discount_percent=line.discount_percent,
        pop_order_line_unit_discount_value=worth.unit_discount,
        pop_order_line_total_value=worth.net,
        pop_order_line_tax_value=worth.tax,
        pop_order_line_discounted_unit_price=worth.unit_price,
        pop_order_confirmation_intent_type="ConfirmOnDespatch",
        pop_order_line_show_on_supplier_docs=True,
        pop_order_line_date_time_updated=line.updated,
        supplier_id=order.trader["id"],
        supplier_reference=order.trader["reference"],
        supplier_name=order.trader["name"],
        **delivery_address("pop", order.address),
        **joined(line),
    )


def _nested_line(order: Order, line: Line) -> Row:
    """A nested line. Received stock is posted to the supplier's default nominal code."""
    received, account = line.despatched, "default_nominal_code"
    return blank(
        "pop_order_lines",
        pop_order_id=order.id,
        id=line.id,
        line_number=line.number,
        line_type=line.kind,
        product_id=line.product["id"] if line.product else 0,
        warehouse_id=line.warehouse["id"] if line.warehouse else 0,
        code=line.code,
        description=line.description,
        show_on_supplier_docs=True,
        confirmation_intent_type="ConfirmOnDespatch",
        tax_code_id=line.tax["id"] if line.tax else 0,
        **{f"nominal_{name}": order.trader[f"{account}_{name}"] for name in ("reference", "cost_centre", "department")},
        line_quantity=line.quantity,
        stock_unit_line_quantity=line.quantity,
        receipt_return_quantity=received,
        stock_unit_receipt_return_quantity=received,
        invoice_credit_quantity=line.invoiced,
        stock_unit_invoice_credit_quantity=line.invoiced,
        stock_unit_on_order_quantity=line.quantity - received if order.is_open else ZERO,
        buying_unit_description=UNIT,
        pricing_unit_description=UNIT,
        unit_buying_price=line.price,
        unit_discount_percent=line.discount_percent,
        unit_discount_value=line.worth.unit_discount,
        discounted_unit_price=line.worth.unit_price,
        line_total_value=line.worth.net,
        line_tax_value=line.worth.tax,
        landed_costs_type="EnumNotApplicable",
        receipt_return_status=line_status(received, line.quantity),
        invoice_credit_status=line_status(line.invoiced, line.quantity),
        is_complete=order.status == COMPLETE,
        is_line_deletable=not received,
        date_time_created=order.created,
        date_time_updated=line.updated,
    )
