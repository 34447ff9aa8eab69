"""What belongs to one product, group or warehouse."""

from __future__ import annotations

from tap_sage200.nested import NestedStream
from tap_sage200.streams.products import ProductGroups, Products
from tap_sage200.streams.stock import WarehouseHoldings, Warehouses
from tap_sage200.streams.columns import AUDIT, enum, flag, identifier, money, parent_key, parent_stamp, percent, position, quantity, rate, reference, text, timestamp, whole, table


class ProductBomSettings(NestedStream):
    """TODO."""

    name = "product_bom_settings"
    parent_stream_type = Products
    expand = "bom_settings"
    key = ("product_id",)
    schema = table(
        parent_key("product_id", "products"),
        parent_stamp("product_date_time_updated"),
        whole("id"),
        quantity("order_min_quantity"),
        flag("built_bought_default_make"),
        percent("scrap_percent"),
        flag("bulk_issue"),
        whole("cost_heading_id"),
        timestamp("date_time_created"),
    )


class ProductGroupBomSettings(NestedStream):
    """TODO."""

    name = "product_group_bom_settings"
    parent_stream_type = ProductGroups
    expand = "bom_settings"
    key = ("product_group_id",)
    schema = table(
        parent_key("product_group_id", "product_groups"),
        parent_stamp("product_group_date_time_updated"),
        whole("id"),
        whole("cost_heading_id"),
        timestamp("date_time_created"),
    )


class ProductGroupSearchCategories(NestedStream):
    """TODO."""

    name = "product_group_search_categories"
    parent_stream_type = ProductGroups
    expand = "search_categories"
    key = ("product_group_id", "id")
    schema = table(
        parent_key("product_group_id", "product_groups"),
        parent_stamp("product_group_date_time_updated"),
        identifier("id"),
        reference("search_category_id", "search_categories"),
        whole("search_category_name"),
        *AUDIT,
    )


class ProductGroupUnits(NestedStream):
    """TODO."""

    name = "product_group_units"
    parent_stream_type = ProductGroups
    expand = "units"
    key = ("product_group_id", "id")
    schema = table(
        parent_key("product_group_id", "product_groups"),
        parent_stamp("product_group_date_time_updated"),
        identifier("id"),
        reference("unit_id", "units"),
        enum("unit_type"),
        rate("multiple_of_base_unit", scale=9),
        quantity("unit_precision"),
        flag("use_own_price"),
        *AUDIT,
    )


class ProductHoldings(NestedStream):
    """TODO."""

    name = "product_holdings"
    selected_by_default = False
    parent_stream_type = Products
    expand = "holding"
    key = ("product_id",)
    schema = table(
        parent_key("product_id", "products"),
        parent_stamp("product_date_time_updated"),
        money("average_buying_price", scale=5),
        quantity("quantity_on_order_for_direct_delivery"),
        quantity("quantity_in_stock"),
        quantity("quantity_allocated"),
        quantity("quantity_on_order"),
        quantity("quantity_sold_this_period"),
        quantity("quantity_bought_this_period"),
        quantity("quantity_sold_last_period"),
        quantity("quantity_bought_last_period"),
    )


class ProductHoldingBuyingPrices(NestedStream):
    """TODO."""

    name = "product_holding_buying_prices"
    selected_by_default = False
    parent_stream_type = ProductHoldings
    expand = "buying_prices"
    key = ("product_id", "position")
    schema = table(
        parent_key("product_id", of="product_id"),
        parent_stamp("product_date_time_updated", of="product_date_time_updated"),
        position(),
        money("buying_price", scale=5),
        quantity("stock_level"),
        text("stock_unit_name"),
        quantity("number_of_movements"),
        flag("is_buying_price_confirmed"),
    )


class ProductHoldingBuyingPriceMovements(NestedStream):
    """TODO."""

    name = "product_holding_buying_price_movements"
    selected_by_default = False
    parent_stream_type = ProductHoldingBuyingPrices
    expand = "buying_prices"
    key = ("product_id", "buying_price_position", "position")
    schema = table(
        parent_key("product_id", of="product_id"),
        parent_key("buying_price_position", of="position"),
        parent_stamp("product_date_time_updated", of="product_date_time_updated"),
        position(),
        quantity("quantity"),
        text("reference"),
        text("second_reference"),
        timestamp("date"),
        enum("warehouse_name"),
        text("bin_item_name"),
        text("stock_item_unit_name"),
    )


class ProductSearchCategoryValues(NestedStream):
    """TODO."""

    name = "product_search_category_values"
    parent_stream_type = Products
    expand = "search_category_values"
    key = ("product_id", "id")
    schema = table(
        parent_key("product_id", "products"),
        parent_stamp("product_date_time_updated"),
        identifier("id"),
        reference("search_category_id", "search_categories"),
        text("search_category_name"),
        reference("search_value_id", "search_values"),
        text("search_value_name"),
        *AUDIT,
    )


class ProductStatuses(NestedStream):
    """TODO."""

    name = "product_statuses"
    selected_by_default = False
    parent_stream_type = Products
    expand = "status"
    key = ("product_id",)
    schema = table(
        parent_key("product_id", "products"),
        parent_stamp("product_date_time_updated"),
        whole("id"),
        flag("has_negative_stock_quantities"),
        flag("has_movement_balances"),
        flag("has_active_pop_orders"),
        flag("has_sop_or_pop_documents"),
        flag("has_active_sop_or_pop_documents"),
        flag("has_traceable_items"),
        flag("has_unassigned_traceable_items"),
        flag("has_traceable_sop_allocations"),
        flag("is_in_use_by_bom"),
        *AUDIT,
    )


class ProductUnits(NestedStream):
    """TODO."""

    name = "product_units"
    parent_stream_type = Products
    expand = "units"
    key = ("product_id", "id")
    schema = table(
        parent_key("product_id", "products"),
        parent_stamp("product_date_time_updated"),
        identifier("id"),
        reference("unit_id", "units"),
        enum("unit_type"),
        rate("multiple_of_base_unit", scale=9),
        quantity("unit_precision"),
        flag("use_own_price"),
        flag("has_sop_or_pop_documents"),
        *AUDIT,
    )


class WarehouseBomSettings(NestedStream):
    """TODO."""

    name = "warehouse_bom_settings"
    parent_stream_type = Warehouses
    expand = "bom_settings"
    key = ("warehouse_id",)
    schema = table(
        parent_key("warehouse_id", "warehouses"),
        parent_stamp("warehouse_date_time_updated"),
        whole("id"),
        flag("is_component_source"),
        timestamp("date_time_created"),
    )


class WarehouseHoldingStatuses(NestedStream):
    """TODO."""

    name = "warehouse_holding_statuses"
    selected_by_default = False
    parent_stream_type = WarehouseHoldings
    expand = "status"
    key = ("warehouse_holding_id",)
    schema = table(
        parent_key("warehouse_holding_id", "warehouse_holdings"),
        parent_stamp("warehouse_holding_date_time_updated"),
        enum("delete_exception_type"),
    )

STREAM_TYPES: tuple[type[NestedStream], ...] = (ProductBomSettings, ProductGroupBomSettings, ProductGroupSearchCategories, ProductGroupUnits, ProductHoldings, ProductHoldingBuyingPrices, ProductHoldingBuyingPriceMovements, ProductSearchCategoryValues, ProductStatuses, ProductUnits, WarehouseBomSettings, WarehouseHoldingStatuses,)
