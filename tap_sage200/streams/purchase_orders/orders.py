"""Purchase order processing (POP): orders, order lines and additional charges."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    ANALYSIS_CODES,
    AUDIT,
    SPARE_FIELDS,
    analysis_codes,
    enum,
    flag,
    identifier,
    money,
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
from tap_sage200.streams.shared.named_values import DOCUMENT_STATUS_TYPES
from tap_sage200.streams.shared.order_lines import PRODUCT_AND_TAX, delivery_address, document, line


class PopAdditionalCharges(ResourceStream):
    """An additional charge that users can add to orders, such as carriage; not its use on an order (inferred)."""

    name = "pop_additional_charges"
    schema = table(
        identifier("id"),
        text("code"),
        text("name"),
        money("charge_value", "Default amount to pay to the supplier, net of tax, in the base currency (inferred)."),
        reference("nominal_code_id", "nominal_codes"),
        reference("tax_code_id", "tax_codes"),
        *since_each(AUDIT, date_time_created="2020-12-14"),
    )


class PopOrderLineViews(ResourceStream):
    """A purchase order line with its document, supplier, product and delivery address."""

    name = "pop_order_line_views"
    key = ("pop_order_line_id",)
    timestamps = ("pop_order_line_date_time_updated", "pop_order_date_time_updated")
    created = None
    schema = table(
        identifier("pop_order_line_id"),
        reference("pop_order_id", "pop_orders"),
        *line("pop_order_line"),
        money("pop_order_line_unit_price", "Unit price before discount.", scale=5),
        money("pop_order_line_tax_value"),
        money("pop_order_line_landed_costs_value", "Landed costs of the line: freight, duty and similar.", scale=5),
        text("pop_order_confirmation_intent_type", "How receipt of goods is confirmed (inferred)."),
        flag("pop_order_line_for_direct_delivery", "Delivered directly from the supplier to a customer."),
        flag("pop_order_line_show_on_supplier_docs"),
        *document("pop_order"),
        text("pop_order_supplier_document_no"),
        timestamp("pop_order_requested_delivery_date"),
        text("pop_order_document_originator_id", "A number, but sent as text (documented)."),
        text("pop_order_document_created_by_id"),
        text("pop_order_document_default_delivery_address_id"),
        percent("pop_order_document_discount_percent"),
        whole("pop_order_settlement_discount_days"),
        percent("pop_order_settlement_discount_percent"),
        money("pop_order_subtotal_value", "Value of the whole order, repeated on each of its lines.", scale=5),
        money("pop_order_subtotal_discount_value", scale=5),
        money("pop_order_subtotal_landed_costs_value", scale=5),
        *delivery_address("pop"),
        reference("supplier_id", "suppliers"),
        text("supplier_reference"),
        text("supplier_name"),
        *PRODUCT_AND_TAX,
        *analysis_codes("pop_order_line_"),
        *analysis_codes("pop_order_"),
        timestamp("pop_order_line_date_time_updated"),
        timestamp("pop_order_date_time_updated"),
    )


class PopOrders(ResourceStream):
    """A purchase order: its values, dates and progress."""

    name = "pop_orders"
    schema = table(
        identifier("id"),
        text("document_no"),
        timestamp("document_date"),
        enum(
            "document_status",
            "Status: live, on hold, complete, in dispute, cancelled and others.",
            values=DOCUMENT_STATUS_TYPES,
        ),
        *since("2024-02-05", flag("is_draft")),
        reference("supplier_id", "suppliers"),
        text("supplier_document_no"),
        rate("exchange_rate", "Units of the supplier's currency per unit of the base currency (inferred)."),
        *since(
            "2024-02-05",
            text("receipt_return_status", "Receipt status: none, part or all."),
            text("invoice_credit_status"),
            text("cancelled_status"),
            text("disputed_status"),
            text("print_status"),
        ),
        text("authorisation_status"),
        *since("2024-02-05", text("authorisation_status_description"), flag("is_credit_limit_exceeded")),
        money("subtotal_goods_value", "In the supplier's currency, as are all values of the order (inferred)."),
        money("subtotal_charges_net_value"),
        money("subtotal_discount_value"),
        money("subtotal_landed_costs_value"),
        money("total_net_value"),
        money("total_tax_value"),
        money("total_gross_value"),
        percent("document_discount_percent"),
        percent("settlement_discount_percent", "Discount for payment within `settlement_discount_days`."),
        whole("settlement_discount_days"),
        timestamp("requested_delivery_date"),
        whole("document_originator_id", "Key of the person who requested the goods (inferred)."),
        text("document_originator_name"),
        whole("document_created_by_id"),
        text("document_created_by"),
        *ANALYSIS_CODES,
        *since("2023-08-14", *SPARE_FIELDS),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )
