"""What belongs to one sales order: addresses, memos, payment, profit."""

from __future__ import annotations

from tap_sage200.nested import NestedStream
from tap_sage200.streams.sales_orders import SopOrders
from tap_sage200.streams.columns import AUDIT, MEMO, enum, flag, identifier, money, parent_key, parent_stamp, percent, quantity, rate, reference, text, whole, table


class SopOrderCashAccountInvoiceAddresses(NestedStream):
    """TODO."""

    name = "sop_order_cash_account_invoice_addresses"
    parent_stream_type = SopOrders
    expand = "cash_account_invoice_address"
    key = ("sop_order_id",)
    schema = table(
        parent_key("sop_order_id", "sop_orders"),
        parent_stamp("sop_order_date_time_updated"),
        whole("id"),
        text("postal_name"),
        text("address_1"),
        text("address_2"),
        text("address_3"),
        text("address_4"),
        text("city"),
        text("county"),
        text("country"),
        text("postcode"),
        *AUDIT,
    )


class SopOrderDeliveryAddresses(NestedStream):
    """TODO."""

    name = "sop_order_delivery_addresses"
    parent_stream_type = SopOrders
    expand = "delivery_address"
    key = ("sop_order_id",)
    schema = table(
        parent_key("sop_order_id", "sop_orders"),
        parent_stamp("sop_order_date_time_updated"),
        whole("id"),
        text("postal_name"),
        text("address_1"),
        text("address_2"),
        text("address_3"),
        text("address_4"),
        text("city"),
        text("county"),
        text("country"),
        text("postcode"),
        text("contact"),
        text("telephone_number"),
        text("fax_number"),
        text("email_address"),
        text("tax_number"),
        reference("tax_code_id", "tax_codes"),
        reference("country_code_id", "country_codes"),
        *AUDIT,
    )


class SopOrderMemos(NestedStream):
    """TODO."""

    name = "sop_order_memos"
    parent_stream_type = SopOrders
    expand = "memos"
    key = ("sop_order_id", "id")
    schema = table(
        parent_key("sop_order_id", "sop_orders"),
        parent_stamp("sop_order_date_time_updated"),
        identifier("id"),
        whole("sop_order_return_id"),
        *MEMO,
        *AUDIT,
    )


class SopOrderPaymentStatuses(NestedStream):
    """TODO."""

    name = "sop_order_payment_statuses"
    selected_by_default = False
    parent_stream_type = SopOrders
    expand = "payment_status"
    key = ("sop_order_id",)
    schema = table(
        parent_key("sop_order_id", "sop_orders"),
        parent_stamp("sop_order_date_time_updated"),
        flag("is_partially_invoiced"),
        flag("is_amendable"),
        flag("is_reference_amendable"),
        flag("is_payment_method_amendable"),
    )


class SopOrderProfitabilities(NestedStream):
    """TODO."""

    name = "sop_order_profitabilities"
    parent_stream_type = SopOrders
    expand = "profitability"
    key = ("sop_order_id",)
    schema = table(
        parent_key("sop_order_id", "sop_orders"),
        parent_stamp("sop_order_date_time_updated"),
        whole("id"),
        whole("sop_order_return_id"),
        money("estimated_cost_value", scale=5),
        percent("estimated_profit_percent_on_revenue", scale=5),
        percent("estimated_profit_percent_on_cost", scale=5),
        money("estimated_profit_value", scale=5),
        money("issue_value", scale=5),
        money("realised_cost_value", scale=5),
        money("realised_issue_value", scale=5),
        percent("realised_profit_percent_on_revenue", scale=5),
        percent("realised_profit_percent_on_cost", scale=5),
        money("realised_profit_value", scale=5),
        flag("simple_profit_calculation_only"),
        *AUDIT,
    )


class SopOrderProfitabilityOtherOrderLines(NestedStream):
    """TODO."""

    name = "sop_order_profitability_other_order_lines"
    parent_stream_type = SopOrderProfitabilities
    expand = "other_order_lines"
    key = ("sop_order_id", "id")
    schema = table(
        parent_key("sop_order_id", of="sop_order_id"),
        parent_stamp("sop_order_date_time_updated", of="sop_order_date_time_updated"),
        identifier("id"),
        whole("sop_order_profit_analysis_id"),
        whole("sop_order_return_line_id"),
        text("item_code"),
        text("item_description"),
        enum("traceable_type"),
        enum("line_type"),
        rate("estimated_cost_rate", scale=5),
        percent("estimated_profit_percent_on_revenue", scale=5),
        percent("estimated_profit_percent_on_cost", scale=5),
        money("estimated_profit_value", scale=5),
        rate("issue_rate", scale=5),
        quantity("line_quantity"),
        rate("realised_cost_rate", scale=5),
        money("realised_cost_value", scale=5),
        percent("realised_profit_percent_on_revenue", scale=5),
        percent("realised_profit_percent_on_cost", scale=5),
        money("realised_profit_value", scale=5),
        quantity("realised_quantity"),
        *AUDIT,
    )


class SopOrderProfitabilityStockItemOrderLines(NestedStream):
    """TODO."""

    name = "sop_order_profitability_stock_item_order_lines"
    parent_stream_type = SopOrderProfitabilities
    expand = "stock_item_order_lines"
    key = ("sop_order_id", "id")
    schema = table(
        parent_key("sop_order_id", of="sop_order_id"),
        parent_stamp("sop_order_date_time_updated", of="sop_order_date_time_updated"),
        identifier("id"),
        whole("sop_order_profit_analysis_id"),
        whole("sop_order_return_line_id"),
        text("item_code"),
        text("item_description"),
        enum("traceable_type"),
        enum("line_type"),
        rate("estimated_cost_rate", scale=5),
        percent("estimated_profit_percent_on_revenue", scale=5),
        percent("estimated_profit_percent_on_cost", scale=5),
        money("estimated_profit_value", scale=5),
        rate("issue_rate", scale=5),
        quantity("line_quantity"),
        rate("realised_cost_rate", scale=5),
        money("realised_cost_value", scale=5),
        percent("realised_profit_percent_on_revenue", scale=5),
        percent("realised_profit_percent_on_cost", scale=5),
        money("realised_profit_value", scale=5),
        quantity("realised_quantity"),
        *AUDIT,
    )

STREAM_TYPES: tuple[type[NestedStream], ...] = (SopOrderCashAccountInvoiceAddresses, SopOrderDeliveryAddresses, SopOrderMemos, SopOrderPaymentStatuses, SopOrderProfitabilities, SopOrderProfitabilityOtherOrderLines, SopOrderProfitabilityStockItemOrderLines,)
