"""Purchase order processing (POP): document headers in Sage's views, and in short form."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    ANALYSIS_CODES,
    flag,
    identifier,
    money,
    percent,
    professional,
    rate,
    reference,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.shared.order_lines import delivery_address

_STATUS = reference("document_status_id", "pop_document_status_types")

_PROGRESS = "pop_document_process_status_types"


class LookupPopOrders(ResourceStream):
    """A purchase order in short form, as used in lookup lists. Repeats `pop_orders`."""

    name = "lookup_pop_orders"
    introduced = "2024-02-05"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "Matches `pop_orders.id` (inferred)."),
        text("document_no"),
        _STATUS,
        reference("supplier_id", "suppliers"),
        text("supplier_document_no"),
    )


class PopOrderReturnViews(ResourceStream):
    """A purchase order or return, with its supplier and delivery address.

    Repeats `pop_orders`, except for returns, which are in no other table. All values are in the supplier's currency
    (inferred).
    """

    name = "pop_order_return_views"
    introduced = "2024-02-05"
    created = None
    schema = table(
        identifier("id", "For orders, matches `pop_orders.id` (inferred)."),
        reference("document_type_id", "pop_document_types", "Order or return."),
        text("document_no"),
        timestamp("document_date"),
        _STATUS,
        reference("supplier_id", "suppliers"),
        text("supplier_reference"),
        text("supplier_name"),
        text("supplier_short_name"),
        text("supplier_document_no"),
        text("source_document_no", "Number of the source document (inferred)."),
        reference("receipt_return_status_id", _PROGRESS, "Receipt or return status: none, part or all."),
        reference("invoice_credit_status_id", _PROGRESS),
        reference("cancelled_status_id", _PROGRESS),
        *professional(reference("disputed_status_id", _PROGRESS)),
        reference("authorisation_status_id", "pop_authorisation_status_types"),
        reference("document_print_status_id", "pop_document_print_status_types"),
        reference("intrastat_status_id", "pop_intrastat_status_types"),
        rate("exchange_rate", "Units of the supplier's currency per unit of the base currency (inferred)."),
        money("subtotal_goods_value"),
        money("subtotal_charge_net_value", "Additional charges."),
        money("subtotal_charge_tax_value"),
        money("subtotal_discount_value"),
        money("subtotal_landed_costs", "Landed costs: freight, duty and similar."),
        money("total_net_value"),
        money("total_tax_value"),
        money("total_gross_value"),
        money("total_accrual_value", "Received but not yet invoiced (inferred)."),
        percent("document_discount_percent"),
        percent("settlement_discount_percent", "Discount for payment within `settlement_discount_days`."),
        whole("settlement_discount_days"),
        timestamp("requested_delivery_date"),
        flag(
            "single_delivery_address", "Whether all lines are delivered to the delivery address of this row (inferred)."
        ),
        *delivery_address("pop"),
        whole("document_originator_id", "Key of the person who requested the goods (inferred)."),
        text("document_originator_name"),
        text("document_created_by"),
        *ANALYSIS_CODES[:5],
        *professional(*ANALYSIS_CODES[5:]),
        timestamp("date_time_updated", "Timestamp of the last change to the document, UTC."),
    )
