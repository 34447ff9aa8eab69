"""What is owed to suppliers by age, transaction by transaction and in sum, at the end of the story."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.ageing import LABELS, TITLES, period_of
from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.reading import total, typed
from sage200_sandbox.company.repeating import grouped

if TYPE_CHECKING:
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_DETAILED, _SUMMARY = "purchase_aged_creditor_detailed_views", "purchase_aged_creditor_summary_views"
_COLUMNS = tuple(f"{kind}_{period}" for kind in ("doc", "base") for period in TITLES)


def tables(made: Tables) -> Tables:
    """The two views of what is outstanding."""
    outstanding = [row for row in made["purchase_posted_transactions"] if row["document_outstanding_value"]]
    detailed = [_aged(row) for row in outstanding]
    return {
        _DETAILED: detailed,
        _SUMMARY: [_summed(supplier, rows) for supplier, rows in grouped(detailed, "supplier_id").items()],
    }


def _aged(posted: Row) -> Row:
    column = period_of(posted)
    return blank(
        _DETAILED,
        supplier_id=posted["supplier_id"],
        posted_supplier_transaction_id=posted["id"],
        **{
            f"doc_{column}": posted["document_outstanding_value"],
            f"base_{column}": posted["control_value_in_base_currency"],
        },
        **LABELS,
    )


def _summed(supplier: Value, detailed: list[Row]) -> Row:
    """One supplier's sums; it names no transaction."""
    sums = {name: total(typed(row, name, Decimal) for row in detailed) for name in _COLUMNS}
    return blank(_SUMMARY, supplier_id=supplier, **sums, **LABELS)
