"""What is held of a product in all warehouses together, and what was paid for it."""

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
    """How much of a product there is in all warehouses together, in stock units (inferred).

    Sage reckons it at the moment of asking, and a move of goods need not move the product's stamp (inferred): read the
    table whole, or take the sums of `warehouse_holdings`.
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
        quantity("quantity_allocated", "Of that, set aside."),
        quantity("quantity_on_order", "On purchase orders, not yet received."),
        quantity("quantity_on_order_for_direct_delivery", "On orders from which it goes straight to customers."),
        money("average_buying_price", "For one stock unit, in the base currency (inferred).", scale=5),
        quantity("quantity_sold_this_period"),
        quantity("quantity_sold_last_period"),
        quantity("quantity_bought_this_period"),
        quantity("quantity_bought_last_period"),
    )


class ProductHoldingBuyingPrices(NestedStream):
    """A price that was paid for goods of a product that are still there (inferred).

    Comes only where Sage sends it along with `product_holdings` (inferred), and is as old as these.
    """

    name = "product_holding_buying_prices"
    selected_by_default = False
    parent_stream_type = ProductHoldings
    expand = "buying_prices"
    key = ("product_id", "position")
    schema = table(
        *_HOLDING,
        position(),
        money("buying_price", "For one stock unit, in the base currency (inferred).", scale=5),
        flag("is_buying_price_confirmed", "Whether the supplier has invoiced it (inferred)."),
        quantity("stock_level", "How much is there at this price (inferred)."),
        text("stock_unit_name"),
        quantity("number_of_movements", "A count, though documented with decimals."),
    )


class ProductHoldingBuyingPriceMovements(NestedStream):
    """A move of goods that brought in what is still there at a price (inferred).

    Comes only where Sage sends it along with `product_holding_buying_prices` (inferred), and is as old as these.
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
        quantity("quantity", "What is left of it (inferred)."),
        text("stock_item_unit_name"),
    )
