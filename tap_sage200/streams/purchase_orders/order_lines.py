"""Lines of purchase orders, and the tables nested in them."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import (
    ANALYSIS_CODES,
    AUDIT,
    SPARE_FIELDS,
    Column,
    enum,
    flag,
    identifier,
    money,
    nominal_account,
    parent_key,
    parent_timestamp,
    percent,
    quantity,
    rate,
    reference,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.purchase_orders.orders import PopOrders
from tap_sage200.streams.shared.addresses import DIRECT_DELIVERY_ADDRESS
from tap_sage200.streams.shared.named_values import CONFIRMATION_INTENT_TYPES, ORDER_RETURN_LINE_TYPES
from tap_sage200.streams.stock.products import LANDED_COSTS

_LINE = parent_key("pop_order_line_id", "pop_order_lines")

_PRODUCT: tuple[Column, ...] = (
    whole("line_number", "Position on the document, from 1 (inferred)."),
    enum(
        "line_type", "Type of line: product, free text, additional charge or comment.", values=ORDER_RETURN_LINE_TYPES
    ),
    reference("product_id", "products", "Only product lines have a product and a warehouse (inferred)."),
    reference("warehouse_id", "warehouses"),
    text("code", "Code of the product or charge, as stored on the line."),
    text("description", "As stored on the line, independent of the product's current name."),
    flag("use_description", "Whether documents show the description instead of the product's name (inferred)."),
    text("supplier_part_ref", "The supplier's reference for the product."),
)

_QUANTITIES: tuple[Column, ...] = (
    quantity(
        "line_quantity",
        "Ordered quantity, in buying units (inferred). Columns named `stock_unit_...` are in stock units.",
    ),
    quantity("receipt_return_quantity", "Received so far."),
    quantity("invoice_credit_quantity", "Invoiced by the supplier so far."),
    quantity("stock_unit_line_quantity", "Ordered quantity, in stock units."),
    quantity("stock_unit_on_order_quantity", "Ordered but not yet received (inferred)."),
    quantity("stock_unit_receipt_return_quantity"),
    quantity("stock_unit_invoice_credit_quantity"),
    enum("receipt_return_status", "Receipt status: none, part or all; `invoice_credit_status` has the same values."),
    enum("invoice_credit_status"),
)

_PRICE: tuple[Column, ...] = (
    money("unit_buying_price", "Unit price before discount, in the supplier's currency.", scale=5),
    percent("unit_discount_percent"),
    money("unit_discount_value", "Discount per unit, in the supplier's currency.", scale=5),
    flag("discount_percent_specified", "Whether the discount was entered as a percentage, not as a value (inferred)."),
    money("discounted_unit_price", "Unit price after discount.", scale=5),
    money("line_total_value", "Net value after line discounts, in the supplier's currency (inferred)."),
    money("line_tax_value"),
    *LANDED_COSTS,
    money("total_landed_costs_value", "Landed costs of the whole line: freight, duty and similar."),
    reference("tax_code_id", "tax_codes"),
    *nominal_account("nominal"),
)

_UNITS: tuple[Column, ...] = (
    reference("buying_unit_id", "units"),
    text("buying_unit_description"),
    reference("pricing_unit_id", "units"),
    text("pricing_unit_description"),
    rate("pricing_unit_multiple", "Ratio of the pricing unit to the base unit (documented).", scale=7),
    rate("stock_unit_multiple", "Ratio of the stock unit to the base unit (documented).", scale=7),
    quantity("line_unit_precision", "Smallest increment of a quantity in buying units (inferred)."),
    quantity("stock_unit_precision", "Smallest increment of a quantity in stock units (inferred)."),
)


class PopLinkedOrderLines(NestedStream):
    """A customer's order line that a purchase order line supplies.

    Each run sends one request per row of `pop_orders`. All tables nested in the order's lines share these requests.
    """

    name = "pop_linked_order_lines"
    introduced = "2024-02-05"
    selected_by_default = False
    parent_stream_type = PopOrders
    path = "/pop_orders/{id}/pop_order_lines"
    expand = "linked_order_lines"
    key = ("pop_order_line_id", "id")
    schema = table(
        _LINE,
        identifier("id", "Key of the customer's order line (inferred)."),
        text("type", "Type of the document that contains the customer's order line (inferred)."),
        whole(
            "linked_order_id",
            "Key of the document that contains the line: `sop_orders.id` for a sales order (inferred).",
        ),
        text("document_no"),
        text("customer_reference"),
        text("customer_name"),
        quantity("stock_unit_required_quantity"),
        quantity("stock_unit_despatched_quantity"),
        quantity("stock_unit_outstanding_quantity"),
    )


class PopLinkedRequisitionLines(NestedStream):
    """A requisition line that a purchase order line fulfils.

    Each run sends one request per row of `pop_orders`. All tables nested in the order's lines share these requests.
    """

    name = "pop_linked_requisition_lines"
    introduced = "2024-02-05"
    selected_by_default = False
    parent_stream_type = PopOrders
    path = "/pop_orders/{id}/pop_order_lines"
    expand = "linked_requisition_lines"
    key = ("pop_order_line_id", "id")
    schema = table(
        _LINE,
        identifier("id", "Matches `pop_requisition_fulfilment_line_views.pop_requisition_line_id` (inferred)."),
        text("document_no", "Number of the requisition."),
        text("item_code"),
        text("item_name"),
        quantity("quantity", "Requested quantity (inferred)."),
        text("supplier_reference", "Reference of the supplier that the requester proposed (inferred)."),
        text("supplier_name", "Name of the supplier that the requester proposed (inferred)."),
        text("budget_name"),
    )


class PopOrderLineDirectDeliveryAddresses(NestedStream):
    """The address for direct delivery of a purchase order line by the supplier.

    Each run sends one request per row of `pop_orders`. All tables nested in the order's lines share these requests.
    """

    name = "pop_order_line_direct_delivery_addresses"
    introduced = "2024-02-05"
    selected_by_default = False
    parent_stream_type = PopOrders
    path = "/pop_orders/{id}/pop_order_lines"
    expand = "direct_delivery_address"
    key = ("pop_order_line_id",)
    schema = table(_LINE, *DIRECT_DELIVERY_ADDRESS)


class PopOrderLineRequestedDeliveryDates(NestedStream):
    """A requested delivery date for part of a purchase order line.

    Each run sends one request per row of `pop_orders`. All tables nested in the order's lines share these requests.
    """

    name = "pop_order_line_requested_delivery_dates"
    introduced = "2024-02-05"
    selected_by_default = False
    parent_stream_type = PopOrders
    path = "/pop_orders/{id}/pop_order_lines"
    expand = "requested_delivery_dates"
    key = ("pop_order_line_id", "id")
    schema = table(
        _LINE,
        identifier("id"),
        timestamp("delivery_date"),
        quantity("quantity", "Quantity requested for the date, in buying units (inferred)."),
        whole("pop_order_return_line_id", "Repeats the line's key (inferred)."),
        *AUDIT,
    )


class PopOrderLines(NestedStream):
    """A purchase order line: product, price and progress.

    A line can change without an update to the order's timestamp (inferred). `pop_order_line_views` has a timestamp per
    line, and the document and the supplier. This table adds progress, stock units and the nominal account. 2025 R1
    added fields (documented) that no known source names; a run reports them as unknown fields.
    """

    name = "pop_order_lines"
    parent_stream_type = PopOrders
    expand = "lines"
    schema = table(
        parent_key("pop_order_id", "pop_orders", key=False),
        parent_timestamp("pop_order_date_time_updated"),
        identifier("id"),
        *_PRODUCT,
        *_QUANTITIES,
        *_PRICE,
        *_UNITS,
        enum(
            "confirmation_intent_type",
            "How receipt of goods is confirmed (inferred).",
            values=CONFIRMATION_INTENT_TYPES,
        ),
        flag("update_prices_at_goods_receipt", "Whether a receipt updates the price of the product (documented)."),
        flag("for_direct_delivery", "Delivered directly from the supplier to a customer."),
        flag("show_on_supplier_docs"),
        text("requisition_lines_comment"),
        flag("is_complete"),
        flag("is_line_deletable"),
        *ANALYSIS_CODES,
        *SPARE_FIELDS,
        *AUDIT,
    )
