"""Lines of sales orders, and what hangs on a line."""

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
    """The discount or surcharge on a line of a sales order, and where it comes from.

    Costs one request for each row of `sop_orders` at each run, shared with what else hangs on its lines.
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
    """What a line of a sales order earns: as ordered, and of what was invoiced so far (inferred).

    Costs one request for each row of `sop_orders` at each run, shared with what else hangs on its lines.
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
    """A batch or serial number that is set aside for a line of a sales order, was sent out for it, or could be.

    Costs one request for each row of `sop_orders` at each run, shared with what else hangs on its lines. Which numbers
    come for a line is inferred. Professional only.
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
        whole("traceable_item_id", "As `traceable_item_balances.traceable_item_id` (inferred)."),
        *TRACED_ITEM,
        text("supplier_reference", "Of the supplier that it came from (inferred)."),
        timestamp("receipt_date"),
        whole("traceable_bin_item_id", "As `traceable_item_balances.traceable_bin_item_id` (inferred)."),
        whole("bin_item_id", "As `bin_holdings.id` (inferred)."),
        text("bin_name"),
        quantity("quantity", "Of it on the line, set aside and sent out (inferred)."),
        quantity("original_quantity", "The same before it is changed on a screen (inferred)."),
        quantity("available_quantity", "Could still be set aside (inferred)."),
        quantity("allocation_quantity", "Set aside for the line (inferred)."),
        quantity("despatched_quantity", "Sent out for the line (inferred)."),
        flag("is_allocated"),
        enum("allocated_to_who_type", "What it is set aside for, as in `serial_allocated_to_who_types` (inferred)."),
        whole("sop_allocation_line_id", "As `sop_allocation_line_views.sop_allocation_line_id` (inferred)."),
        quantity("sop_allocation_line_quantity"),
        whole(
            "traceable_allocation_balance_id",
            "As `traceable_item_allocations.traceable_allocation_bal_id` (inferred).",
        ),
        flag("is_selected", "Whether a screen shows it as chosen (inferred)."),
        flag("is_selectable", "Whether a screen lets people choose it (inferred)."),
    )


class SopOrderLines(NestedStream):
    """A line of a sales order: what is sold, at which price and cost, and how far it has got.

    A line may change without the order's stamp (inferred): `sop_order_line_views` has a stamp for each line, with the
    document and the customer beside it. This table adds statuses, stock units, the nominal account and comments.
    """

    name = "sop_order_lines"
    parent_stream_type = SopOrders
    expand = "lines"
    schema = table(
        parent_key("sop_order_id", "sop_orders", key=False),
        parent_timestamp("sop_order_date_time_updated"),
        identifier("id"),
        *LINE,
        quantity("to_allocate_quantity", "To be set aside in all, with what already is (seen)."),
        *LINE_PROGRESS,
        *LINE_PRICE,
        *line_units(scale=7),
        *LINE_FULFILMENT,
        flag("has_pop_order", "Whether a purchase order was made for it."),
        enum(
            "back_to_back_status",
            "How far that purchase order has got, as in `sop_back_to_back_status_types`.",
            values=SOP_BACK_TO_BACK_STATUS_TYPES,
        ),
        flag("is_complete"),
        flag("is_line_deletable"),
        *ANALYSIS_CODES,
        *SPARE_FIELDS,
        *AUDIT,
    )
