"""Stock control in Sage's views: products with their prices and stock, and in short form."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    ANALYSIS_CODES,
    Column,
    enum,
    flag,
    identifier,
    money,
    quantity,
    rate,
    reference,
    since,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.shared.named_values import (
    AUTO_GENERATE_OPTION_TYPES,
    FULFILMENT_METHOD_TYPES,
    FULFILMENT_SEQUENCE_TYPES,
    LABEL_PRINTING_OPTION_TYPES,
)
from tap_sage200.streams.stock.products import TRACEABILITY

_PRODUCT: tuple[Column, ...] = (
    reference("product_id", "products"),
    text("product_code"),
    text("product_name"),
    reference("product_group_id", "product_groups"),
)


def _other_product(prefix: str) -> tuple[Column, ...]:
    """Make the columns of the second product in a view, beside `product_id`."""
    return (
        reference(f"{prefix}_id", "products"),
        text(f"{prefix}_code"),
        text(f"{prefix}_name"),
        reference(f"{prefix}_group_id", "product_groups"),
        *since(
            "2022-02-18",
            reference(f"{prefix}_status_type_id", "product_status_types"),
            reference(f"{prefix}_traceable_type_id", "traceable_types"),
        ),
    )


class AlternativeProductViews(ResourceStream):
    """A row of `alternative_products` with the names of both products."""

    name = "alternative_product_views"
    introduced = "2021-11-08"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "Matches `alternative_products.id` (inferred)."),
        *_PRODUCT,
        *_other_product("alternative_product"),
        flag("is_preferred"),
    )


class CrossSellProductViews(ResourceStream):
    """A row of `cross_sell_products` with the names of both products."""

    name = "cross_sell_product_views"
    introduced = "2021-11-08"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "Matches `cross_sell_products.id` (inferred)."),
        *_PRODUCT,
        *_other_product("cross_sell_product"),
    )


class LookupProductGroups(ResourceStream):
    """A product group in short form, as used in lookup lists. Repeats `product_groups`."""

    name = "lookup_product_groups"
    introduced = "2020-09-16"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "Matches `product_groups.id` (inferred)."),
        text("code"),
        text("description"),
        reference("product_type_id", "product_types", "0 is a valid type, not an empty reference (seen)."),
    )


class LookupProducts(ResourceStream):
    """A product in short form, as used in lookup lists. Repeats `products`."""

    name = "lookup_products"
    introduced = "2020-09-16"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "Matches `products.id` (inferred)."),
        text("code"),
        text("name"),
        quantity("free_stock_quantity", "Not allocated, in all warehouses together, in stock units (inferred)."),
        *since("2021-03-15", flag("allow_sales_order")),
        flag("record_nos_on_goods_received"),
        reference("product_status_id", "product_status_types"),
        reference("product_type_id", "product_types"),
        reference("bom_item_type_id", "bom_item_types"),
        reference("traceable_type_id", "traceable_types"),
        flag("this_is_the_sop_product_group", "Whether sales orders sell from the product's group (inferred)."),
    )


class LookupStockItemUnits(ResourceStream):
    """A unit of a product, with its name. `product_units` also links products and units."""

    name = "lookup_stock_item_units"
    introduced = "2020-09-16"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id"),
        reference("stock_item_id", "products"),
        *since("2021-07-26", reference("unit_id", "units")),
        text("name", "Name of the unit."),
    )


class ProductViews(ResourceStream):
    """A product with its group, its units, its prices, and its stock in all warehouses together.

    Repeats `products`, and totals of `warehouse_holdings`. Sage describes the view as faster for bulk reads
    (documented). Sage does not document how its price columns differ.
    """

    name = "product_views"
    introduced = "2020-09-16"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "Matches `products.id`, with one row per product (inferred)."),
        text("code"),
        text("name"),
        text("description"),
        flag("use_description_on_docs"),
        reference("status_type_id", "product_status_types"),
        text("status_type"),
        timestamp("inactive_date"),
        *since("2020-11-02", reference("bom_item_type_id", "bom_item_types")),
        text("product_group_code"),
        text("product_group_description"),
        reference("product_group_product_type_id", "product_types"),
        text("product_group_product_type"),
        reference("product_group_costing_method_type_id", "costing_method_types"),
        text("product_group_costing_method_type"),
        flag("product_group_do_items_use_markup"),
        reference("traceable_type_id", "traceable_types"),
        *TRACEABILITY,
        flag("record_nos_on_goods_received"),
        reference("auto_generate_option_type_id", "auto_generate_option_types"),
        enum("auto_generate_option_type", values=AUTO_GENERATE_OPTION_TYPES),
        text("auto_generate_prefix"),
        whole("auto_generate_next_number"),
        whole("shelf_life"),
        reference("shelf_life_type_id", "time_unit_types"),
        text("shelf_life_type"),
        text("base_unit_name"),
        text("stock_unit_name", "Unit of all quantities in this row (inferred)."),
        rate("stock_multiple_of_base_unit", "Number of base units in one stock unit.", scale=9),
        text("manufacturer"),
        text("part_number"),
        reference("label_printing_option_type_id", "label_printing_option_types"),
        enum("label_printing_option_type", values=LABEL_PRINTING_OPTION_TYPES),
        flag("allow_sales_order"),
        text("commodity_code"),
        quantity("weight", "Net mass of one stock unit in kilograms (inferred).", scale=4),
        flag("suppress_net_mass"),
        reference("fulfilment_method_type_id", "fulfilment_method_types"),
        enum("fulfilment_method_type", values=FULFILMENT_METHOD_TYPES),
        reference("fulfilment_sequence_type_id", "fulfilment_sequence_types"),
        enum("fulfilment_sequence_type", values=FULFILMENT_SEQUENCE_TYPES),
        text("default_despatch_note_comment"),
        text("default_picking_list_comment"),
        money("price", scale=5),
        flag("this_is_the_standard_band", "Whether `price` belongs to the standard price band (inferred)."),
        money("selling_price", scale=5),
        money("sop_item_price", scale=5),
        money("standard_cost", "Per stock unit, in the base currency (inferred).", scale=5),
        money("average_buying_price", "Per stock unit, in the base currency (inferred).", scale=5),
        money("landed_costs_value", "In the base currency (inferred).", scale=5),
        timestamp("std_cost_variance_last_reset"),
        quantity("free_stock_quantity", "Not allocated; negative if more is allocated than is in stock (inferred)."),
        quantity("quantity_reserved"),
        quantity("confirmed_quantity_in_stock", "Quantity in stock with a confirmed cost (inferred)."),
        quantity(
            "unconfirmed_quantity_in_stock", "Quantity received, with a cost that is not yet confirmed (inferred)."
        ),
        quantity("actual_quantity", "Confirmed plus unconfirmed quantity (inferred)."),
        quantity("quantity_allocated_stock"),
        quantity("quantity_allocated_sop"),
        quantity("quantity_allocated_bom"),
        quantity("quantity_on_pop_order", "On purchase orders, not yet received."),
        quantity("reorder_level"),
        timestamp("date_of_last_sale"),
        timestamp("date_of_last_stock_count"),
        whole("stock_take_cycle_period", "Days between counts; 0 for no cycle (inferred)."),
        timestamp("last_archived_up_to"),
        timestamp("last_trace_archived_up_to"),
        *ANALYSIS_CODES,
    )
