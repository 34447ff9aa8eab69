"""How goods are built and of what: furniture could be put together from parts of the main warehouse.

Nothing is built in the story, so all else has no such settings.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.nested import nested

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

_FURNITURE = "0004"
_LABOUR = "EnumBOMCostHeadingTypeLabour"


def tables(office: Office, made: Tables) -> Tables:
    """The settings of the furniture, of its group and of all warehouses; `made` has the cost headings."""
    (group,) = [row for row in made["product_groups"] if row["code"] == _FURNITURE]
    (labour,) = [row for row in made["bom_cost_headings"] if row["bom_cost_heading_type"] == _LABOUR]
    main = made["warehouses"][0]
    return {
        "product_group_bom_settings": [
            nested("product_group_bom_settings", group, cost_heading_id=labour["id"], **_entered(office, group))
        ],
        "product_bom_settings": [
            nested(
                "product_bom_settings",
                product,
                order_min_quantity=Decimal(5),
                scrap_percent=Decimal("2.5"),
                cost_heading_id=labour["id"],
                **_entered(office, product),
            )
            for product in made["products"]
            if product["product_group_id"] == group["id"]
        ],
        "warehouse_bom_settings": [
            nested(
                "warehouse_bom_settings",
                warehouse,
                is_component_source=warehouse is main,
                **_entered(office, warehouse),
            )
            for warehouse in made["warehouses"]
        ],
    }


def _entered(office: Office, parent: Row) -> Row:
    """The settings' own id, and when they were entered: with what they are of."""
    return {"id": office.next_id(), "date_time_created": parent["date_time_created"]}
