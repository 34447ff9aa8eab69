"""Purchase orders and their lines as Sage shows them; most names of their statuses are inferred."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.lines import CANCELLED, DRAFT, FULL, NONE, progress
from sage200_sandbox.company.office import USER
from sage200_sandbox.company.sop_rows import delivery_address, joined

if TYPE_CHECKING:
    from sage200_sandbox.company.lines import Line, Order
    from sage200_sandbox.rows import Row


def order_row(order: Order) -> Row:
    """A row of `pop_orders`; it names no currency, that is the supplier's."""
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
        document_originator_id=1,
        document_originator_name=USER,
        document_created_by_id=1,
        document_created_by=USER,
        requested_delivery_date=order.requested,
        date_time_created=order.created,
        date_time_updated=order.updated,
    )


def order_line_views(order: Order) -> list[Row]:
    """The rows of `pop_order_line_views` for one order."""
    return [_line_view(order, line) for line in order.lines]


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
        pop_order_document_originator_id="1",
        pop_order_document_created_by_id="1",
        pop_order_document_default_delivery_address_id="0",
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
