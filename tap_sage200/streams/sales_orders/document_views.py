"""Sales order processing (SOP): document headers in Sage's views, and in short form."""

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
    text("customer_document_no", "The customer's own document number."),
)

_PROGRESS = "sop_document_process_status_types"

_PAYMENT: tuple[Column, ...] = (
    flag("payment_with_order", "Whether a payment came with the order; `payment_value` is its amount."),
    text("payment_method_name"),
    money("payment_value"),
    text("payment_reference"),
    flag("payment_invoiced"),
    reference("payment_nominal_code_id", "nominal_codes"),
    *nominal_account("payment_nominal"),
)


class LookupSopOrders(ResourceStream):
    """A sales order in short form, as used in lookup lists. Repeats `sop_orders`."""

    name = "lookup_sop_orders"
    introduced = "2021-07-26"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "Matches `sop_orders.id` (inferred)."),
        *since_each(_CHOICE, customer_id="2021-11-08", customer_document_no="2021-11-08"),
    )


class LookupSopQuotes(ResourceStream):
    """A quote in short form, as used in lookup lists. Repeats `sop_quotes`."""

    name = "lookup_sop_quotes"
    introduced = "2021-11-08"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(identifier("id", "Matches `sop_quotes.id` (inferred)."), *_CHOICE)


class LookupSopReturns(ResourceStream):
    """A sales return in short form, as used in lookup lists.

    Sage has published no fields for it. The columns are those that `lookup_sop_orders` and `lookup_sop_quotes` share
    (inferred).
    """

    name = "lookup_sop_returns"
    introduced = "2025-06-02"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(identifier("id", "Matches `sop_order_return_views.id` (inferred)."), *_CHOICE)


class SopDespatchDiscreteOrders(ResourceStream):
    """A sales order in the list for discrete despatches: number, date, value and customer (inferred).

    A work list: an order leaves it when the goods are despatched (inferred). Sage filters it by only five columns, and
    the key is not one of them (documented). The tap therefore uses offset pagination.
    """

    name = "sop_despatch_discrete_orders"
    introduced = "2022-08-22"
    filters_by_key = False
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "The order; matches `sop_orders.id` (inferred)."),
        text("document_no"),
        timestamp("document_date"),
        money("document_value"),
        text("trader_reference", "Reference of the customer."),
        text("trader_name"),
    )


class SopOrderReturnViews(ResourceStream):
    """A sales order or return, with its customer and delivery address.

    Repeats `sop_orders`, except for returns, whose totals are in no other table.
    """

    name = "sop_order_return_views"
    introduced = "2021-07-26"
    created = None
    schema = table(
        identifier("id", "For orders, matches `sop_orders.id` (inferred)."),
        reference("document_type_id", "sop_document_types", "Order or return."),
        text("document_no"),
        timestamp("document_date"),
        _STATUS,
        reference("customer_id", "customers"),
        text("customer_reference"),
        text("customer_name"),
        text("customer_short_name"),
        text("customer_document_no", "The customer's own document number."),
        text("source_document_no", "Number of the source document (inferred)."),
        reference("allocated_status_id", _PROGRESS, "Allocation status: none, part or all."),
        reference("despatch_receipt_status_id", _PROGRESS, "Despatch status, or receipt status of a return."),
        reference("invoice_credit_status_id", _PROGRESS),
        reference("cancelled_status_id", _PROGRESS),
        reference("document_print_status_id", "sop_document_print_status_types"),
        reference("intrastat_status_id", "sop_intrastat_status_types"),
        flag("ready_for_allocation"),
        flag("ready_for_despatch_receipt"),
        flag("ready_for_invoice_print"),
        reference("currency_id", "currencies", "Currency of all values of the document."),
        rate("exchange_rate", "Units of the document's currency per unit of the base currency (inferred)."),
        flag("are_prices_tax_inclusive", "Whether line prices include tax; net values never do (inferred)."),
        money("subtotal_goods_value"),
        money("subtotal_charge_net_value", "Additional charges."),
        money("subtotal_charge_tax_value"),
        money("subtotal_discount_value"),
        money("total_net_value"),
        money("total_tax_value"),
        money("total_gross_value"),
        money("total_gross_value_inc_sett", "After the settlement discount (inferred)."),
        percent("document_discount_percent"),
        percent("settlement_discount_percent", "Discount for payment within `settlement_discount_days`."),
        whole("settlement_discount_days"),
        timestamp("requested_delivery_date"),
        timestamp("promised_delivery_date"),
        *since("2022-02-18", timestamp("quotation_expiry_date")),
        flag("use_invoice_address", "Whether goods are delivered to the invoice address."),
        *delivery_address("sop"),
        *_PAYMENT,
        text("document_created_by"),
        *ANALYSIS_CODES,
        timestamp("date_time_updated", "Timestamp of the last change to the document, UTC."),
    )


class SopQuoteViews(ResourceStream):
    """A quote in short form, with the order and the proforma that were created from it. Repeats `sop_quotes`."""

    name = "sop_quote_views"
    introduced = "2021-11-08"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "Matches `sop_quotes.id` (inferred)."),
        *_CHOICE,
        timestamp("document_date"),
        money("total_gross_value"),
        text("order_no"),
        text("proforma_no"),
        text("customer_reference"),
        text("customer_name"),
    )
