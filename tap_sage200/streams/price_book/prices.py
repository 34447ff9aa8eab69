"""The price book: price bands, product prices, discounts, and the customers that they apply to."""

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
    """A group of customers with the same discounts."""

    name = "customer_discount_groups"
    introduced = "2020-09-16"
    schema = table(identifier("id"), text("name"), text("description"), *AUDIT)


class CustomerPriceBands(ResourceStream):
    """A price band that is available to a customer.

    Relevant only if the company limits price bands to some customers (inferred): see
    `price_book_settings.use_limited_price_bands`.
    """

    name = "customer_price_bands"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        reference("customer_id", "customers"),
        reference("price_band_id", "price_bands"),
        *since_each(AUDIT, date_time_created="2020-12-14"),
    )


class OrderValueDiscounts(ResourceStream):
    """A discount on the value of a whole order. No known table has the value breaks."""

    name = "order_value_discounts"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        text("name"),
        text("description"),
        reference("currency_id", "currencies", "Currency of the order value."),
        *AUDIT,
    )


class PriceBands(ResourceStream):
    """A price band: selling prices in one currency, for all customers or for selected customers."""

    name = "price_bands"
    schema = table(
        identifier("id"),
        text("name"),
        text("description"),
        reference("currency_id", "currencies"),
        flag("is_standard_band", "Whether this is the standard band. Other bands can use its prices."),
        reference("price_band_type_id", "price_band_types"),
        *since(
            "2021-07-26",
            enum(
                "price_band_type",
                "Customers that the band applies to, such as `Universal` for all customers (inferred).",
                values=PRICE_BAND_TYPES,
            ),
        ),
        flag("is_active"),
        flag("is_time_based", "Whether the band is valid only from `active_date_time_from` to `active_date_time_to`."),
        timestamp("active_date_time_from"),
        timestamp("active_date_time_to"),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class PriceBookSettings(ResourceStream):
    """The pricing methods that the company uses: one row per company."""

    name = "price_book_settings"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        flag("use_limited_price_bands", "Whether price bands can be limited to individual customers (inferred)."),
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
        flag(
            "product_price_use_standard",
            "Whether the price of the standard band applies instead of `product_price_price`.",
        ),
        money("product_price_price", "Per stock unit (inferred); five decimal places were seen."),
        reference("currency_id", "currencies"),
        text("currency_name"),
        text("currency_symbol"),
        timestamp("date_time_updated", "Timestamp of the last change to the price, UTC."),
    )
