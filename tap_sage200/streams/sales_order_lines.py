"""Lines of sales orders, and what hangs on a line."""

from __future__ import annotations

from tap_sage200.nested import NestedStream
from tap_sage200.streams.sales_orders import SopOrders
from tap_sage200.streams.columns import ANALYSIS_CODES, AUDIT, SPARE_FIELDS, enum, flag, identifier, money, parent_key, parent_stamp, percent, position, quantity, rate, reference, text, timestamp, whole, table


class SopOrderLineDiscounts(NestedStream):
    """TODO."""

    name = "sop_order_line_discounts"
    selected_by_default = False
    parent_stream_type = SopOrders
    path = "/sop_orders/{id}/sop_order_lines"
    expand = "discount"
    key = ("sop_order_line_id",)
    schema = table(
        parent_key("sop_order_line_id", "sop_orders"),
        whole("id"),
        whole("sop_order_return_line_id"),
        enum("source_of_price_type"),
        text("discount_name"),
        text("currency_name"),
        enum("pricing_type"),
        enum("flat_rate_or_quantity_break_type"),
        quantity("quantity_break_quantity"),
        quantity("quantity_break_amount"),
        enum("discount_or_surcharge_type"),
        money("value", scale=5),
        *AUDIT,
    )


class SopOrderLineProfitabilities(NestedStream):
    """TODO."""

    name = "sop_order_line_profitabilities"
    selected_by_default = False
    parent_stream_type = SopOrders
    path = "/sop_orders/{id}/sop_order_lines"
    expand = "profitability"
    key = ("sop_order_line_id",)
    schema = table(
        parent_key("sop_order_line_id", "sop_orders"),
        whole("id"),
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


class SopOrderLineTraceableAdjustmentItems(NestedStream):
    """TODO."""

    name = "sop_order_line_traceable_adjustment_items"
    selected_by_default = False
    parent_stream_type = SopOrders
    path = "/sop_orders/{id}/sop_order_lines"
    expand = "traceable_adjustment_items"
    key = ("sop_order_line_id", "position")
    schema = table(
        parent_key("sop_order_line_id", "sop_orders"),
        position(),
        whole("traceable_item_id"),
        text("identification_no"),
        quantity("quantity"),
        flag("is_selected"),
        quantity("original_quantity"),
        quantity("available_quantity"),
        quantity("allocation_quantity"),
        quantity("despatched_quantity"),
        text("supplier_reference"),
        timestamp("receipt_date"),
        enum("allocated_to_who_type"),
        text("additional_reference"),
        timestamp("sell_by_date"),
        timestamp("use_by_date"),
        whole("traceable_bin_item_id"),
        whole("bin_item_id"),
        text("bin_name"),
        whole("sop_allocation_line_id"),
        quantity("sop_allocation_line_quantity"),
        whole("traceable_allocation_balance_id"),
        flag("is_allocated"),
        flag("is_selectable"),
    )


class SopOrderLines(NestedStream):
    """TODO."""

    name = "sop_order_lines"
    parent_stream_type = SopOrders
    expand = "lines"
    schema = table(
        parent_key("sop_order_id", "sop_orders", key=False),
        parent_stamp("sop_order_date_time_updated"),
        identifier("id"),
        enum("line_type"),
        reference("product_id", "products"),
        reference("warehouse_id", "warehouses"),
        text("code"),
        flag("use_description"),
        text("description"),
        quantity("line_quantity"),
        quantity("to_allocate_quantity"),
        whole("line_number"),
        reference("tax_code_id", "tax_codes"),
        text("nominal_reference"),
        text("nominal_cost_centre"),
        text("nominal_department"),
        quantity("allocated_quantity"),
        quantity("available_for_despatch"),
        quantity("despatch_receipt_quantity"),
        quantity("invoice_credit_quantity"),
        quantity("posted_invoice_credit_quantity"),
        quantity("stock_unit_line_quantity"),
        quantity("stock_unit_to_allocate_quantity"),
        quantity("stock_unit_allocated_quantity"),
        quantity("stock_unit_available_quantity"),
        quantity("stock_unit_available_for_despatch"),
        quantity("stock_unit_despatch_receipt_quantity"),
        quantity("stock_unit_invoice_credit_quantity"),
        quantity("stock_unit_posted_invoice_credit_quantity"),
        enum("allocation_status"),
        enum("despatch_receipt_status"),
        enum("invoice_credit_status"),
        reference("selling_unit_id", "units"),
        text("selling_unit_description"),
        money("selling_unit_price", scale=5),
        flag("selling_unit_price_overridden"),
        reference("pricing_unit_id", "units"),
        text("pricing_unit_description"),
        quantity("line_unit_precision"),
        quantity("stock_unit_precision"),
        rate("selling_unit_multiple", scale=7),
        rate("stock_unit_multiple", scale=7),
        percent("unit_discount_percent"),
        flag("discount_percent_specified"),
        money("unit_discount_value", scale=5),
        flag("unit_discount_overridden"),
        money("discounted_unit_price"),
        money("cost_price", scale=5),
        flag("retain_manual_prices"),
        enum("fulfilment_method"),
        enum("confirmation_intent_type"),
        money("line_tax_value"),
        money("line_total_value"),
        timestamp("requested_delivery_date"),
        timestamp("promised_delivery_date"),
        text("picking_list_comment"),
        text("despatch_note_comment"),
        flag("show_on_customer_docs"),
        enum("show_on_picking_list_type"),
        flag("has_pop_order"),
        enum("back_to_back_status"),
        flag("is_complete"),
        flag("is_line_deletable"),
        *ANALYSIS_CODES,
        *SPARE_FIELDS,
        *AUDIT,
    )

STREAM_TYPES: tuple[type[NestedStream], ...] = (SopOrderLineDiscounts, SopOrderLineProfitabilities, SopOrderLineTraceableAdjustmentItems, SopOrderLines,)
