"""How old what is owed is, at the end of the story's year.

Ages are counted from the due date, or from the transaction's where there is none: what is not due yet is future,
what is at most thirty days late is current, and each further period has thirty days (periods are inferred).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.office import YEAR_END

if TYPE_CHECKING:
    from sage200_sandbox.rows import Row, Value

_DAYS, _PERIODS = 30, 8

TITLES = {
    "future": "Not yet due",
    "current": f"0 to {_DAYS} days",
    **{f"period_{number}": f"{number * _DAYS + 1} to {(number + 1) * _DAYS} days" for number in range(1, _PERIODS + 1)},
    "past": f"Over {(_PERIODS + 1) * _DAYS} days",
}
LABELS: dict[str, Value] = {f"aged_period_{number}": TITLES[f"period_{number}"] for number in range(1, _PERIODS + 1)}


def period_of(posted: Row) -> str:
    """The name of the period, as columns have it, that a posted transaction has come to."""
    due = date_in(posted, "transaction_date" if posted["due_date"] is None else "due_date")
    late = (YEAR_END - due).days
    if late < 0:
        return "future"
    number = max(late - 1, 0) // _DAYS
    if number > _PERIODS:
        return "past"
    return f"period_{number}" if number else "current"
