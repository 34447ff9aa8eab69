"""What comes with a product or a group only when it is asked for: accounts, units, and whether it has links.

All goods are stock of one account; what they earn and cost goes to the department of their group.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sage200_sandbox.company.catalogue import GROUPS
from sage200_sandbox.company.nominal import ACCRUED_GOODS, STOCK, account_of, cost_of_sales, sales_account
from sage200_sandbox.company.products import UNIT
from sage200_sandbox.company.reading import by, typed

if TYPE_CHECKING:
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value


def tables(made: Tables) -> Tables:
    """Products and groups with all that; `made` has the units, the links and the batches and serial numbers."""
    accounts, unit = _accounts(made), by(made["units"], "name")[UNIT]["id"]
    shared = {group["id"]: accounts[group["code"]] | _units(unit) for group in made["product_groups"]}
    links = {
        "has_alternative_products": {row["product_id"] for row in made["alternative_products"]},
        "has_cross_sell_products": {row["product_id"] for row in made["cross_sell_products"]},
        "has_preferred_supplier": {row["product_id"] for row in made["product_suppliers"] if row["is_preferred"]},
    }
    numbered = _numbered(made)
    return {
        "product_groups": [group | shared[group["id"]] for group in made["product_groups"]],
        "products": [
            product
            | shared[product["product_group_id"]]
            | {name: product["id"] in having for name, having in links.items()}
            | {"auto_generate_next_number": numbered[product["id"]] + typed(product, "auto_generate_next_number", int)}
            for product in made["products"]
        ],
    }


def _accounts(made: Tables) -> dict[Value, Row]:
    """The accounts of a group's goods, by its code."""
    ids = {account_of(row): row["id"] for row in made["nominal_codes"]}
    return {
        group.code: {
            "stock_nominal_code_id": ids[STOCK],
            "revenue_nominal_code_id": ids[sales_account(group.department, foreign=False)],
            "accrual_nominal_code_id": ids[ACCRUED_GOODS],
            "issue_nominal_code_id": ids[cost_of_sales(group.department)],
        }
        for group in GROUPS
    }


def _units(unit: Value) -> Row:
    return {"base_unit_id": unit, "stock_unit_id": unit}


def _numbered(made: Tables) -> Counter[Value]:
    """How many batches or serial numbers each product has."""
    product = {row["id"]: row["product_id"] for row in made["warehouse_holdings"]}
    return Counter(product[row["warehouse_holding_id"]] for row in made["traceable_item_balances"])
