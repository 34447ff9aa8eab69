"""Lines of sales orders, and the tables nested in them."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import (
    ANALYSIS_CODES,
    AUDIT,
    OWN_ID,
    SPARE_FIELDS,
    enum,
    flag,
    identifier,
    parent_key,
    parent_timestamp,
    position,
    quantity,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.sales_orders.document_columns import (
    LINE,
    LINE_DISCOUNT,
    LINE_FULFILMENT,
    LINE_PRICE,
    LINE_PROFIT,
    LINE_PROGRESS,
    line_units,
)
from tap_sage200.streams.sales_orders.orders import SopOrders
from tap_sage200.streams.shared.named_values import SOP_BACK_TO_BACK_STATUS_TYPES
from tap_sage200.streams.stock.traceable_items import TRACED_ITEM

_LINE = parent_key("sop_order_line_id", "sop_order_lines")


class SopOrderLineDiscounts(NestedStream):
    """The discount or surcharge on a sales order line, and its source.

    Each run sends one request per row of `sop_orders`. All tables nested in the order's lines share these requests.
    """

    name = "sop_order_line_discounts"
    introduced = "2021-11-08"
    selected_by_default = False
    parent_stream_type = SopOrders
    path = "/sop_orders/{id}/sop_order_lines"
    expand = "discount"
    key = ("sop_order_line_id",)
    schema = table(_LINE, *LINE_DISCOUNT)


class SopOrderLineProfitabilities(NestedStream):
    """The profit of a sales order line: as ordered, and as invoiced so far (inferred).

    Each run sends one request per row of `sop_orders`. All tables nested in the order's lines share these requests.
    """

    name = "sop_order_line_profitabilities"
    introduced = "2021-07-26"
    selected_by_default = False
    parent_stream_type = SopOrders
    path = "/sop_orders/{id}/sop_order_lines"
    expand = "profitability"
    key = ("sop_order_line_id",)
    schema = table(_LINE, OWN_ID, *LINE_PROFIT)


class SopOrderLineTraceableAdjustmentItems(NestedStream):
    """A batch or serial number that is allocated to, despatched for or available to a sales order line.

    Each run sends one request per row of `sop_orders`. All tables nested in the order's lines share these requests.
    Sage does not document which numbers it returns for a line: this description is inferred.
    """

    name = "sop_order_line_traceable_adjustment_items"
    introduced = "2021-07-26"
    edition = "professional"
    selected_by_default = False
    parent_stream_type = SopOrders
    path = "/sop_orders/{id}/sop_order_lines"
    expand = "traceable_adjustment_items"
    key = ("sop_order_line_id", "position")
    schema = table(
        _LINE,
        position(),
        whole("traceable_item_id", "Matches `traceable_item_balances.traceable_item_id` (inferred)."),
        *TRACED_ITEM,
        text("supplier_reference", "Reference of the supplier that the goods came from (inferred)."),
        timestamp("receipt_date"),
        whole("traceable_bin_item_id", "Matches `traceable_item_balances.traceable_bin_item_id` (inferred)."),
        whole("bin_item_id", "Matches `bin_holdings.id` (inferred)."),
        text("bin_name"),
        quantity("quantity", "Quantity on the line, allocated and despatched (inferred)."),
        quantity("original_quantity", "`quantity` before a user changes it on a screen (inferred)."),
        quantity("available_quantity", "Can still be allocated (inferred)."),
        quantity("allocation_quantity", "Allocated to the line (inferred)."),
        quantity("despatched_quantity", "Despatched for the line (inferred)."),
        flag("is_allocated"),
        enum(
            "allocated_to_who_type",
            "What the batch or serial number is allocated to; a value of `serial_allocated_to_who_types` (inferred).",
        ),
        whole("sop_allocation_line_id", "Matches `sop_allocation_line_views.sop_allocation_line_id` (inferred)."),
        quantity("sop_allocation_line_quantity"),
        whole(
            "traceable_allocation_balance_id",
            "Matches `traceable_item_allocations.traceable_allocation_bal_id` (inferred).",
        ),
        flag("is_selected", "Whether a screen shows the row as selected (inferred)."),
        flag("is_selectable", "Whether users can select the row on a screen (inferred)."),
    )


class SopOrderLines(NestedStream):
    """A sales order line: product, price, cost and progress.

    A line can change without an update to the order's timestamp (inferred). `sop_order_line_views` has a timestamp per
    line, and the document and the customer. This table adds statuses, stock units, the nominal account and comments.
    """

    name = "sop_order_lines"
    parent_stream_type = SopOrders
    expand = "lines"
    schema = table(
        parent_key("sop_order_id", "sop_orders", key=False),
        parent_timestamp("sop_order_date_time_updated"),
        identifier("id"),
        *LINE,
        quantity("to_allocate_quantity", "Total to allocate, including what is already allocated (seen)."),
        *LINE_PROGRESS,
        *LINE_PRICE,
        *line_units(scale=7),
        *LINE_FULFILMENT,
        flag("has_pop_order", "Whether a purchase order was created for the line."),
        enum(
            "back_to_back_status",
            "Progress of the purchase order that was created for the line; a value of `sop_back_to_back_status_types`.",
            values=SOP_BACK_TO_BACK_STATUS_TYPES,
        ),
        flag("is_complete"),
        flag("is_line_deletable"),
        *ANALYSIS_CODES,
        *SPARE_FIELDS,
        *AUDIT,
    )
