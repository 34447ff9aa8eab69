"""What is owed to suppliers by age, transaction by transaction and in sum, at the end of the story.

Ages are counted from the due date, and from the transaction's date where there is none: what is not due yet is
future, what is at most thirty days late is current, and each further period has thirty days (inferred).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from tap_sage200.sandbox.company.blank import blank
from tap_sage200.sandbox.company.dates import date_in
from tap_sage200.sandbox.company.office import YEAR_END
from tap_sage200.sandbox.company.reading import total, typed
from tap_sage200.sandbox.company.repeating import grouped

if TYPE_CHECKING:
    from tap_sage200.sandbox.company.start import Tables
    from tap_sage200.sandbox.rows import Row, Value

_DETAILED, _SUMMARY = "purchase_aged_creditor_detailed_views", "purchase_aged_creditor_summary_views"
_PERIODS, _DAYS = 8, 30
_LABELS: dict[str, Value] = {
    f"aged_period_{number}": f"{number * _DAYS + 1} to {(number + 1) * _DAYS} days" for number in range(1, _PERIODS + 1)
}
_BUCKETS = ("past", "future", "current", *(f"period_{number}" for number in range(1, _PERIODS + 1)))
_COLUMNS = tuple(f"{kind}_{bucket}" for kind in ("doc", "base") for bucket in _BUCKETS)


def tables(made: Tables) -> Tables:
    """The two views of what is outstanding."""
    outstanding = [row for row in made["purchase_posted_transactions"] if row["document_outstanding_value"]]
    detailed = [_aged(row) for row in outstanding]
    return {
        _DETAILED: detailed,
        _SUMMARY: [_summed(supplier, rows) for supplier, rows in grouped(detailed, "supplier_id").items()],
    }


def bucket(days: int) -> str:
    """The period of what is so many days late."""
    if days < 0:
        return "future"
    number = max(0, days - 1) // _DAYS
    if number > _PERIODS:
        return "past"
    return f"period_{number}" if number else "current"


def _aged(posted: Row) -> Row:
    due = date_in(posted, "transaction_date" if posted["due_date"] is None else "due_date")
    column = bucket((YEAR_END - due).days)
    return blank(
        _DETAILED,
        supplier_id=posted["supplier_id"],
        posted_supplier_transaction_id=posted["id"],
        **{
            f"doc_{column}": posted["document_outstanding_value"],
            f"base_{column}": posted["control_value_in_base_currency"],
        },
        **_LABELS,
    )


def _summed(supplier: Value, detailed: list[Row]) -> Row:
    """One supplier's sums; it names no transaction."""
    sums = {name: total(typed(row, name, Decimal) for row in detailed) for name in _COLUMNS}
    return blank(_SUMMARY, supplier_id=supplier, **sums, **_LABELS)
