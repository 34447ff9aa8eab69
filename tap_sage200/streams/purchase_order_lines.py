"""Lines of purchase orders, and what hangs on a line."""

from __future__ import annotations

from tap_sage200.nested import NestedStream
from tap_sage200.streams.purchase_orders import PopOrders
from tap_sage200.streams.columns import ANALYSIS_CODES, AUDIT, SPARE_FIELDS, enum, flag, identifier, money, parent_key, parent_stamp, percent, quantity, rate, reference, text, timestamp, whole, table


class PopLinkedOrderLines(NestedStream):
    """TODO."""

    name = "pop_linked_order_lines"
    selected_by_default = False
    parent_stream_type = PopOrders
    path = "/pop_orders/{id}/pop_order_lines"
    expand = "linked_order_lines"
    key = ("pop_order_line_id", "id")
    schema = table(
        parent_key("pop_order_line_id", "pop_orders"),
        identifier("id"),
        text("type"),
        whole("linked_order_id"),
        text("customer_name"),
        text("customer_reference"),
        text("document_no"),
        quantity("stock_unit_required_quantity"),
        quantity("stock_unit_despatched_quantity"),
        quantity("stock_unit_outstanding_quantity"),
    )


class PopLinkedRequisitionLines(NestedStream):
    """TODO."""

    name = "pop_linked_requisition_lines"
    selected_by_default = False
    parent_stream_type = PopOrders
    path = "/pop_orders/{id}/pop_order_lines"
    expand = "linked_requisition_lines"
    key = ("pop_order_line_id", "id")
    schema = table(
        parent_key("pop_order_line_id", "pop_orders"),
        identifier("id"),
        text("supplier_reference"),
        text("supplier_name"),
        text("item_code"),
        text("item_name"),
        text("document_no"),
        text("budget_name"),
        quantity("quantity"),
    )


class PopOrderLineDirectDeliveryAddresses(NestedStream):
    """TODO."""

    name = "pop_order_line_direct_delivery_addresses"
    selected_by_default = False
    parent_stream_type = PopOrders
    path = "/pop_orders/{id}/pop_order_lines"
    expand = "direct_delivery_address"
    key = ("pop_order_line_id",)
    schema = table(
        parent_key("pop_order_line_id", "pop_orders"),
        whole("id"),
        whole("action_type"),
        enum("delivery_address_type"),
        reference("customer_delivery_address_id", "customer_delivery_addresses"),
        whole("source_id"),
        text("postal_name"),
        text("contact"),
        text("address_1"),
        text("address_2"),
        text("address_3"),
        text("address_4"),
        text("city"),
        text("county"),
        text("country"),
        text("postcode"),
        text("email"),
        text("fax"),
        text("tax_number"),
        text("telephone"),
        *AUDIT,
    )


class PopOrderLineRequestedDeliveryDates(NestedStream):
    """TODO."""

    name = "pop_order_line_requested_delivery_dates"
    selected_by_default = False
    parent_stream_type = PopOrders
    path = "/pop_orders/{id}/pop_order_lines"
    expand = "requested_delivery_dates"
    key = ("pop_order_line_id", "id")
    schema = table(
        parent_key("pop_order_line_id", "pop_orders"),
        identifier("id"),
        whole("pop_order_return_line_id"),
        timestamp("delivery_date"),
        quantity("quantity"),
        *AUDIT,
    )


class PopOrderLines(NestedStream):
    """TODO."""

    name = "pop_order_lines"
    parent_stream_type = PopOrders
    expand = "lines"
    schema = table(
        parent_key("pop_order_id", "pop_orders", key=False),
        parent_stamp("pop_order_date_time_updated"),
        identifier("id"),
        whole("line_number"),
        enum("line_type"),
        reference("product_id", "products"),
        reference("warehouse_id", "warehouses"),
        text("code"),
        text("description"),
        flag("use_description"),
        text("supplier_part_ref"),
        flag("for_direct_delivery"),
        flag("show_on_supplier_docs"),
        flag("update_prices_at_goods_receipt"),
        enum("confirmation_intent_type"),
        reference("tax_code_id", "tax_codes"),
        text("nominal_reference"),
        text("nominal_cost_centre"),
        text("nominal_department"),
        quantity("line_quantity"),
        quantity("receipt_return_quantity"),
        quantity("invoice_credit_quantity"),
        quantity("stock_unit_receipt_return_quantity"),
        quantity("stock_unit_invoice_credit_quantity"),
        quantity("stock_unit_on_order_quantity"),
        quantity("line_unit_precision"),
        reference("buying_unit_id", "units"),
        text("buying_unit_description"),
        money("unit_buying_price", scale=5),
        percent("unit_discount_percent"),
        flag("discount_percent_specified"),
        money("unit_discount_value", scale=5),
        money("discounted_unit_price", scale=5),
        reference("pricing_unit_id", "units"),
        text("pricing_unit_description"),
        rate("pricing_unit_multiple", scale=7),
        rate("stock_unit_multiple", scale=7),
        quantity("stock_unit_precision"),
        quantity("stock_unit_line_quantity"),
        money("line_total_value"),
        money("line_tax_value"),
        enum("landed_costs_type"),
        percent("landed_costs_percentage"),
        money("landed_costs_per_item"),
        money("total_landed_costs_value"),
        enum("receipt_return_status"),
        enum("invoice_credit_status"),
        flag("is_complete"),
        flag("is_line_deletable"),
        text("requisition_lines_comment"),
        *ANALYSIS_CODES,
        *SPARE_FIELDS,
        *AUDIT,
    )

STREAM_TYPES: tuple[type[NestedStream], ...] = (PopLinkedOrderLines, PopLinkedRequisitionLines, PopOrderLineDirectDeliveryAddresses, PopOrderLineRequestedDeliveryDates, PopOrderLines,)
