"""The progress of sales orders and returns: invoiced, credited or cancelled."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, identifier, money, quantity, reference, table, text, timestamp, whole
from tap_sage200.streams.shared.order_progress import CANCELLED, progressed_document


class SopCancelledLines(ResourceStream):
    """A cancellation of a sales order line. The line itself may be gone.

    Sage keeps these rows only if `sop_settings.record_cancelled_order_lines` is true.
    """

    name = "sop_cancelled_lines"
    introduced = "2021-07-26"
    schema = table(
        identifier("id"),
        reference("sop_order_return_id", "sop_order_return_views"),
        *CANCELLED,
        text("selling_unit_description"),
        *AUDIT,
    )


class SopOrderReturnInvoiceCreditViews(ResourceStream):
    """A sales order or return, and an invoice or credit note that was created from it.

    The primary key is inferred.
    """

    name = "sop_order_return_invoice_credit_views"
    introduced = "2021-07-26"
    key = ("sop_order_return_id", "sop_invoice_credit_id")
    timestamps = ()
    created = None
    schema = table(
        reference("sop_order_return_id", "sop_order_return_views", key=True),
        *progressed_document("sop_order_return"),
        text("sop_order_return_customer_document_no"),
        reference("customer_id", "customers"),
        text("customer_reference"),
        text("customer_name"),
        text("customer_short_name"),
        identifier("sop_invoice_credit_id", "0 if nothing is invoiced yet (inferred)."),
        text("sop_invoice_credit_type_id", "Matches `sop_invoice_credit_types.id`, but sent as text (documented)."),
        text("sop_invoice_credit_document_no"),
        timestamp("sop_invoice_credit_document_date"),
        text("sop_invoice_credit_document_status_id", "A number, but sent as text (documented)."),
        money("sop_invoice_credit_total_net_value", "Positive on credit notes as well (inferred)."),
        money("sop_invoice_credit_total_tax_value"),
        money("sop_invoice_credit_total_gross_value"),
    )


class SopOrderReturnLineInvoiceCreditViews(ResourceStream):
    """The part of a sales order or return line that an invoice or credit note covers.

    The primary key is inferred.
    """

    name = "sop_order_return_line_invoice_credit_views"
    introduced = "2021-07-26"
    key = ("sop_invoice_credit_id", "sop_order_return_line_id")
    timestamps = ()
    created = None
    schema = table(
        identifier("sop_invoice_credit_id", "Matches the same column of `customer_sop_invoice_credit_line_views`."),
        identifier("sop_order_return_line_id", "Matches `sop_order_line_views.sop_order_line_id` (inferred)."),
        text("sop_invoice_credit_document_no"),
        reference("sop_invoice_credit_type_id", "sop_invoice_credit_types"),
        timestamp("sop_invoice_credit_document_date"),
        whole("sop_invoice_credit_document_status_id"),
        quantity("sop_invoice_credit_line_invoice_credit_quantity"),
    )
