"""Stock control: the features that products are searched by, such as colour or size."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, flag, identifier, reference, table, text, whole


class ProductGroupSearchCategoryValues(ResourceStream):
    """A value of a search category that products of a group may have.

    A category whose values are not set for the group comes without them (inferred); the record then carries
    0 for the value.
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
        whole("prod_group_search_val_id", "Key of the link; null where none is set (inferred)."),
        text("search_category_name"),
        text("search_value_name"),
    )


class SearchCategories(ResourceStream):
    """A feature that products are searched by."""

    name = "search_categories"
    introduced = "2021-07-26"
    schema = table(identifier("id"), text("name"), *AUDIT)


class SearchValues(ResourceStream):
    """A value that a search category can have."""

    name = "search_values"
    introduced = "2021-07-26"
    schema = table(
        identifier("id"),
        reference("search_category_id", "search_categories"),
        text("name"),
        flag("is_none_value", "Whether it stands for products that have no value (inferred)."),
        *AUDIT,
    )
