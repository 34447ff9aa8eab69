"""Tables nested in a stocktake: the selected goods, the count sheet and the failed items."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import (
    Column,
    enum,
    flag,
    identifier,
    money,
    parent_key,
    position,
    quantity,
    reference,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.shared.named_values import COSTING_METHOD_TYPES, TRACEABLE_TYPES
from tap_sage200.streams.stock.stocktakes import StocktakeCriteriaTemplates, Stocktakes

_GOODS: tuple[Column, ...] = (
    text("item_code", "Code of the product."),
    text("item_name", "Name of the product."),
    text("bin_name"),
    text("stock_unit_name"),
    enum("traceable_type", "How goods are traced: by batch, by serial number or not at all.", values=TRACEABLE_TYPES),
)


class StocktakeCountSheetItems(NestedStream):
    """A line of a count sheet: goods in a bin, with the recorded and the counted quantity.

    Sage does not send the difference. It is `actual_quantity_in_stock` minus `recorded_quantity_in_stock`, once
    `actual_quantity_entered` is true (inferred).
    """

    name = "stocktake_count_sheet_items"
    introduced = "2020-09-16"
    parent_stream_type = Stocktakes
    expand = "stocktake_count_sheet_items"
    schema = table(
        parent_key("stocktake_id", "stocktakes", key=False),
        identifier("id"),
        *_GOODS,
        whole("bin_item_id", "Matches `bin_holdings.id` (inferred)."),
        quantity("recorded_quantity_in_stock", "Recorded quantity."),
        flag("actual_quantity_entered", "Whether a count was entered."),
        quantity("actual_quantity_in_stock", "Counted quantity."),
        enum("discrepancy_status", "Result of the comparison; a value of `discrepancy_status_types` (inferred)."),
        text("discrepancy_narrative"),
        enum(
            "costing_method_type",
            "Costing method: first in first out, average, standard or actual cost.",
            values=COSTING_METHOD_TYPES,
        ),
        money("standard_cost", "Per stock unit, in the base currency (inferred).", scale=5),
        money("average_buying_price", "Per stock unit, in the base currency (inferred).", scale=5),
        quantity("quantity_allocated", "Allocated part of the recorded quantity."),
        quantity("quantity_on_pop_order", "On purchase orders, not yet received."),
        flag("has_negative_quantity_in_stock"),
        flag("allows_negative_stock"),
        flag("include_nos_on_count_sheets", "Whether the sheet lists batch or serial numbers."),
    )


class StocktakeCriteriaTemplateProductGroups(NestedStream):
    """A product group that a stocktake template selects."""

    name = "stocktake_criteria_template_product_groups"
    introduced = "2020-09-16"
    parent_stream_type = StocktakeCriteriaTemplates
    expand = "product_groups"
    key = ("stocktake_criteria_template_id", "id")
    schema = table(
        parent_key("stocktake_criteria_template_id", "stocktake_criteria_templates"),
        identifier("id", "Matches `product_groups.id` (inferred)."),
        text("code"),
        text("description"),
        reference("product_type_id", "product_types"),
    )


class StocktakeFailedItems(NestedStream):
    """Goods that a stocktake could not include or not post. Sage gives no reason."""

    name = "stocktake_failed_items"
    introduced = "2020-09-16"
    parent_stream_type = Stocktakes
    expand = "failed_stocktake_items"
    key = ("stocktake_id", "position")
    schema = table(
        parent_key("stocktake_id", "stocktakes"),
        position(),
        text("item_code", "Code of the product."),
        text("bin_name"),
    )


class StocktakeItems(NestedStream):
    """Goods in a bin that a stocktake selected for the count, or could have selected."""

    name = "stocktake_items"
    introduced = "2020-09-16"
    parent_stream_type = Stocktakes
    expand = "stocktake_items"
    key = ("stocktake_id", "stocktake_item_id")
    schema = table(
        parent_key("stocktake_id", "stocktakes"),
        identifier("stocktake_item_id"),
        reference("warehouse_holding_id", "warehouse_holdings", "Holding of the product in the warehouse."),
        *_GOODS,
        reference("product_group_id", "product_groups"),
        text("product_group_code"),
        flag("is_selected", "Whether the goods are selected for the count (inferred)."),
        quantity("quantity_in_stock", scale=2),
        money("value_of_stock", "In the base currency (inferred)."),
        money("average_buying_price", "Per stock unit. Two decimal places, but five in other tables (documented)."),
        whole("stocktake_cycle_period", "Days between counts; 0 for no cycle (inferred)."),
        timestamp("last_stocktake"),
        timestamp("date_of_last_sale"),
        flag("allows_negative_stock"),
    )


class StocktakeTraceCountSheetItems(NestedStream):
    """A batch or serial number on a line of a count sheet.

    Sage sends these rows in the response for `stocktake_count_sheet_items` (inferred). If not, the table stays empty.
    """

    name = "stocktake_trace_count_sheet_items"
    introduced = "2020-09-16"
    parent_stream_type = StocktakeCountSheetItems
    expand = "stocktake_trace_count_sheet_items"
    key = ("stocktake_count_sheet_item_id", "id")
    schema = table(
        parent_key("stocktake_count_sheet_item_id", "stocktake_count_sheet_items"),
        identifier("id"),
        text("identification_no", "The batch or serial number."),
    )
