"""Sales order processing (SOP): the lines of orders, returns, quotes and proformas in Sage's views."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    Column,
    analysis_codes,
    identifier,
    money,
    percent,
    quantity,
    reference,
    since_each,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.shared.order_lines import PRODUCT_AND_TAX, delivery_address, document, line


def _sales_document(prefix: str) -> tuple[Column, ...]:
    return (
        *document(prefix),
        text(f"{prefix}_customer_document_no"),
        timestamp(f"{prefix}_requested_delivery_date"),
        timestamp(f"{prefix}_promised_delivery_date"),
    )


def _sales_line(prefix: str) -> tuple[Column, ...]:
    return (
        *line(prefix),
        text(f"{prefix}_selling_unit_description"),
        money(f"{prefix}_selling_unit_price", "Price per selling unit before discount.", scale=5),
        money(f"{prefix}_cost_price", "Cost per unit, in the base currency (inferred).", scale=5),
        money(f"{prefix}_line_tax_value"),
        timestamp(f"{prefix}_requested_delivery_date"),
        timestamp(f"{prefix}_promised_delivery_date"),
    )


def _codes_and_timestamps(prefix: str) -> tuple[Column, ...]:
    return (
        *analysis_codes(f"{prefix}_line_"),
        *analysis_codes(f"{prefix}_"),
        timestamp(f"{prefix}_line_date_time_updated"),
        timestamp(f"{prefix}_date_time_updated"),
    )


_CUSTOMER: tuple[Column, ...] = (
    reference("customer_id", "customers"),
    text("customer_reference"),
    text("customer_name"),
)


class SopOrderLineViews(ResourceStream):
    """A sales order line with its document, customer, product and delivery address."""

    name = "sop_order_line_views"
    key = ("sop_order_line_id",)
    timestamps = ("sop_order_line_date_time_updated", "sop_order_date_time_updated")
    created = None
    schema = table(
        identifier("sop_order_line_id"),
        reference("sop_order_id", "sop_orders"),
        *_sales_line("sop_order_line"),
        quantity("sop_order_line_allocated_quantity", "Allocated but not yet despatched (inferred)."),
        quantity("sop_order_line_despatch_receipt_quantity", "Despatched so far."),
        quantity("sop_order_line_invoice_credit_quantity", "Invoiced so far."),
        *_sales_document("sop_order"),
        money("sop_order_subtotal_goods_value", "Value of the whole order, repeated on each of its lines."),
        money("sop_order_subtotal_charge_net_value"),
        money("sop_order_subtotal_charge_tax_value"),
        money("sop_order_subtotal_discount_value"),
        percent("sop_order_document_discount_percent"),
        percent("sop_order_settlement_discount_percent"),
        whole("sop_order_settlement_discount_days"),
        text("sop_order_document_created_by"),
        *since_each(
            delivery_address("sop"),
            sop_delivery_addr_description="2021-07-26",
            sop_delivery_addr_postal_name="2021-07-26",
        ),
        *_CUSTOMER,
        *PRODUCT_AND_TAX,
        *_codes_and_timestamps("sop_order"),
    )


class SopProformaLineViews(ResourceStream):
    """A line of a proforma: an invoice in advance that posts nothing to the ledger."""

    name = "sop_proforma_line_views"
    key = ("sop_proforma_line_id",)
    timestamps = ("sop_proforma_line_date_time_updated", "sop_proforma_date_time_updated")
    created = None
    schema = table(
        identifier("sop_proforma_line_id"),
        whole("sop_proforma_id", "Key of the document; there is no table of proformas."),
        *_sales_line("sop_proforma_line"),
        *_sales_document("sop_proforma"),
        *_CUSTOMER,
        *PRODUCT_AND_TAX,
        *_codes_and_timestamps("sop_proforma"),
    )


class SopQuoteLineViews(ResourceStream):
    """A quote line: a product offered to a customer."""

    name = "sop_quote_line_views"
    key = ("sop_quote_line_id",)
    timestamps = ("sop_quote_line_date_time_updated", "sop_quote_date_time_updated")
    created = None
    schema = table(
        identifier("sop_quote_line_id"),
        reference("sop_quote_id", "sop_quotes"),
        *_sales_line("sop_quote_line"),
        *_sales_document("sop_quote"),
        *_CUSTOMER,
        *PRODUCT_AND_TAX,
        *_codes_and_timestamps("sop_quote"),
    )


class SopReturnLineViews(ResourceStream):
    """A line of a sales return: goods that a customer sends back."""

    name = "sop_return_line_views"
    key = ("sop_return_line_id",)
    timestamps = ("sop_return_line_date_time_updated", "sop_return_date_time_updated")
    created = None
    schema = table(
        identifier("sop_return_line_id"),
        reference("sop_return_id", "sop_order_return_views"),
        *_sales_line("sop_return_line"),
        quantity("sop_return_line_despatch_receipt_quantity", "Received back so far (inferred)."),
        quantity("sop_return_line_invoice_credit_quantity", "Credited so far (inferred)."),
        *_sales_document("sop_return"),
        *_CUSTOMER,
        *PRODUCT_AND_TAX,
        *_codes_and_timestamps("sop_return"),
    )
