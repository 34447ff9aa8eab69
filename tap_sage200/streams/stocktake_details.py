"""What a stocktake counts."""

from __future__ import annotations

from tap_sage200.nested import NestedStream
from tap_sage200.streams.stocktakes import StocktakeCriteriaTemplates, Stocktakes
from tap_sage200.streams.columns import enum, flag, identifier, money, parent_key, position, quantity, reference, text, timestamp, whole, table


class StocktakeCountSheetItems(NestedStream):
    """TODO."""

    name = "stocktake_count_sheet_items"
    parent_stream_type = Stocktakes
    expand = "stocktake_count_sheet_items"
    schema = table(
        parent_key("stocktake_id", "stocktakes", key=False),
        identifier("id"),
        whole("bin_item_id"),
        text("bin_name"),
        text("item_code"),
        text("item_name"),
        text("stock_unit_name"),
        flag("include_nos_on_count_sheets"),
        enum("traceable_type"),
        enum("costing_method_type"),
        money("standard_cost", scale=5),
        money("average_buying_price", scale=5),
        quantity("recorded_quantity_in_stock"),
        flag("has_negative_quantity_in_stock"),
        quantity("quantity_on_pop_order"),
        quantity("quantity_allocated"),
        flag("actual_quantity_entered"),
        quantity("actual_quantity_in_stock"),
        enum("discrepancy_status"),
        text("discrepancy_narrative"),
        flag("allows_negative_stock"),
    )


class StocktakeCriteriaTemplateProductGroups(NestedStream):
    """TODO."""

    name = "stocktake_criteria_template_product_groups"
    parent_stream_type = StocktakeCriteriaTemplates
    expand = "product_groups"
    key = ("stocktake_criteria_template_id", "id")
    schema = table(
        parent_key("stocktake_criteria_template_id", "stocktake_criteria_templates"),
        identifier("id"),
        text("code"),
        text("description"),
        reference("product_type_id", "product_types"),
    )


class StocktakeFailedItems(NestedStream):
    """TODO."""

    name = "stocktake_failed_items"
    parent_stream_type = Stocktakes
    expand = "failed_stocktake_items"
    key = ("stocktake_id", "position")
    schema = table(
        parent_key("stocktake_id", "stocktakes"),
        position(),
        text("item_code"),
        text("bin_name"),
    )


class StocktakeItems(NestedStream):
    """TODO."""

    name = "stocktake_items"
    parent_stream_type = Stocktakes
    expand = "stocktake_items"
    key = ("stocktake_id", "stocktake_item_id")
    schema = table(
        parent_key("stocktake_id", "stocktakes"),
        identifier("stocktake_item_id"),
        reference("warehouse_holding_id", "warehouse_holdings"),
        text("bin_name"),
        text("item_code"),
        text("item_name"),
        text("stock_unit_name"),
        enum("traceable_type"),
        reference("product_group_id", "product_groups"),
        text("product_group_code"),
        flag("allows_negative_stock"),
        quantity("quantity_in_stock", scale=2),
        money("value_of_stock"),
        money("average_buying_price"),
        whole("stocktake_cycle_period"),
        timestamp("last_stocktake"),
        timestamp("date_of_last_sale"),
        flag("is_selected"),
    )


class StocktakeTraceCountSheetItems(NestedStream):
    """TODO."""

    name = "stocktake_trace_count_sheet_items"
    parent_stream_type = StocktakeCountSheetItems
    expand = "stocktake_trace_count_sheet_items"
    key = ("stocktake_count_sheet_item_id", "id")
    schema = table(
        parent_key("stocktake_count_sheet_item_id", "stocktake_count_sheet_items"),
        identifier("id"),
        text("identification_no"),
    )

STREAM_TYPES: tuple[type[NestedStream], ...] = (StocktakeCountSheetItems, StocktakeCriteriaTemplateProductGroups, StocktakeFailedItems, StocktakeItems, StocktakeTraceCountSheetItems,)
