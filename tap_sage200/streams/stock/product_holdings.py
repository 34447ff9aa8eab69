"""Stock of a product in all warehouses together, and its buying prices."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import (
    Column,
    flag,
    money,
    parent_key,
    parent_timestamp,
    position,
    quantity,
    table,
    text,
    timestamp,
)
from tap_sage200.streams.stock.products import Products

_HOLDING: tuple[Column, ...] = (
    parent_key("product_id", of="product_id"),
    parent_timestamp("product_date_time_updated", of="product_date_time_updated"),
)


class ProductHoldings(NestedStream):
    """The stock of a product in all warehouses together, in stock units (inferred).

    Sage calculates it at request time, and a stock movement might not update the product's timestamp (inferred). Fully
    refresh the table, or total `warehouse_holdings` instead.
    """

    name = "product_holdings"
    introduced = "2020-11-02"
    selected_by_default = False
    parent_stream_type = Products
    expand = "holding"
    key = ("product_id",)
    schema = table(
        parent_key("product_id", "products"),
        parent_timestamp("product_date_time_updated"),
        quantity("quantity_in_stock"),
        quantity("quantity_allocated", "Allocated part of the stock."),
        quantity("quantity_on_order", "On purchase orders, not yet received."),
        quantity("quantity_on_order_for_direct_delivery", "On purchase orders for direct delivery to customers."),
        money("average_buying_price", "Per stock unit, in the base currency (inferred).", scale=5),
        quantity("quantity_sold_this_period"),
        quantity("quantity_sold_last_period"),
        quantity("quantity_bought_this_period"),
        quantity("quantity_bought_last_period"),
    )


class ProductHoldingBuyingPrices(NestedStream):
    """A buying price of stock on hand (inferred).

    Sage sends these rows in the response for `product_holdings` (inferred). If not, the table stays empty. Its rows may
    be as outdated as those of `product_holdings`.
    """

    name = "product_holding_buying_prices"
    selected_by_default = False
    parent_stream_type = ProductHoldings
    expand = "buying_prices"
    key = ("product_id", "position")
    schema = table(
        *_HOLDING,
        position(),
        money("buying_price", "Per stock unit, in the base currency (inferred).", scale=5),
        flag("is_buying_price_confirmed", "Whether the supplier has invoiced the price (inferred)."),
        quantity("stock_level", "Quantity in stock at this price (inferred)."),
        text("stock_unit_name"),
        quantity("number_of_movements", "A count, although documented with decimals."),
    )


class ProductHoldingBuyingPriceMovements(NestedStream):
    """A stock movement whose goods are still in stock at one buying price (inferred).

    Sage sends these rows in the response for `product_holding_buying_prices` (inferred). If not, the table stays empty.
    Its rows may be as outdated as those of `product_holdings`.
    """

    name = "product_holding_buying_price_movements"
    selected_by_default = False
    parent_stream_type = ProductHoldingBuyingPrices
    expand = "buying_prices"
    key = ("product_id", "buying_price_position", "position")
    schema = table(
        parent_key("product_id", of="product_id"),
        parent_key("buying_price_position", of="position"),
        parent_timestamp("product_date_time_updated", of="product_date_time_updated"),
        position(),
        timestamp("date"),
        text("reference"),
        text("second_reference"),
        text("warehouse_name"),
        text("bin_item_name", "Name of the bin (inferred)."),
        quantity("quantity", "Quantity of the movement that is still in stock (inferred)."),
        text("stock_item_unit_name"),
    )
