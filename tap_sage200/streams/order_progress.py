"""What became of orders and returns, sales and purchase alike: received, invoiced, credited or cancelled."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    Column,
    identifier,
    money,
    quantity,
    reference,
    table,
    text,
    timestamp,
    whole,
)

_POP_LINE = whole("pop_order_return_line_id", "As `pop_order_line_views.pop_order_line_id` (inferred).")

_CANCELLED: tuple[Column, ...] = (
    text("item_code"),
    text("item_description"),
    quantity("cancelled_quantity", "In the unit of the line."),
    quantity("stock_unit_cancelled_quantity"),
    timestamp("cancelled_date"),
    whole("user_number", "Who cancelled it."),
    text("user_name"),
)


def _document(prefix: str) -> tuple[Column, ...]:
    return (
        reference(f"{prefix}_document_type_id", f"{prefix[:3]}_document_types", "Order or return."),
        text(f"{prefix}_document_no"),
        timestamp(f"{prefix}_document_date"),
        reference(f"{prefix}_document_status_id", f"{prefix[:3]}_document_status_types"),
        money(f"{prefix}_total_net_value", "Of the whole document, the same on each of its rows."),
        money(f"{prefix}_total_tax_value"),
        money(f"{prefix}_total_gross_value"),
    )


class PopCancelledLines(ResourceStream):
    """What was cancelled of a purchase order; the line itself may be gone. Kept only if the settings say so."""

    name = "pop_cancelled_lines"
    schema = table(
        identifier("id"),
        reference("pop_order_return_id", "pop_order_return_views"),
        *_CANCELLED,
        text("buying_unit_description"),
        *AUDIT,
    )


class PopOrderReturnInvoiceCreditViews(ResourceStream):
    """A purchase order or return with a line of an invoice or credit note that was matched with it.

    Its key is inferred.
    """

    name = "pop_order_return_invoice_credit_views"
    key = ("pop_order_return_id", "pop_invoice_credit_line_id")
    stamps = ()
    created = None
    schema = table(
        reference("pop_order_return_id", "pop_order_return_views", key=True),
        *_document("pop_order_return"),
        money("pop_order_return_total_accrual_value", "Received and not yet invoiced (inferred)."),
        reference("pop_order_return_authorisation_status_id", "pop_authorisation_status_types"),
        reference("pop_order_return_document_print_status_id", "pop_document_print_status_types"),
        text("pop_order_return_supplier_document_no"),
        reference("supplier_id", "suppliers"),
        text("supplier_reference"),
        text("supplier_name"),
        text("supplier_short_name"),
        identifier("pop_invoice_credit_line_id", "0 where nothing is invoiced yet (inferred)."),
        text("pop_invoice_credit_no"),
        reference("pop_invoice_credit_type_id", "pop_invoice_credit_types"),
    )


class PopOrderReturnLineInvoiceCreditViews(ResourceStream):
    """How much of a line of a purchase order or return an invoice or credit note covers. Its key is inferred."""

    name = "pop_order_return_line_invoice_credit_views"
    key = ("pop_invoice_credit_line_id", "pop_order_return_line_id")
    stamps = ()
    created = None
    schema = table(
        identifier("pop_invoice_credit_line_id"),
        identifier("pop_order_return_line_id", "As `pop_order_line_views.pop_order_line_id` (inferred)."),
        text("pop_invoice_credit_document_no"),
        reference("pop_invoice_credit_type_id", "pop_invoice_credit_types"),
        timestamp("pop_invoice_credit_document_date"),
        quantity("pop_invoice_credit_line_invoice_credit_quantity", "In the unit of the line."),
        text("line_unit_name"),
        quantity("pop_invoice_credit_line_stock_unit_invoice_credit_quantity"),
        text("stock_unit_name"),
        money("stock_unit_discounted_unit_price", "For one stock unit, after its discount.", scale=5),
    )


class PopOrderReturnLineReceiptReturnViews(ResourceStream):
    """Goods of a line of a purchase order that were received, or sent back. Its key is inferred."""

    name = "pop_order_return_line_receipt_return_views"
    key = ("pop_receipt_return_line_id",)
    stamps = ()
    created = None
    schema = table(
        identifier("pop_receipt_return_line_id"),
        text("pop_receipt_return_line_receipt_return_no"),
        timestamp("pop_receipt_return_line_receipt_return_date"),
        quantity("pop_receipt_return_line_receipt_return_quantity", "In the unit the goods are bought in (inferred)."),
        text("pop_receipt_return_line_invoiced", "Whether it is invoiced, in a word (inferred)."),
        whole("pop_receipt_return_line_user_number"),
        text("pop_receipt_return_line_user_name"),
        whole("pop_receipt_return_id", "The receipt; there is no table of them."),
        text("pop_receipt_return_supplier_document_no", "Number of the supplier's delivery note (inferred)."),
        _POP_LINE,
        text("pop_order_return_line_buying_unit_description"),
        reference("pop_order_return_id", "pop_order_return_views"),
        reference("pop_order_return_invoice_credit_status_id", "pop_document_process_status_types"),
    )


class SopCancelledLines(ResourceStream):
    """What was cancelled of a sales order; the line itself may be gone. Kept only if the settings say so."""

    name = "sop_cancelled_lines"
    schema = table(
        identifier("id"),
        reference("sop_order_return_id", "sop_order_return_views"),
        *_CANCELLED,
        text("selling_unit_description"),
        *AUDIT,
    )


class SopOrderReturnInvoiceCreditViews(ResourceStream):
    """A sales order or return with an invoice or credit note that was made from it. Its key is inferred."""

    name = "sop_order_return_invoice_credit_views"
    key = ("sop_order_return_id", "sop_invoice_credit_id")
    stamps = ()
    created = None
    schema = table(
        reference("sop_order_return_id", "sop_order_return_views", key=True),
        *_document("sop_order_return"),
        text("sop_order_return_customer_document_no"),
        reference("customer_id", "customers"),
        text("customer_reference"),
        text("customer_name"),
        text("customer_short_name"),
        identifier("sop_invoice_credit_id", "0 where nothing is invoiced yet (inferred)."),
        text("sop_invoice_credit_type_id", "As `sop_invoice_credit_types.id`, though sent as text (documented)."),
        text("sop_invoice_credit_document_no"),
        timestamp("sop_invoice_credit_document_date"),
        text("sop_invoice_credit_document_status_id", "A number, though sent as text (documented)."),
        money("sop_invoice_credit_total_net_value", "Positive on credit notes as well (inferred)."),
        money("sop_invoice_credit_total_tax_value"),
        money("sop_invoice_credit_total_gross_value"),
    )


class SopOrderReturnLineInvoiceCreditViews(ResourceStream):
    """How much of a line of a sales order or return an invoice or credit note covers. Its key is inferred."""

    name = "sop_order_return_line_invoice_credit_views"
    key = ("sop_invoice_credit_id", "sop_order_return_line_id")
    stamps = ()
    created = None
    schema = table(
        identifier("sop_invoice_credit_id", "As in `customer_sop_invoice_credit_line_views`."),
        identifier("sop_order_return_line_id", "As `sop_order_line_views.sop_order_line_id` (inferred)."),
        text("sop_invoice_credit_document_no"),
        reference("sop_invoice_credit_type_id", "sop_invoice_credit_types"),
        timestamp("sop_invoice_credit_document_date"),
        whole("sop_invoice_credit_document_status_id"),
        quantity("sop_invoice_credit_line_invoice_credit_quantity"),
    )


STREAM_TYPES: tuple[type[ResourceStream], ...] = (
    PopCancelledLines,
    PopOrderReturnInvoiceCreditViews,
    PopOrderReturnLineInvoiceCreditViews,
    PopOrderReturnLineReceiptReturnViews,
    SopCancelledLines,
    SopOrderReturnInvoiceCreditViews,
    SopOrderReturnLineInvoiceCreditViews,
)
