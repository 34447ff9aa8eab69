"""The price book: bands of prices, the price of each product in them, discounts and whom they are for."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    enum,
    flag,
    identifier,
    money,
    reference,
    since,
    since_each,
    table,
    text,
    timestamp,
)
from tap_sage200.streams.shared.named_values import PRICE_BAND_TYPES


class CustomerDiscountGroups(ResourceStream):
    """A group of customers who get the same discounts."""

    name = "customer_discount_groups"
    introduced = "2020-09-16"
    schema = table(identifier("id"), text("name"), text("description"), *AUDIT)


class CustomerPriceBands(ResourceStream):
    """A price band that a customer may buy from; it matters where bands are limited to some (inferred)."""

    name = "customer_price_bands"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        reference("customer_id", "customers"),
        reference("price_band_id", "price_bands"),
        *since_each(AUDIT, date_time_created="2020-12-14"),
    )


class OrderValueDiscounts(ResourceStream):
    """A discount that goes by the value of a whole order. Sage's table of its steps was not found."""

    name = "order_value_discounts"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        text("name"),
        text("description"),
        reference("currency_id", "currencies", "The currency that the value of the order is measured in."),
        *AUDIT,
    )


class PriceBands(ResourceStream):
    """A list of selling prices in one currency, for all customers or for those it is given to."""

    name = "price_bands"
    schema = table(
        identifier("id"),
        text("name"),
        text("description"),
        reference("currency_id", "currencies"),
        flag("is_standard_band", "Whether other bands fall back on its prices."),
        reference("price_band_type_id", "price_band_types"),
        *since(
            "2021-07-26",
            enum(
                "price_band_type",
                "Whom it is for, such as `Universal` for all customers (inferred).",
                values=PRICE_BAND_TYPES,
            ),
        ),
        flag("is_active"),
        flag("is_time_based", "Whether it holds only between the two instants below."),
        timestamp("active_date_time_from"),
        timestamp("active_date_time_to"),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class PriceBookSettings(ResourceStream):
    """Which ways of pricing the company uses: one row."""

    name = "price_book_settings"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        flag("use_limited_price_bands", "Whether bands may be given to single customers (inferred)."),
        flag("use_customer_discount_groups"),
        flag("use_stock_item_discounts"),
        flag("use_product_group_discounts"),
        flag("use_quantity_based_discounts"),
        flag("use_order_value_discounts"),
        *AUDIT,
    )


class ProductPriceViews(ResourceStream):
    """The price of a product in a price band."""

    name = "product_price_views"
    key = ("product_price_id",)
    created = None
    schema = table(
        identifier("product_price_id"),
        reference("product_id", "products"),
        text("product_code"),
        text("product_name"),
        text("product_stock_unit_name"),
        reference("price_band_id", "price_bands"),
        text("price_band_name"),
        flag("product_price_use_standard", "Whether the standard band's price holds instead of this one."),
        money("product_price_price", "For one stock unit (inferred); five decimals were seen."),
        reference("currency_id", "currencies"),
        text("currency_name"),
        text("currency_symbol"),
        timestamp("date_time_updated", "When Sage last wrote the price, UTC."),
    )
