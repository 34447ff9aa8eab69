"""What belongs to one product, product group or warehouse: units, search values, settings for building, standing."""

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
    enum("unit_type", "What the unit serves for: stock, buying, selling or price (inferred)."),
    rate("multiple_of_base_unit", "Base units in one of this unit.", scale=9),
    quantity("unit_precision", "Smallest step of a quantity in this unit (inferred)."),
    flag("use_own_price", "Whether it has a price of its own, not the stock unit's times a factor (inferred)."),
)

_PRODUCT: tuple[Column, ...] = (
    parent_key("product_id", "products"),
    parent_timestamp("product_date_time_updated"),
)

_GROUP: tuple[Column, ...] = (
    parent_key("product_group_id", "product_groups"),
    parent_timestamp("product_group_date_time_updated"),
)

_COST_HEADING = whole("cost_heading_id", "As `bom_cost_headings.id` (inferred).")

_CREATED = timestamp("date_time_created", "When Sage made the row, UTC.")


class ProductBomSettings(NestedStream):
    """How a product goes into bills of materials, be it built or built in."""

    name = "product_bom_settings"
    introduced = "2021-07-26"
    parent_stream_type = Products
    expand = "bom_settings"
    key = ("product_id",)
    schema = table(
        *_PRODUCT,
        OWN_ID,
        quantity("order_min_quantity", "Fewest that are built or ordered at a time (inferred)."),
        flag("built_bought_default_make", "Whether it is built rather than bought where both are possible (inferred)."),
        percent("scrap_percent", "Part that is lost in building (inferred)."),
        flag("bulk_issue", "Whether stock movements are handled by hand (documented)."),
        _COST_HEADING,
        _CREATED,
    )


class ProductGroupBomSettings(NestedStream):
    """What new products of a group are given for bills of materials (inferred)."""

    name = "product_group_bom_settings"
    introduced = "2021-07-26"
    parent_stream_type = ProductGroups
    expand = "bom_settings"
    key = ("product_group_id",)
    schema = table(*_GROUP, OWN_ID, _COST_HEADING, _CREATED)


class ProductGroupSearchCategories(NestedStream):
    """A feature that products of a group are searched by.

    The values that they may have are in `product_group_search_category_values`.
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
        whole("search_category_name", "A whole number by Sage's documentation; a name would be text."),
        *AUDIT,
    )


class ProductGroupUnits(NestedStream):
    """A unit that new products of a group may be bought, kept, sold or priced in (inferred)."""

    name = "product_group_units"
    introduced = "2021-07-26"
    parent_stream_type = ProductGroups
    expand = "units"
    key = ("product_group_id", "id")
    schema = table(*_GROUP, identifier("id"), *UNIT, *AUDIT)


class ProductSearchCategoryValues(NestedStream):
    """The value that a product has in a search category."""

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
    """What keeps a product from being deleted or changed: stock, orders, batches, builds (inferred).

    Sage reckons it for each product, and calls the expansion slow (documented).
    """

    name = "product_statuses"
    introduced = "2021-03-15"
    selected_by_default = False
    parent_stream_type = Products
    expand = "status"
    key = ("product_id",)
    schema = table(
        *_PRODUCT,
        whole("id", "Perhaps the product's own (inferred)."),
        flag("has_negative_stock_quantities"),
        flag("has_movement_balances", "Whether moves of goods are left whose stock is still there (inferred)."),
        flag("has_active_pop_orders"),
        flag("has_sop_or_pop_documents"),
        flag("has_active_sop_or_pop_documents"),
        flag("has_traceable_items", "Whether it has batch or serial numbers."),
        flag("has_unassigned_traceable_items", "Whether some of its stock still lacks such numbers (inferred)."),
        flag("has_traceable_sop_allocations"),
        flag("is_in_use_by_bom"),
        *AUDIT,
    )


class ProductUnits(NestedStream):
    """A unit that a product may be bought, kept, sold or priced in."""

    name = "product_units"
    introduced = "2021-07-26"
    parent_stream_type = Products
    expand = "units"
    key = ("product_id", "id")
    schema = table(*_PRODUCT, identifier("id"), *UNIT, flag("has_sop_or_pop_documents"), *AUDIT)


class WarehouseBomSettings(NestedStream):
    """What a warehouse does for building."""

    name = "warehouse_bom_settings"
    introduced = "2021-07-26"
    parent_stream_type = Warehouses
    expand = "bom_settings"
    key = ("warehouse_id",)
    schema = table(
        parent_key("warehouse_id", "warehouses"),
        parent_timestamp("warehouse_date_time_updated"),
        OWN_ID,
        *professional(
            flag("is_component_source", "Whether components are taken from it (inferred). Professional only.")
        ),
        _CREATED,
    )


class WarehouseHoldingStatuses(NestedStream):
    """What keeps a product's holding in a warehouse from being deleted (inferred).

    Sage reckons it at the moment of asking, and a move of goods need not move the holding's stamp (inferred): a row is
    old as soon as it is read.
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
        enum("delete_exception_type", "The reason; its values are in no list of Sage's."),
    )
