"""Stock control: the suppliers, substitutes and memos of a product."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    MEMO,
    flag,
    identifier,
    money,
    quantity,
    reference,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.stock.products import LANDED_COSTS


class AlternativeProducts(ResourceStream):
    """A product that can be sold in place of another."""

    name = "alternative_products"
    introduced = "2021-03-15"
    schema = table(
        identifier("id"),
        reference("product_id", "products"),
        reference("alternative_product_id", "products", "The product to sell instead (inferred)."),
        flag("is_preferred", "Whether this is the preferred alternative (inferred)."),
        *AUDIT,
    )


class CrossSellProducts(ResourceStream):
    """A product to offer together with another."""

    name = "cross_sell_products"
    introduced = "2021-03-15"
    schema = table(
        identifier("id"),
        reference("product_id", "products"),
        reference("cross_sell_product_id", "products", "The product to offer in addition (inferred)."),
        *AUDIT,
    )


class ProductMemos(ResourceStream):
    """A memo on a product."""

    name = "product_memos"
    introduced = "2021-03-15"
    schema = table(
        identifier("id"),
        reference("product_id", "products"),
        *MEMO,
        *AUDIT,
    )


class ProductSuppliers(ResourceStream):
    """A supplier of a product: price, lead time and order totals.

    Sage calculates the order totals. A purchase order might not update the row's timestamp (inferred).
    """

    name = "product_suppliers"
    introduced = "2021-03-15"
    schema = table(
        identifier("id"),
        reference("product_id", "products"),
        reference("supplier_id", "suppliers"),
        flag("is_preferred"),
        text("supplier_stock_code", "The supplier's code for the product."),
        reference("country_of_origin_id", "country_codes", "0 if not specified (inferred)."),
        whole("lead_time", "Time from order to receipt, in `lead_time_unit`."),
        text("lead_time_unit"),
        quantity("usual_order_quantity"),
        quantity("minimum_order_quantity"),
        money("list_price", "Per unit, in the supplier's currency (inferred).", scale=5),
        timestamp("date_list_price_changed"),
        timestamp("list_price_expiry_date"),
        text("default_pricing_source_type", "Price that a purchase order proposes, such as the last buying price."),
        money("last_buying_price", "Per unit, in the supplier's currency (inferred).", scale=5),
        *LANDED_COSTS,
        quantity("order_quantity_year_to_date"),
        money("order_value_year_to_date", "The currency is not documented."),
        timestamp("last_order_date"),
        quantity("last_order_quantity"),
        quantity("quantity_on_order", "On purchase orders, not yet received."),
        *AUDIT,
    )
