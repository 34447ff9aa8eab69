"""The units of groups and products: all are counted in single pieces, and what is small is sold in boxes too.

No order of the story is for a box.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.products import UNIT
from sage200_sandbox.company.reading import by

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

BOX = "Box of 12"
_PRECISION = Decimal("0.00001")
_BASE, _SELLING = "EnumUnitTypeBase", "EnumUnitTypeSelling"


def tables(office: Office, made: Tables) -> Tables:
    """The units of both, and the short list to choose from, which has the ids of the products' units."""
    groups, units = by(made["product_groups"], "id"), by(made["units"], "id")
    used = _ordered(made)
    of_groups = [
        blank(
            "product_group_units",
            product_group_id=group["id"],
            **_shared(unit),
            **office.master("product_group_units"),
        )
        for group in groups.values()
        for unit in _units(made, group)
    ]
    of_products = [
        blank(
            "product_units",
            product_id=product["id"],
            **_shared(unit),
            has_sop_or_pop_documents=unit["name"] == UNIT and product["id"] in used,
            **office.master("product_units"),
        )
        for product in made["products"]
        for unit in _units(made, groups[product["product_group_id"]])
    ]
    return {
        "product_group_units": of_groups,
        "product_units": of_products,
        "lookup_stock_item_units": [
            blank(
                "lookup_stock_item_units",
                id=row["id"],
                stock_item_id=row["product_id"],
                unit_id=row["unit_id"],
                name=units[row["unit_id"]]["name"],
            )
            for row in of_products
        ],
    }


def _units(made: Tables, group: Row) -> list[Row]:
    """The units of a group's goods by their names, as a list to choose from has them."""
    names = (BOX, UNIT) if group["do_items_use_units"] else (UNIT,)
    known = by(made["units"], "name")
    return [known[name] for name in names]


def _shared(unit: Row) -> Row:
    return {
        "unit_id": unit["id"],
        "unit_type": _BASE if unit["name"] == UNIT else _SELLING,
        "multiple_of_base_unit": unit["multiple_of_base_unit"],
        "unit_precision": _PRECISION,
    }


def _ordered(made: Tables) -> set[Value]:
    """The products that any order of customers or to suppliers is for."""
    return {line["product_id"] for table in ("sop_order_line_views", "pop_order_line_views") for line in made[table]}
