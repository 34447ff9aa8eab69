"""What stock control keeps beside groups, products and warehouses: units, areas, search values, cost headings.

All products are counted in single pieces, some are sold in boxes too; the other units serve nobody.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.fixed import brought
from sage200_sandbox.company.nominal import STOCK_ADJUSTMENTS, account_of
from sage200_sandbox.company.office import SET_UP
from sage200_sandbox.company.products import UNIT

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_UNITS = ((UNIT, 1), ("Pack of 6", 6), ("Box of 12", 12), ("Pallet", 480))
_AREAS = ("Office", "Showroom", "Workshop")
_COST_HEADINGS = (
    ("EnumBOMCostHeadingTypeLabour", "Labour", 15),
    ("EnumBOMCostHeadingTypeMachine", "Machines", 10),
    ("EnumBOMCostHeadingTypeSubcontract", "Subcontracted work", 5),
)
_SEARCH = (("Colour", ("(none)", "Black", "White", "Blue")), ("Material", ("(none)", "Paper", "Wood", "Metal")))
_SEARCHED_GROUPS = {"0002": ("Blue", "Black"), "0003": ("Metal",), "0004": ("Wood", "Metal", "White")}


def tables(office: Office, made: Tables) -> Tables:
    """All of them."""
    units = [
        blank(
            "units",
            name=name,
            multiple_of_base_unit=Decimal(multiple),
            each_value=multiple == 1,
            **office.master("units"),
        )
        for name, multiple in _UNITS
    ]
    categories = [blank("search_categories", name=name, **office.master("search_categories")) for name, _ in _SEARCH]
    values = _search_values(office, categories)
    return {
        "units": units,
        "auto_generate_separators": [
            brought("auto_generate_separators", id=id_, name=name, separator_character=character)
            for id_, (name, character) in enumerate((("None", ""), ("Hyphen", "-"), ("Slash", "/")), start=1)
        ],
        "bom_cost_headings": _bom_cost_headings(office),
        "internal_areas": _internal_areas(office, made),
        "search_categories": categories,
        "search_values": values,
        "product_group_search_category_values": _values_of_groups(office, made, categories, values),
    }


def _bom_cost_headings(office: Office) -> list[Row]:
    """What a bill of materials would cost beside its components; one was there from the start."""
    return [
        blank(
            "bom_cost_headings",
            id=office.next_id(),
            bom_cost_heading_type=kind,
            name=name,
            overhead_recovery_percent=Decimal(percent),
            reserved=name == "Labour",
            date_time_created=SET_UP,
        )
        for kind, name, percent in _COST_HEADINGS
    ]


def _internal_areas(office: Office, made: Tables) -> list[Row]:
    """Who uses goods within the firm; their cost is an adjustment of stock."""
    (account,) = [row for row in made["nominal_codes"] if account_of(row) == STOCK_ADJUSTMENTS]
    return [
        blank(
            "internal_areas",
            name=name,
            is_default=name == _AREAS[0],
            nominal_code_id=account["id"],
            **office.master("internal_areas"),
        )
        for name in _AREAS
    ]


def _search_values(office: Office, categories: list[Row]) -> list[Row]:
    return [
        blank(
            "search_values",
            name=name,
            search_category_id=category["id"],
            is_none_value=name == names[0],
            **office.master("search_values"),
        )
        for category, (_, names) in zip(categories, _SEARCH, strict=True)
        for name in names
    ]


def _values_of_groups(office: Office, made: Tables, categories: list[Row], values: list[Row]) -> list[Row]:
    """The values that a group's products may have; a category without any comes with none at all (inferred)."""
    return [
        blank(
            "product_group_search_category_values",
            product_group_id=group["id"],
            search_category_id=category["id"],
            search_category_name=category["name"],
            **link,
        )
        for group in made["product_groups"]
        if group["code"] in _SEARCHED_GROUPS
        for category in categories
        for link in _links(office, [row for row in values if _is_wanted(row, group, category)])
    ]


def _is_wanted(value: Row, group: Row, category: Row) -> bool:
    return value["search_category_id"] == category["id"] and value["name"] in _SEARCHED_GROUPS[str(group["code"])]


def _links(office: Office, values: list[Row]) -> list[dict[str, Value]]:
    if not values:
        return [{"prod_group_search_val_id": None, "search_value_id": None, "search_value_name": None}]
    return [
        {
            "prod_group_search_val_id": office.next_id(),
            "search_value_id": value["id"],
            "search_value_name": value["name"],
        }
        for value in values
    ]
