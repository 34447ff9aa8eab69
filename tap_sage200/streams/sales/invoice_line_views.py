"""The lines of invoices and credit notes in Sage's view."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    enum,
    identifier,
    money,
    quantity,
    rate,
    reference,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.shared.named_values import DOCUMENT_STATUS_TYPES, SOP_INVOICE_CREDIT_TYPES


class CustomerSopInvoiceCreditLineViews(ResourceStream):
    """A line of an invoice or credit note that was created from a sales order, with its product and profit.

    Each row has parts: the line, the document, the profit analysis, the product and the product group. A change to one
    part updates only its timestamp (inferred, because each part has its own).
    """

    name = "customer_sop_invoice_credit_line_views"
    key = ("sop_invoice_credit_line_id",)
    timestamps = (
        "sop_invoice_credit_line_date_time_updated",
        "sop_invoice_credit_date_time_updated",
        "invoice_line_profit_analysis_date_time_updated",
        "product_date_time_updated",
        "product_group_date_time_updated",
    )
    created = None
    schema = table(
        identifier("sop_invoice_credit_line_id"),
        timestamp("sop_invoice_credit_line_invoice_credit_date"),
        money("sop_invoice_credit_line_total_value", "Net value; positive on credit notes as well (seen)."),
        money("sop_invoice_credit_line_tax_value"),
        whole("sop_invoice_credit_id", "Key of the invoice or credit note."),
        enum(
            "sop_invoice_credit_type",
            "Invoice or credit note; the sign of the values does not show it.",
            values=SOP_INVOICE_CREDIT_TYPES,
        ),
        text("sop_invoice_credit_document_no"),
        timestamp("sop_invoice_credit_document_date"),
        enum("sop_invoice_credit_document_status", values=DOCUMENT_STATUS_TYPES),
        rate(
            "sop_invoice_credit_exchange_rate",
            "Units of the document's currency per unit of the base currency (inferred).",
        ),
        reference("customer_id", "customers"),
        text("customer_reference"),
        text("customer_name"),
        whole(
            "invoice_line_profit_analysis_id", "Null on drafts, as are the figures of the profit analysis (inferred)."
        ),
        quantity("invoice_line_profit_analysis_line_quantity"),
        money("invoice_line_profit_analysis_realised_cost_value", "In the base currency (inferred).", scale=5),
        money("invoice_line_profit_analysis_realised_profit_value", "In the base currency (inferred).", scale=5),
        reference("product_id", "products"),
        text("product_code"),
        text("product_name"),
        text("product_description"),
        reference("product_group_id", "product_groups"),
        text("product_group_code"),
        text("product_group_description"),
        timestamp("sop_invoice_credit_line_date_time_updated"),
        timestamp("sop_invoice_credit_date_time_updated"),
        timestamp("invoice_line_profit_analysis_date_time_updated"),
        timestamp("product_date_time_updated"),
        timestamp("product_group_date_time_updated"),
    )
