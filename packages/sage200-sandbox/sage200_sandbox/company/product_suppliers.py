"""Who supplies a product, and what was ordered there: the sums of the lines of the purchase orders.

Orders that were cancelled, or are drafts, count for nothing.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.office import SET_UP
from sage200_sandbox.company.reading import by, total, typed

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_OPEN = {"EnumDocumentStatusLive", "EnumDocumentStatusOnHold"}
_ORDERED = {*_OPEN, "EnumDocumentStatusComplete"}


def product_suppliers(office: Office, made: Tables) -> list[Row]:
    """One for each product: each group of each variety has one supplier."""
    lines: defaultdict[Value, list[Row]] = defaultdict(list)
    for line in made["pop_order_line_views"]:
        if line["pop_order_document_status"] in _ORDERED:
            lines[line["product_id"]].append(line)
    suppliers = by(made["suppliers"], "id")
    supplier_of = _suppliers(made)
    return [
        _row(office, product, suppliers[supplier_of[_family(product)]], lines[product["id"]])
        for product in made["products"]
        if _family(product) in supplier_of
    ]


def _family(product: Row) -> tuple[Value, str]:
    """The group and the variety of a product, which is the number behind the slash of its code."""
    return product["product_group_id"], str(product["code"]).partition("/")[2]


def _suppliers(made: Tables) -> dict[tuple[Value, str], Value]:
    """The supplier of each family that anything was ordered of."""
    products = by(made["products"], "id")
    return {_family(products[line["product_id"]]): line["supplier_id"] for line in made["pop_order_line_views"]}


def _row(office: Office, product: Row, supplier: Row, lines: list[Row]) -> Row:
    price = lines[-1]["pop_order_line_unit_price"] if lines else product["standard_cost"]
    return blank(
        "product_suppliers",
        product_id=product["id"],
        supplier_id=supplier["id"],
        supplier_stock_code=f"{supplier['reference']}-{product['code']}",
        lead_time=7,
        lead_time_unit="EnumTimeUnitDay",
        usual_order_quantity=Decimal(20),
        minimum_order_quantity=Decimal(10),
        list_price=price,
        date_list_price_changed=SET_UP,
        default_pricing_source_type="LastBuyingPrice",
        landed_costs_type=product["landed_costs_type"],
        is_preferred=True,
        country_of_origin_id=supplier["country_code_id"],
        **_ordered(lines),
        **office.master("product_suppliers"),
    )


def _ordered(lines: list[Row]) -> Row:
    """What comes of the lines, which are in the order of time."""
    if not lines:
        return {}
    quantities = [typed(line, "pop_order_line_quantity", Decimal) for line in lines]
    still_due = (
        quantity for line, quantity in zip(lines, quantities, strict=True) if line["pop_order_document_status"] in _OPEN
    )
    return {
        "order_quantity_year_to_date": total(quantities),
        "order_value_year_to_date": total(typed(line, "pop_order_line_total_value", Decimal) for line in lines),
        "last_order_date": lines[-1]["pop_order_document_date"],
        "last_order_quantity": quantities[-1],
        "last_buying_price": lines[-1]["pop_order_line_unit_price"],
        "quantity_on_order": total(still_due),
    }
