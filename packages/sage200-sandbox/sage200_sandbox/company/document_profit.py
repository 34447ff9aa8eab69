"""What orders and quotes earn: as ordered (estimated), and of what was invoiced (realised).

All is in base currency (inferred), as the costs of products are. A comment earns nothing and has no analysis.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.document_lines import quantity
from sage200_sandbox.company.lines import COMMENT
from sage200_sandbox.company.reading import ZERO, in_base, total, typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sage200_sandbox.rows import Row, Value

STOCK_LINES, OTHER_LINES = "stock_item_order_lines", "other_order_lines"

_NOT_TRACEABLE = "EnumTraceableTypeNone"
_HUNDRED = 100


def analysed(lines: Sequence[Row], prefix: str) -> list[Row]:
    """The lines that have an analysis."""
    return [line for line in lines if line[f"{prefix}_line_type"] != COMMENT]


def list_of(line: Row) -> str:
    """The list of the document's analysis that the line's is in."""
    return STOCK_LINES if line["product_id"] else OTHER_LINES


def document_values(lines: Sequence[Row], prefix: str) -> Row:
    """What a document earns, from the rows of its lines in the view."""
    own = analysed(lines, prefix)
    costs = [_cost(line, prefix) for line in own]
    issued, realised = total(_issued(line, prefix) for line in own), total(_realised(line, prefix) for line in own)
    realised_cost = total(
        quantity(line, prefix, "invoice_credit_quantity") * typed(line, f"{prefix}_line_cost_price", Decimal)
        for line in own
    )
    return {
        "estimated_cost_value": total(costs),
        "issue_value": issued,
        **_profit("estimated", issued, total(costs)),
        "realised_cost_value": realised_cost,
        "realised_issue_value": realised,
        **_profit("realised", realised, realised_cost),
    }


def line_values(line: Row, prefix: str, products: Mapping[Value, Row]) -> Row:
    """What a line earns, from its row in the view; rates are for one unit."""
    cost = typed(line, f"{prefix}_line_cost_price", Decimal)
    ordered, invoiced = quantity(line, prefix, "quantity"), quantity(line, prefix, "invoice_credit_quantity")
    price = typed(line, f"{prefix}_line_discounted_unit_price", Decimal)
    product = products.get(line["product_id"])
    return {
        "sop_order_return_line_id": line[f"{prefix}_line_id"],
        "item_code": line[f"{prefix}_line_product_code"],
        "item_description": line[f"{prefix}_line_product_description"],
        "traceable_type": product["traceable_type"] if product else _NOT_TRACEABLE,
        "line_type": line[f"{prefix}_line_type"],
        "estimated_cost_rate": cost,
        **_profit("estimated", _issued(line, prefix), ordered * cost),
        "issue_rate": price / typed(line, f"{prefix}_exchange_rate", Decimal),
        "line_quantity": ordered,
        "realised_cost_rate": cost if invoiced else ZERO,
        "realised_cost_value": invoiced * cost,
        **_profit("realised", _realised(line, prefix), invoiced * cost),
        "realised_quantity": invoiced,
    }


def _cost(line: Row, prefix: str) -> Decimal:
    return quantity(line, prefix, "quantity") * typed(line, f"{prefix}_line_cost_price", Decimal)


def _issued(line: Row, prefix: str) -> Decimal:
    net, rate = (typed(line, f"{prefix}_{name}", Decimal) for name in ("line_total_value", "exchange_rate"))
    return in_base(net, rate)


def _realised(line: Row, prefix: str) -> Decimal:
    """What was invoiced of a line: all of it or nothing."""
    return _issued(line, prefix) if quantity(line, prefix, "invoice_credit_quantity") else ZERO


def _profit(kind: str, revenue: Decimal, cost: Decimal) -> Row:
    profit = revenue - cost
    return {
        f"{kind}_profit_value": profit,
        f"{kind}_profit_percent_on_revenue": _percent(profit, revenue),
        f"{kind}_profit_percent_on_cost": _percent(profit, cost),
    }


def _percent(profit: Decimal, of: Decimal) -> Decimal:
    return profit * _HUNDRED / of if of else ZERO
