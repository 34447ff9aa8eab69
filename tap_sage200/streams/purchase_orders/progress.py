"""The progress of purchase orders and returns: received, invoiced, credited or cancelled."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, identifier, money, quantity, reference, table, text, timestamp, whole
from tap_sage200.streams.shared.order_progress import CANCELLED, progressed_document

_POP_LINE = whole("pop_order_return_line_id", "Matches `pop_order_line_views.pop_order_line_id` (inferred).")


class PopCancelledLines(ResourceStream):
    """A cancellation of a purchase order line. The line itself may be gone.

    Sage keeps these rows only if `pop_settings.record_cancelled_order_lines` is true.
    """

    name = "pop_cancelled_lines"
    introduced = "2024-02-05"
    schema = table(
        identifier("id"),
        reference("pop_order_return_id", "pop_order_return_views"),
        *CANCELLED,
        text("buying_unit_description"),
        *AUDIT,
    )


class PopOrderReturnInvoiceCreditViews(ResourceStream):
    """A purchase order or return, and a line of an invoice or credit note that was matched with it.

    The primary key is inferred.
    """

    name = "pop_order_return_invoice_credit_views"
    introduced = "2024-02-05"
    key = ("pop_order_return_id", "pop_invoice_credit_line_id")
    timestamps = ()
    created = None
    schema = table(
        reference("pop_order_return_id", "pop_order_return_views", key=True),
        *progressed_document("pop_order_return"),
        money("pop_order_return_total_accrual_value", "Received but not yet invoiced (inferred)."),
        reference("pop_order_return_authorisation_status_id", "pop_authorisation_status_types"),
        reference("pop_order_return_document_print_status_id", "pop_document_print_status_types"),
        text("pop_order_return_supplier_document_no"),
        reference("supplier_id", "suppliers"),
        text("supplier_reference"),
        text("supplier_name"),
        text("supplier_short_name"),
        identifier("pop_invoice_credit_line_id", "0 if nothing is invoiced yet (inferred)."),
        text("pop_invoice_credit_no"),
        reference("pop_invoice_credit_type_id", "pop_invoice_credit_types"),
    )


class PopOrderReturnLineInvoiceCreditViews(ResourceStream):
    """The part of a purchase order or return line that an invoice or credit note covers.

    The primary key is inferred.
    """

    name = "pop_order_return_line_invoice_credit_views"
    introduced = "2024-02-05"
    key = ("pop_invoice_credit_line_id", "pop_order_return_line_id")
    timestamps = ()
    created = None
    schema = table(
        identifier("pop_invoice_credit_line_id"),
        identifier("pop_order_return_line_id", "Matches `pop_order_line_views.pop_order_line_id` (inferred)."),
        text("pop_invoice_credit_document_no"),
        reference("pop_invoice_credit_type_id", "pop_invoice_credit_types"),
        timestamp("pop_invoice_credit_document_date"),
        quantity("pop_invoice_credit_line_invoice_credit_quantity", "In the unit of `line_unit_name` (inferred)."),
        text("line_unit_name"),
        quantity("pop_invoice_credit_line_stock_unit_invoice_credit_quantity"),
        text("stock_unit_name"),
        money("stock_unit_discounted_unit_price", "Per stock unit, after discount.", scale=5),
    )


class PopOrderReturnLineReceiptReturnViews(ResourceStream):
    """A receipt or return of goods for a purchase order line.

    The primary key is inferred.
    """

    name = "pop_order_return_line_receipt_return_views"
    introduced = "2024-02-05"
    key = ("pop_receipt_return_line_id",)
    timestamps = ()
    created = None
    schema = table(
        identifier("pop_receipt_return_line_id"),
        text("pop_receipt_return_line_receipt_return_no"),
        timestamp("pop_receipt_return_line_receipt_return_date"),
        quantity("pop_receipt_return_line_receipt_return_quantity", "In buying units (inferred)."),
        text("pop_receipt_return_line_invoiced", "Invoice status as text (inferred)."),
        whole("pop_receipt_return_line_user_number"),
        text("pop_receipt_return_line_user_name"),
        whole("pop_receipt_return_id", "Key of the receipt; there is no table of receipts."),
        text("pop_receipt_return_supplier_document_no", "Number of the supplier's delivery note (inferred)."),
        _POP_LINE,
        text("pop_order_return_line_buying_unit_description"),
        reference("pop_order_return_id", "pop_order_return_views"),
        reference("pop_order_return_invoice_credit_status_id", "pop_document_process_status_types"),
    )
