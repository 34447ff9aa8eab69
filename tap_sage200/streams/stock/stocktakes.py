"""Stock control: the counting of goods, and how what is counted is chosen."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import enum, flag, identifier, quantity, reference, table, text, timestamp, whole


class StocktakeCriteriaTemplates(ResourceStream):
    """A choice of goods to count, kept under a name for later stocktakes."""

    name = "stocktake_criteria_templates"
    introduced = "2020-09-16"
    timestamps = ()
    created = None
    schema = table(
        identifier("id"),
        text("name"),
        timestamp("last_sold_date", "Takes goods by their last sale (inferred)."),
        timestamp("due_date", "Takes goods whose count is due by then (inferred)."),
        enum("stocktake_traceable_type", "Whether it takes traced goods, others or all (inferred)."),
        text("stock_value_type", "How goods are picked by their value, such as the dearest (inferred)."),
        whole("stock_value_number_of_items", "How many goods are picked by their value (inferred)."),
        quantity("quantity_from", "Takes goods of which at least so many are in stock (inferred)."),
        quantity("quantity_to", "Takes goods of which at most so many are in stock (inferred)."),
    )


class StocktakeViews(ResourceStream):
    """A stocktake in short, with the stamp that `stocktakes` lacks; repeats it otherwise."""

    name = "stocktake_views"
    introduced = "2020-09-16"
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "As `stocktakes.id` (inferred)."),
        text("stocktake_name"),
        reference("warehouse_id", "warehouses"),
        text("warehouse_name"),
        timestamp("stocktake_date"),
        reference("stocktake_type_id", "stocktake_types"),
        reference("stocktake_status_id", "stocktake_status_types"),
        timestamp("date_time_updated", "When Sage last wrote the stocktake, UTC."),
    )


class Stocktakes(ResourceStream):
    """A count of the goods in a warehouse, begun or done; `stocktake_count_sheet_items` is its count sheet."""

    name = "stocktakes"
    introduced = "2020-09-16"
    timestamps = ()
    created = None
    schema = table(
        identifier("id"),
        text("stocktake_name"),
        reference("warehouse_id", "warehouses"),
        text("warehouse_name"),
        timestamp("stocktake_date"),
        enum("stocktake_type"),
        text("stocktake_status", "How far it is: begun, counted, posted and the like (inferred)."),
        flag("exclude_inactive_stock"),
        flag("show_expected_quantities", "Whether count sheets tell what should be there."),
        flag("pre_fill_actual_with_expected", "Whether counts begin at what should be there (inferred)."),
        flag("can_modify_stocktake_type"),
        flag("advance_status", "An order to go one step on, of no meaning when read (inferred)."),
        reference("stock_variance_nominal_code_id", "nominal_codes", "Where differences post."),
        text("nominal_narrative", "Text of those postings (inferred)."),
    )
