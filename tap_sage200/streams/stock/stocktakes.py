"""Stock control: stocktakes, and the templates that select their goods."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import enum, flag, identifier, quantity, reference, table, text, timestamp, whole


class StocktakeCriteriaTemplates(ResourceStream):
    """A saved selection of goods for stocktakes."""

    name = "stocktake_criteria_templates"
    introduced = "2020-09-16"
    timestamps = ()
    created = None
    schema = table(
        identifier("id"),
        text("name"),
        timestamp("last_sold_date", "Selects goods by their last sale (inferred)."),
        timestamp("due_date", "Selects goods whose count is due by this date (inferred)."),
        enum("stocktake_traceable_type", "Whether the template selects traceable goods, others or all (inferred)."),
        text("stock_value_type", "How goods are selected by value, such as the most expensive (inferred)."),
        whole("stock_value_number_of_items", "Number of goods selected by value (inferred)."),
        quantity("quantity_from", "Selects goods with at least this quantity in stock (inferred)."),
        quantity("quantity_to", "Selects goods with at most this quantity in stock (inferred)."),
    )


class StocktakeViews(ResourceStream):
    """A stocktake in short form, with the timestamp that `stocktakes` lacks. Otherwise repeats `stocktakes`."""

    name = "stocktake_views"
    introduced = "2020-09-16"
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "Matches `stocktakes.id` (inferred)."),
        text("stocktake_name"),
        reference("warehouse_id", "warehouses"),
        text("warehouse_name"),
        timestamp("stocktake_date"),
        reference("stocktake_type_id", "stocktake_types"),
        reference("stocktake_status_id", "stocktake_status_types"),
        timestamp("date_time_updated", "Timestamp of the last change to the stocktake, UTC."),
    )


class Stocktakes(ResourceStream):
    """A count of the goods in a warehouse, in progress or done. Its count sheet is in `stocktake_count_sheet_items`."""

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
        text("stocktake_status", "Progress of the stocktake: started, counted, posted and others (inferred)."),
        flag("exclude_inactive_stock"),
        flag("show_expected_quantities", "Whether count sheets show the expected quantities."),
        flag("pre_fill_actual_with_expected", "Whether counts start with the expected quantities (inferred)."),
        flag("can_modify_stocktake_type"),
        flag("advance_status", "Command to advance the status; no meaning when read (inferred)."),
        reference(
            "stock_variance_nominal_code_id",
            "nominal_codes",
            "Nominal account for differences between the recorded and the counted stock.",
        ),
        text("nominal_narrative", "Narrative of the nominal postings of the differences (inferred)."),
    )
