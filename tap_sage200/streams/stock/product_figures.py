"""Sales and purchase figures of products, as totalled by Sage. Sage returns them for one product at a time."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import Column, money, parent_key, percent, quantity, table, text, timestamp
from tap_sage200.streams.stock.products import Products

_PRODUCT = parent_key("product_id", "products")

_PERIOD: tuple[Column, ...] = (
    text(
        "year",
        "Text in this table, but a number in other tables (documented). The definition of the year is not documented.",
        key=True,
    ),
    text("period", "Full month name of the period (documented).", key=True),
    timestamp("start_date"),
    timestamp("end_date"),
)


class ProductPurchaseFigurePeriods(NestedStream):
    """Purchases of a product in one period.

    Each run sends one request per row of `products`, shared with `product_purchase_figures`. It is not documented how
    many periods Sage returns, or whether it omits periods without purchases.
    """

    name = "product_purchase_figure_periods"
    introduced = "2020-12-14"
    selected_by_default = False
    parent_stream_type = Products
    path = "/product_purchase_figures/{id}"
    expand = "periods"
    key = ("product_id", "year", "period")
    schema = table(
        _PRODUCT,
        *_PERIOD,
        quantity("quantity_bought", "In stock units (inferred)."),
        money("value_bought", "In the base currency (inferred)."),
        money("average_buying_price", "Per stock unit, in the base currency (inferred).", scale=5),
    )


class ProductPurchaseFigures(NestedStream):
    """Purchases of a product in the current and the previous period.

    Each run sends one request per row of `products`. Sage calculates the figures at request time. Its own calendar
    defines the current period (inferred).
    """

    name = "product_purchase_figures"
    introduced = "2020-12-14"
    selected_by_default = False
    parent_stream_type = Products
    path = "/product_purchase_figures/{id}"
    key = ("product_id",)
    schema = table(
        _PRODUCT,
        quantity("quantity_bought_this_period", "In stock units (inferred)."),
        money("value_bought_this_period", "In the base currency (inferred).", scale=5),
        quantity("quantity_bought_last_period"),
        money("value_bought_last_period", scale=5),
    )


class ProductSalesFigurePeriods(NestedStream):
    """Sales, cost and profit of a product in one period.

    Each run sends one request per row of `products`, shared with `product_sales_figures`. It is not documented how many
    periods Sage returns, or whether goods count when they are despatched or when they are invoiced.
    """

    name = "product_sales_figure_periods"
    introduced = "2020-12-14"
    selected_by_default = False
    parent_stream_type = Products
    path = "/product_sales_figures/{id}"
    expand = "periods"
    key = ("product_id", "year", "period")
    schema = table(
        _PRODUCT,
        *_PERIOD,
        quantity("quantity_sold", "In stock units (inferred)."),
        money("value_sold", "Net of tax, in the base currency (inferred)."),
        money("average_selling_price", "Per stock unit, in the base currency (inferred).", scale=5),
        money("cost_of_sale_value"),
        money("profit_value"),
        percent("profit_percent", "Percentage of the sales value (inferred)."),
    )


class ProductSalesFigures(NestedStream):
    """Sales of a product in the current and the previous period.

    Each run sends one request per row of `products`. Sage calculates the figures at request time. Its own calendar
    defines the current period (inferred).
    """

    name = "product_sales_figures"
    introduced = "2020-12-14"
    selected_by_default = False
    parent_stream_type = Products
    path = "/product_sales_figures/{id}"
    key = ("product_id",)
    schema = table(
        _PRODUCT,
        quantity("quantity_sold_this_period", "In stock units (inferred)."),
        money("value_sold_this_period", "Net of tax, in the base currency (inferred).", scale=5),
        quantity("quantity_sold_last_period"),
        money("value_sold_last_period", scale=5),
    )
