"""Stock control: the search categories of products, such as colour or size."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, flag, identifier, reference, table, text, whole


class ProductGroupSearchCategoryValues(ResourceStream):
    """A search category value for products of a group.

    A category for which the group has no values has one row (inferred). Its `search_value_id` is 0.
    """

    name = "product_group_search_category_values"
    introduced = "2021-07-26"
    key = ("product_group_id", "search_category_id", "search_value_id")
    timestamps = ()
    created = None
    schema = table(
        reference("product_group_id", "product_groups", key=True),
        reference("search_category_id", "search_categories", key=True),
        reference("search_value_id", "search_values", key=True),
        whole("prod_group_search_val_id", "Key of the link; null if none is set (inferred)."),
        text("search_category_name"),
        text("search_value_name"),
    )


class SearchCategories(ResourceStream):
    """A search category for products."""

    name = "search_categories"
    introduced = "2021-07-26"
    schema = table(identifier("id"), text("name"), *AUDIT)


class SearchValues(ResourceStream):
    """A possible value of a search category."""

    name = "search_values"
    introduced = "2021-07-26"
    schema = table(
        identifier("id"),
        reference("search_category_id", "search_categories"),
        text("name"),
        flag("is_none_value", "Whether this value is for products without a value (inferred)."),
        *AUDIT,
    )
