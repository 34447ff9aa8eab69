"""What is said of products and of holdings when one wants to delete or change them.

The status of a product has the product's id and stamps (inferred).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.lines import LIVE, ON_HOLD
from sage200_sandbox.company.nested import nested
from sage200_sandbox.company.reading import typed
from sage200_sandbox.company.repeating import grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

OF_PRODUCTS, OF_HOLDINGS = "product_statuses", "warehouse_holding_statuses"
NO_REASON, IN_STOCK, ON_ORDER = "None", "InStock", "OnOrder"
_OPEN = {LIVE, ON_HOLD}


@dataclass(frozen=True, slots=True)
class Known:
    """What tells a product's status: products by where they occur, and holdings by product."""

    sold: set[Value]
    selling: set[Value]
    bought: set[Value]
    buying: set[Value]
    traced: set[Value]
    holdings: Mapping[Value, list[Row]]


def tables(made: Tables) -> Tables:
    """The statuses of all products and holdings."""
    known = known_of(lambda table: made[table])
    return {
        OF_PRODUCTS: [status(product, known) for product in made["products"]],
        OF_HOLDINGS: [holding_status(holding) for holding in made["warehouse_holdings"]],
    }


def known_of(rows: Callable[[str], Iterable[Row]]) -> Known:
    """What the rows of a company's tables tell."""
    sales, purchases = list(rows("sop_order_line_views")), list(rows("pop_order_line_views"))
    holdings = list(rows("warehouse_holdings"))
    product = {holding["id"]: holding["product_id"] for holding in holdings}
    return Known(
        sold={line["product_id"] for line in sales},
        selling={line["product_id"] for line in sales if line["sop_order_document_status"] in _OPEN},
        bought={line["product_id"] for line in purchases},
        buying={line["product_id"] for line in purchases if line["pop_order_document_status"] in _OPEN},
        traced={product[item["warehouse_holding_id"]] for item in rows("traceable_item_balances")},
        holdings=grouped(holdings, "product_id"),
    )


def status(product: Row, known: Known) -> Row:
    """What is said of a product; no batch or serial number is missing, and nothing is built of others."""
    id_ = product["id"]
    held = known.holdings.get(id_, [])
    quantities = [typed(holding, "quantity_in_stock", Decimal) for holding in held]
    allocated = any(typed(holding, "quantity_allocated_sop", Decimal) for holding in held)
    return nested(
        OF_PRODUCTS,
        product,
        has_negative_stock_quantities=any(quantity < 0 for quantity in quantities),
        has_movement_balances=any(quantities),
        has_active_pop_orders=id_ in known.buying,
        has_sop_or_pop_documents=id_ in known.sold or id_ in known.bought,
        has_active_sop_or_pop_documents=id_ in known.selling or id_ in known.buying,
        has_traceable_items=id_ in known.traced,
        has_traceable_sop_allocations=id_ in known.traced and allocated,
        **{name: product[name] for name in ("id", "date_time_created", "date_time_updated")},
    )


def holding_status(holding: Row) -> Row:
    """Why a holding may not be deleted: it has stock, or is waiting for some (the values are inferred)."""
    reason = ON_ORDER if typed(holding, "quantity_on_order", Decimal) else NO_REASON
    if typed(holding, "quantity_in_stock", Decimal):
        reason = IN_STOCK
    return nested(OF_HOLDINGS, holding, delete_exception_type=reason)
