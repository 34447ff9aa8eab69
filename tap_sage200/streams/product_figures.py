"""What was sold and bought of a product; Sage gives it for one product at a time."""

from __future__ import annotations

from tap_sage200.nested import NestedStream
from tap_sage200.streams.products import Products
from tap_sage200.streams.columns import money, parent_key, percent, quantity, text, timestamp, table


class ProductPurchaseFigurePeriods(NestedStream):
    """TODO."""

    name = "product_purchase_figure_periods"
    selected_by_default = False
    parent_stream_type = Products
    path = "/product_purchase_figures/{id}"
    expand = "periods"
    key = ("product_id", "year", "period")
    schema = table(
        parent_key("product_id", "products"),
        timestamp("start_date"),
        timestamp("end_date"),
        text("period", key=True),
        text("year", key=True),
        quantity("quantity_bought"),
        money("value_bought"),
        money("average_buying_price", scale=5),
    )


class ProductPurchaseFigures(NestedStream):
    """TODO."""

    name = "product_purchase_figures"
    selected_by_default = False
    parent_stream_type = Products
    path = "/product_purchase_figures/{id}"
    key = ("product_id",)
    schema = table(
        parent_key("product_id", "products"),
        quantity("quantity_bought_this_period"),
        money("value_bought_this_period", scale=5),
        quantity("quantity_bought_last_period"),
        money("value_bought_last_period", scale=5),
    )


class ProductSalesFigurePeriods(NestedStream):
    """TODO."""

    name = "product_sales_figure_periods"
    selected_by_default = False
    parent_stream_type = Products
    path = "/product_sales_figures/{id}"
    expand = "periods"
    key = ("product_id", "year", "period")
    schema = table(
        parent_key("product_id", "products"),
        timestamp("start_date"),
        timestamp("end_date"),
        text("period", key=True),
        text("year", key=True),
        quantity("quantity_sold"),
        money("value_sold"),
        money("average_selling_price", scale=5),
        money("cost_of_sale_value"),
        money("profit_value"),
        percent("profit_percent"),
    )


class ProductSalesFigures(NestedStream):
    """TODO."""

    name = "product_sales_figures"
    selected_by_default = False
    parent_stream_type = Products
    path = "/product_sales_figures/{id}"
    key = ("product_id",)
    schema = table(
        parent_key("product_id", "products"),
        quantity("quantity_sold_this_period"),
        money("value_sold_this_period", scale=5),
        quantity("quantity_sold_last_period"),
        money("value_sold_last_period", scale=5),
    )

STREAM_TYPES: tuple[type[NestedStream], ...] = (ProductPurchaseFigurePeriods, ProductPurchaseFigures, ProductSalesFigurePeriods, ProductSalesFigures,)
