"""Sales order processing (SOP): the heads of documents in Sage's own views, and lists to choose one from."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    ANALYSIS_CODES,
    Column,
    flag,
    identifier,
    money,
    nominal_account,
    percent,
    rate,
    reference,
    since,
    since_each,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.shared.order_lines import delivery_address

_STATUS = reference("document_status_id", "sop_document_status_types")

_CHOICE: tuple[Column, ...] = (
    text("document_no"),
    _STATUS,
    reference("customer_id", "customers"),
    text("customer_document_no", "The customer's own number."),
)

_PROGRESS = "sop_document_process_status_types"

_PAYMENT: tuple[Column, ...] = (
    flag("payment_with_order", "Whether money came with the order; the columns below say how much."),
    text("payment_method_name"),
    money("payment_value"),
    text("payment_reference"),
    flag("payment_invoiced"),
    reference("payment_nominal_code_id", "nominal_codes"),
    *nominal_account("payment_nominal"),
)


class LookupSopOrders(ResourceStream):
    """The few columns of a sales order that a list to choose from shows. Repeats `sop_orders`."""

    name = "lookup_sop_orders"
    introduced = "2021-07-26"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "As `sop_orders.id` (inferred)."),
        *since_each(_CHOICE, customer_id="2021-11-08", customer_document_no="2021-11-08"),
    )


class LookupSopQuotes(ResourceStream):
    """The few columns of a quote that a list to choose from shows. Repeats `sop_quotes`."""

    name = "lookup_sop_quotes"
    introduced = "2021-11-08"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(identifier("id", "As `sop_quotes.id` (inferred)."), *_CHOICE)


class LookupSopReturns(ResourceStream):
    """The few columns of a sales return that a list to choose from shows.

    Sage has published no fields of it: the columns are those that `lookup_sop_orders` and `lookup_sop_quotes` share
    (inferred).
    """

    name = "lookup_sop_returns"
    introduced = "2025-06-02"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(identifier("id", "As `sop_order_return_views.id` (inferred)."), *_CHOICE)


class SopDespatchDiscreteOrders(ResourceStream):
    """An order that waits to be despatched by itself.

    A list of work, not a table: its rows go when the goods go. Sage filters it by five columns alone, and the key is
    none of them (documented): the pages are ordered and counted off.
    """

    name = "sop_despatch_discrete_orders"
    introduced = "2022-08-22"
    filters_by_key = False
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "The order, as in `sop_orders.id` (inferred)."),
        text("document_no"),
        timestamp("document_date"),
        money("document_value"),
        text("trader_reference", "Of the customer."),
        text("trader_name"),
    )


class SopOrderReturnViews(ResourceStream):
    """A sales order or a return, with its customer and the address its goods go to.

    Repeats `sop_orders`, but for the returns, whose totals no other table has.
    """

    name = "sop_order_return_views"
    introduced = "2021-07-26"
    created = None
    schema = table(
        identifier("id", "Of an order as `sop_orders.id` (inferred)."),
        reference("document_type_id", "sop_document_types", "Order or return."),
        text("document_no"),
        timestamp("document_date"),
        _STATUS,
        reference("customer_id", "customers"),
        text("customer_reference"),
        text("customer_name"),
        text("customer_short_name"),
        text("customer_document_no", "The customer's own number."),
        text("source_document_no", "Number of the document it was made from (inferred)."),
        reference("allocated_status_id", _PROGRESS, "How much is set aside: none, part or all."),
        reference("despatch_receipt_status_id", _PROGRESS, "Sent out, or received back on a return."),
        reference("invoice_credit_status_id", _PROGRESS),
        reference("cancelled_status_id", _PROGRESS),
        reference("document_print_status_id", "sop_document_print_status_types"),
        reference("intrastat_status_id", "sop_intrastat_status_types"),
        flag("ready_for_allocation"),
        flag("ready_for_despatch_receipt"),
        flag("ready_for_invoice_print"),
        reference("currency_id", "currencies", "The currency of all values of the document."),
        rate("exchange_rate", "Units of the document's currency for one of the base currency (inferred)."),
        flag("are_prices_tax_inclusive", "Whether prices of lines have tax in them; net values never do (inferred)."),
        money("subtotal_goods_value"),
        money("subtotal_charge_net_value", "Additional charges."),
        money("subtotal_charge_tax_value"),
        money("subtotal_discount_value"),
        money("total_net_value"),
        money("total_tax_value"),
        money("total_gross_value"),
        money("total_gross_value_inc_sett", "After the settlement discount (inferred)."),
        percent("document_discount_percent"),
        percent("settlement_discount_percent", "Off for paying within `settlement_discount_days`."),
        whole("settlement_discount_days"),
        timestamp("requested_delivery_date"),
        timestamp("promised_delivery_date"),
        *since("2022-02-18", timestamp("quotation_expiry_date")),
        flag("use_invoice_address", "Whether the goods go to the address that is invoiced."),
        *delivery_address("sop"),
        *_PAYMENT,
        text("document_created_by"),
        *ANALYSIS_CODES,
        timestamp("date_time_updated", "When Sage last wrote the document, UTC."),
    )


class SopQuoteViews(ResourceStream):
    """A quote in few columns, with the order and the proforma that were made from it. Repeats `sop_quotes`."""

    name = "sop_quote_views"
    introduced = "2021-11-08"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "As `sop_quotes.id` (inferred)."),
        *_CHOICE,
        timestamp("document_date"),
        money("total_gross_value"),
        text("order_no"),
        text("proforma_no"),
        text("customer_reference"),
        text("customer_name"),
    )
