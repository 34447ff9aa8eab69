"""What was sold and bought of a product, as Sage sums it up; given for one product at a time."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import Column, money, parent_key, percent, quantity, table, text, timestamp
from tap_sage200.streams.stock.products import Products

_PRODUCT = parent_key("product_id", "products")

_PERIOD: tuple[Column, ...] = (
    text("year", "Text, though a number elsewhere (documented); which year names a period is not.", key=True),
    text("period", "Full name of the month that the period is (documented).", key=True),
    timestamp("start_date"),
    timestamp("end_date"),
)


class ProductPurchaseFigurePeriods(NestedStream):
    """What was bought of a product in one period.

    Costs one request for each row of `products` at each run, shared with `product_purchase_figures`. How many periods
    Sage gives, and whether it leaves out those in which nothing was bought, is not documented.
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
        money("average_buying_price", "For one stock unit, in the base currency (inferred).", scale=5),
    )


class ProductPurchaseFigures(NestedStream):
    """What was bought of a product in this period and in the last.

    Costs one request for each row of `products` at each run. Sage reckons it at the moment of asking, and its own
    calendar says which period is this one (inferred).
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
    """What was sold of a product in one period, what it cost and what it earned.

    Costs one request for each row of `products` at each run, shared with `product_sales_figures`. How many periods
    Sage gives, and whether goods count when they are sent out or when they are invoiced, is not documented.
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
        money("average_selling_price", "For one stock unit, in the base currency (inferred).", scale=5),
        money("cost_of_sale_value"),
        money("profit_value"),
        percent("profit_percent", "Of the value sold (inferred)."),
    )


class ProductSalesFigures(NestedStream):
    """What was sold of a product in this period and in the last.

    Costs one request for each row of `products` at each run. Sage reckons it at the moment of asking, and its own
    calendar says which period is this one (inferred).
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
