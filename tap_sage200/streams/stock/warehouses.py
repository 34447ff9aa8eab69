"""Stock control: warehouses and bins, their stock, stock movements, and the settings of the module."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    ANALYSIS_CODES,
    AUDIT,
    POSTAL_ADDRESS,
    SPARE_FIELDS,
    Column,
    enum,
    flag,
    identifier,
    money,
    professional,
    quantity,
    reference,
    since,
    since_each,
    table,
    text,
    timestamp,
    whole,
)

_STOCK: tuple[Column, ...] = (
    quantity("confirmed_qty_in_stock", "Quantity in stock with a confirmed cost (inferred)."),
    quantity("unconfirmed_qty_in_stock", "Quantity received, with a cost that is not yet confirmed (inferred)."),
    quantity("quantity_in_stock", "Confirmed plus unconfirmed quantity (inferred)."),
    quantity("quantity_reserved"),
    quantity("quantity_in_stock_less_reserved"),
    quantity("quantity_allocated_stock"),
    quantity("quantity_allocated_sop"),
    quantity("quantity_allocated_bom"),
    quantity("quantity_allocated"),
    quantity(
        "free_stock_available", "In stock and not allocated; negative if more is allocated than is in stock (inferred)."
    ),
    quantity("free_stock_available_less_reserved"),
)


class BinHoldings(ResourceStream):
    """The stock of a product in a bin of a warehouse, in stock units.

    Sage calculates the quantities. A stock movement might not update the row's timestamp (inferred).
    """

    name = "bin_holdings"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        reference("warehouse_holding_id", "warehouse_holdings", "Holding of the product in the warehouse."),
        reference("product_id", "products"),
        text("name", "Name of the bin."),
        whole("allocation_priority", "Sequence in which bins are emptied, if a sequence is used (inferred)."),
        *_STOCK,
        timestamp("last_stocktake"),
        *since("2023-08-14", *SPARE_FIELDS),
        *AUDIT,
    )


class InternalAreas(ResourceStream):
    """An internal area that goods are issued to, and the nominal account for their cost."""

    name = "internal_areas"
    introduced = "2020-12-14"
    schema = table(
        identifier("id"),
        text("name"),
        flag("is_default"),
        *professional(
            reference("nominal_code_id", "nominal_codes", "Nominal account for issues to the area (inferred).")
        ),
        *AUDIT,
    )


class ProductTransactionViews(ResourceStream):
    """A stock movement: goods received, sold, issued, moved or adjusted, with their cost."""

    name = "product_transaction_views"
    created = None
    schema = table(
        identifier("id"),
        reference("product_id", "products"),
        text("product_code"),
        reference("product_group_id", "product_groups"),
        text("product_group_code"),
        *since(
            "2020-12-14",
            reference(
                "transaction_group_id",
                "product_transaction_group_types",
                "0 is a valid group, not an empty reference (inferred).",
            ),
            reference(
                "transaction_type_id",
                "product_transaction_types",
                "Type of stock movement; 0 is a valid type, not an empty reference (inferred).",
            ),
        ),
        text("transaction_type"),
        timestamp("transaction_date"),
        *since(
            "2020-12-14", reference("source_area_type_id", "source_area_types", "Sage module that the row comes from.")
        ),
        text("source_area_reference", "Account or document that the movement comes from."),
        text("source_area_name"),
        text("reference"),
        text("second_reference"),
        text("warehouse_name"),
        text("bin_name"),
        quantity("quantity", "In stock units. The sign of issues is not documented: use `transaction_type`."),
        money("unit_cost_price", "Per stock unit, in the base currency (inferred).", scale=5),
        money("unit_issue_price", "Selling or issue price per unit (inferred).", scale=5),
        money("unit_discount_value", scale=5),
        money("total_order_discount", "Share of the discount on the whole order (inferred)."),
        money("cost_value", "Cost of the whole movement, in the base currency (inferred).", scale=5),
        money("issue_value", "Selling or issue value of the whole movement (inferred).", scale=5),
        text("memo"),
        text("user_name"),
        *ANALYSIS_CODES,
        timestamp("date_time_updated", "Timestamp of the last change to the row, UTC."),
    )


class ProductWarehouseBinViews(ResourceStream):
    """A bin of a warehouse that holds a product. Adds names to `bin_holdings`."""

    name = "product_warehouse_bin_views"
    introduced = "2020-09-16"
    key = ("product_id", "warehouse_id", "bin_holding_id")
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        reference("product_id", "products", key=True),
        reference("warehouse_id", "warehouses", key=True),
        reference("bin_holding_id", "bin_holdings", "0 for a warehouse without bins (inferred).", key=True),
        text("warehouse_name"),
        text("bin_holding_name"),
    )


class ProductWarehouseViews(ResourceStream):
    """A warehouse that holds a product, and its free stock. Repeats `warehouse_holdings`."""

    name = "product_warehouse_views"
    introduced = "2020-09-16"
    key = ("warehouse_holding_id",)
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        reference("warehouse_holding_id", "warehouse_holdings", key=True),
        reference("product_id", "products"),
        reference("warehouse_id", "warehouses"),
        text("warehouse_name"),
        *since(
            "2021-07-26",
            flag("use_for_sales_trading"),
            quantity(
                "free_stock_quantity", "Not allocated; negative if more is allocated than is in stock (inferred)."
            ),
        ),
    )


class StockSettings(ResourceStream):
    """The settings of stock control: one row per company."""

    name = "stock_settings"
    schema = table(
        identifier("id"),
        flag("use_multiple_locations"),
        *since(
            "2020-09-16",
            flag("use_search_categories"),
            flag("integrate_stock_management_with_nominal", "Whether stock movements post to the nominal ledger."),
            flag("generate_cos_for_sop", "Whether sales orders post the cost of sales."),
            flag("allow_negative_stocktake"),
            flag("allow_negative_stocktake_with_purchase_order"),
        ),
        flag("profit_percent_of_revenue", "Whether profit is a percentage of revenue (true) or of cost (false)."),
        *since(
            "2021-07-26",
            *professional(
                flag("record_numbers_on_goods_received", "Whether batch or serial numbers are recorded at receipt.")
            ),
        ),
        *since("2020-09-16", flag("allocate_individual_items")),
        *since(
            "2021-07-26",
            flag("allow_fulfilment_from_stock"),
            flag("allow_fulfilment_from_supplier_via_stock"),
            flag("allow_fulfilment_from_supplier_direct_to_customer"),
            flag(
                "use_landed_costs", "Whether landed costs (freight, duty and similar) are added to the cost of goods."
            ),
            reference("landed_costs_nominal_code_id", "nominal_codes"),
        ),
        *since_each(AUDIT, date_time_created="2020-12-14"),
    )


class WarehouseHoldings(ResourceStream):
    """The stock of a product in a warehouse, in stock units.

    Sage calculates the quantities. A stock movement might not update the row's timestamp (inferred).
    """

    name = "warehouse_holdings"
    schema = table(
        identifier("id"),
        reference("warehouse_id", "warehouses"),
        *since("2020-09-16", text("warehouse_name")),
        reference("product_id", "products"),
        *since("2021-03-15", flag("is_default_manufacturing_warehouse")),
        quantity("reorder_level", "Reorder at or below this quantity; 0 if none is set (inferred)."),
        quantity("minimum_level"),
        quantity("maximum_level"),
        *since_each(
            _STOCK,
            quantity_reserved="2020-09-16",
            quantity_in_stock_less_reserved="2020-09-16",
            free_stock_available="2020-09-16",
            free_stock_available_less_reserved="2020-09-16",
        ),
        *since("2020-09-16", quantity("quantity_on_order", "On purchase orders, not yet received.")),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class Warehouses(ResourceStream):
    """A warehouse: a place where goods are kept."""

    name = "warehouses"
    schema = table(
        identifier("id"),
        text("name"),
        *since(
            "2021-07-26",
            text("description"),
            enum("warehouse_type"),
            *professional(flag("use_for_sales_trading", "Whether goods can be sold from the warehouse.")),
            *POSTAL_ADDRESS,
            reference("country_code_id", "country_codes"),
            text("contact"),
            text("telephone_number"),
            text("fax_number"),
            text("email"),
            text("website"),
        ),
        *since("2023-08-14", *SPARE_FIELDS),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )
