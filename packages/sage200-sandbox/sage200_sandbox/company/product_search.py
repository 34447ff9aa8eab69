"""By which categories the goods of a group can be searched for, and which values its products have in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.nested import nested
from sage200_sandbox.company.repeating import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

OF_GROUPS, OF_PRODUCTS = "product_group_search_categories", "product_search_category_values"


def tables(office: Office, made: Tables) -> Tables:
    """Both tables; `made` has the values that a group's products may have."""
    return {OF_GROUPS: list(_of_groups(office, made)), OF_PRODUCTS: list(_of_products(office, made))}


def _of_groups(office: Office, made: Tables) -> Iterator[Row]:
    """A row for each category of a group; the documents call the name a number, so it repeats the id (inferred)."""
    possible = grouped(made["product_group_search_category_values"], "product_group_id")
    for group in made["product_groups"]:
        categories = dict.fromkeys(row["search_category_id"] for row in possible.get(group["id"], []))
        for category in categories:
            yield nested(
                OF_GROUPS,
                group,
                search_category_id=category,
                search_category_name=category,
                **office.master(OF_GROUPS),
            )


def _of_products(office: Office, made: Tables) -> Iterator[Row]:
    """A value in each category that the group has values in, in turn."""
    possible = [row for row in made["product_group_search_category_values"] if row["search_value_id"] is not None]
    of_group = grouped(possible, "product_group_id")
    for turn, product in enumerate(made["products"]):
        values = grouped(of_group.get(product["product_group_id"], []), "search_category_id")
        for choices in values.values():
            chosen = choices[turn % len(choices)]
            yield nested(
                OF_PRODUCTS,
                product,
                **{name: chosen[name] for name in ("search_category_id", "search_category_name")},
                **{name: chosen[name] for name in ("search_value_id", "search_value_name")},
                **office.master(OF_PRODUCTS),
            )
