"""Tables nested in a product, product group or warehouse: units, search values, build settings and status."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import (
    AUDIT,
    OWN_ID,
    Column,
    enum,
    flag,
    identifier,
    parent_key,
    parent_timestamp,
    percent,
    professional,
    quantity,
    rate,
    reference,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.stock.products import ProductGroups, Products
from tap_sage200.streams.stock.warehouses import WarehouseHoldings, Warehouses

UNIT: tuple[Column, ...] = (
    reference("unit_id", "units"),
    enum("unit_type", "Use of the unit: stock, buying, selling or pricing (inferred)."),
    rate("multiple_of_base_unit", "Number of base units in this unit.", scale=9),
    quantity("unit_precision", "Smallest increment of a quantity in this unit (inferred)."),
    flag(
        "use_own_price",
        "Whether the unit has its own price instead of a multiple of the stock unit's price (inferred).",
    ),
)

_PRODUCT: tuple[Column, ...] = (
    parent_key("product_id", "products"),
    parent_timestamp("product_date_time_updated"),
)

_GROUP: tuple[Column, ...] = (
    parent_key("product_group_id", "product_groups"),
    parent_timestamp("product_group_date_time_updated"),
)

_COST_HEADING = whole("cost_heading_id", "Matches `bom_cost_headings.id` (inferred).")

_CREATED = timestamp("date_time_created", "Timestamp of creation, UTC.")


class ProductBomSettings(NestedStream):
    """The bill of materials settings of a product, as a built item or as a component."""

    name = "product_bom_settings"
    introduced = "2021-07-26"
    parent_stream_type = Products
    expand = "bom_settings"
    key = ("product_id",)
    schema = table(
        *_PRODUCT,
        OWN_ID,
        quantity("order_min_quantity", "Minimum quantity to build or order (inferred)."),
        flag(
            "built_bought_default_make",
            "Whether the product is built rather than bought if both are possible (inferred).",
        ),
        percent("scrap_percent", "Percentage that is lost in building (inferred)."),
        flag("bulk_issue", "Whether stock movements are handled manually (documented)."),
        _COST_HEADING,
        _CREATED,
    )


class ProductGroupBomSettings(NestedStream):
    """The default bill of materials settings of new products in a group (inferred)."""

    name = "product_group_bom_settings"
    introduced = "2021-07-26"
    parent_stream_type = ProductGroups
    expand = "bom_settings"
    key = ("product_group_id",)
    schema = table(*_GROUP, OWN_ID, _COST_HEADING, _CREATED)


class ProductGroupSearchCategories(NestedStream):
    """A search category for products of a group.

    The possible values are in `product_group_search_category_values`.
    """

    name = "product_group_search_categories"
    introduced = "2021-07-26"
    parent_stream_type = ProductGroups
    expand = "search_categories"
    key = ("product_group_id", "id")
    schema = table(
        *_GROUP,
        identifier("id"),
        reference("search_category_id", "search_categories"),
        whole("search_category_name", "A whole number, according to Sage's documentation; a name would be text."),
        *AUDIT,
    )


class ProductGroupUnits(NestedStream):
    """A unit in which new products of a group can be bought, stocked, sold or priced (inferred)."""

    name = "product_group_units"
    introduced = "2021-07-26"
    parent_stream_type = ProductGroups
    expand = "units"
    key = ("product_group_id", "id")
    schema = table(*_GROUP, identifier("id"), *UNIT, *AUDIT)


class ProductSearchCategoryValues(NestedStream):
    """The value of a product in a search category."""

    name = "product_search_category_values"
    introduced = "2021-07-26"
    parent_stream_type = Products
    expand = "search_category_values"
    key = ("product_id", "id")
    schema = table(
        *_PRODUCT,
        identifier("id"),
        reference("search_category_id", "search_categories"),
        text("search_category_name"),
        reference("search_value_id", "search_values"),
        text("search_value_name"),
        *AUDIT,
    )


class ProductStatuses(NestedStream):
    """The reasons why a product cannot be deleted or changed: stock, orders, batches, builds (inferred).

    Sage calculates them for each product, and describes their `$expand` as slow (documented).
    """

    name = "product_statuses"
    introduced = "2021-03-15"
    selected_by_default = False
    parent_stream_type = Products
    expand = "status"
    key = ("product_id",)
    schema = table(
        *_PRODUCT,
        whole("id", "Possibly the product's key (inferred)."),
        flag("has_negative_stock_quantities"),
        flag("has_movement_balances", "Whether stock from past movements remains (inferred)."),
        flag("has_active_pop_orders"),
        flag("has_sop_or_pop_documents"),
        flag("has_active_sop_or_pop_documents"),
        flag("has_traceable_items", "Whether the product has batch or serial numbers."),
        flag(
            "has_unassigned_traceable_items",
            "Whether some stock of the product has no batch or serial number yet (inferred).",
        ),
        flag("has_traceable_sop_allocations"),
        flag("is_in_use_by_bom"),
        *AUDIT,
    )


class ProductUnits(NestedStream):
    """A unit in which a product can be bought, stocked, sold or priced."""

    name = "product_units"
    introduced = "2021-07-26"
    parent_stream_type = Products
    expand = "units"
    key = ("product_id", "id")
    schema = table(*_PRODUCT, identifier("id"), *UNIT, flag("has_sop_or_pop_documents"), *AUDIT)


class WarehouseBomSettings(NestedStream):
    """The bill of materials settings of a warehouse."""

    name = "warehouse_bom_settings"
    introduced = "2021-07-26"
    parent_stream_type = Warehouses
    expand = "bom_settings"
    key = ("warehouse_id",)
    schema = table(
        parent_key("warehouse_id", "warehouses"),
        parent_timestamp("warehouse_date_time_updated"),
        OWN_ID,
        *professional(flag("is_component_source", "Whether components are taken from the warehouse (inferred).")),
        _CREATED,
    )


class WarehouseHoldingStatuses(NestedStream):
    """The reason why a product's holding in a warehouse cannot be deleted (inferred).

    Sage calculates it at request time, and a stock movement might not update the holding's timestamp (inferred). A
    loaded row may be out of date.
    """

    name = "warehouse_holding_statuses"
    introduced = "2022-08-22"
    selected_by_default = False
    parent_stream_type = WarehouseHoldings
    expand = "status"
    key = ("warehouse_holding_id",)
    schema = table(
        parent_key("warehouse_holding_id", "warehouse_holdings"),
        parent_timestamp("warehouse_holding_date_time_updated"),
        enum(
            "delete_exception_type",
            "Reason why the row cannot be deleted (inferred). Sage has no fixed list of the values.",
        ),
    )
