"""Lines of purchase orders, and what hangs on a line."""

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
    enum("line_type", "Product, free text, additional charge or comment.", values=ORDER_RETURN_LINE_TYPES),
    reference("product_id", "products", "Product and warehouse are there on product lines only (inferred)."),
    reference("warehouse_id", "warehouses"),
    text("code", "Of the product or the charge, as it stands on the line."),
    text("description", "As it stands on the line, whatever the product says now."),
    flag("use_description", "Whether documents show it in place of the product's name (inferred)."),
    text("supplier_part_ref", "What the supplier calls the product."),
)

_QUANTITIES: tuple[Column, ...] = (
    quantity("line_quantity", "As ordered, in buying units (inferred), like all quantities before the stock units."),
    quantity("receipt_return_quantity", "Received so far."),
    quantity("invoice_credit_quantity", "Invoiced by the supplier so far."),
    quantity("stock_unit_line_quantity", "As ordered, in stock units, like the columns below."),
    quantity("stock_unit_on_order_quantity", "Ordered and not yet received (inferred)."),
    quantity("stock_unit_receipt_return_quantity"),
    quantity("stock_unit_invoice_credit_quantity"),
    enum("receipt_return_status", "How much has been received, like the one below: none, part or all."),
    enum("invoice_credit_status"),
)

_PRICE: tuple[Column, ...] = (
    money("unit_buying_price", "Price of one unit before its discount, in the supplier's currency.", scale=5),
    percent("unit_discount_percent"),
    money("unit_discount_value", "Off one unit, in the supplier's currency.", scale=5),
    flag("discount_percent_specified", "Whether the discount was entered in percent, not as a value (inferred)."),
    money("discounted_unit_price", "Price of one unit after its discount.", scale=5),
    money("line_total_value", "Net after line discounts, in the supplier's currency (inferred)."),
    money("line_tax_value"),
    *LANDED_COSTS,
    money("total_landed_costs_value", "Freight, duty and the like on the whole line."),
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
    quantity("line_unit_precision", "Smallest step of a quantity in buying units (inferred)."),
    quantity("stock_unit_precision", "Smallest step of a quantity in stock units (inferred)."),
)


class PopLinkedOrderLines(NestedStream):
    """A line of a customer's order that goods on a purchase order line are for.

    Costs one request for each row of `pop_orders` at each run, shared with what else hangs on its lines.
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
        identifier("id", "Key of the customer's line (inferred)."),
        text("type", "What kind of document that line is of (inferred)."),
        whole("linked_order_id", "Key of that document: `sop_orders.id` for a sales order (inferred)."),
        text("document_no"),
        text("customer_reference"),
        text("customer_name"),
        quantity("stock_unit_required_quantity"),
        quantity("stock_unit_despatched_quantity"),
        quantity("stock_unit_outstanding_quantity"),
    )


class PopLinkedRequisitionLines(NestedStream):
    """A line of a requisition that a purchase order line fulfils.

    Costs one request for each row of `pop_orders` at each run, shared with what else hangs on its lines.
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
        identifier("id", "As `pop_requisition_fulfilment_line_views.pop_requisition_line_id` (inferred)."),
        text("document_no", "Number of the requisition."),
        text("item_code"),
        text("item_name"),
        quantity("quantity", "As asked for (inferred)."),
        text("supplier_reference", "Of the supplier whom the asker proposed (inferred), like the name."),
        text("supplier_name"),
        text("budget_name"),
    )


class PopOrderLineDirectDeliveryAddresses(NestedStream):
    """Where the supplier sends the goods of a purchase order line straight to.

    Costs one request for each row of `pop_orders` at each run, shared with what else hangs on its lines.
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
    """A day on which part of a purchase order line is wanted.

    Costs one request for each row of `pop_orders` at each run, shared with what else hangs on its lines.
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
        quantity("quantity", "Wanted on that day, in buying units (inferred)."),
        whole("pop_order_return_line_id", "The line again (inferred)."),
        *AUDIT,
    )


class PopOrderLines(NestedStream):
    """A line of a purchase order: what is bought, at which price, and how far it has got.

    A line may change without the order's stamp (inferred): `pop_order_line_views` has a stamp for each line, with the
    document and the supplier beside it. This table adds progress, stock units and the nominal account. 2025 R1 added
    fields (documented) that no source found names; a run reports them as unknown fields.
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
        flag("update_prices_at_goods_receipt", "Whether receipt carries the price over to the product (documented)."),
        flag("for_direct_delivery", "From the supplier straight to a customer."),
        flag("show_on_supplier_docs"),
        text("requisition_lines_comment"),
        flag("is_complete"),
        flag("is_line_deletable"),
        *ANALYSIS_CODES,
        *SPARE_FIELDS,
        *AUDIT,
    )
