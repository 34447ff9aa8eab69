"""The periods that the sales ledger ages its balances by, as its settings list them: those of its aged views.

What is overdue is told apart by the first three of them (inferred).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.nested import nested

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

_STARTS = {"ageing": range(30, 270, 30), "overdue": range(30, 120, 30)}


def tables(office: Office, made: Tables) -> Tables:
    """Both lists of periods."""
    return {f"sales_ledger_{kind}_periods": _periods(office, made, kind) for kind in _STARTS}


def _periods(office: Office, made: Tables, kind: str) -> list[Row]:
    (settings,) = made["sales_ledger_settings"]
    return [
        nested(
            f"sales_ledger_{kind}_periods",
            settings,
            days_period_starts_after=days,
            id=office.next_id(),
            date_time_created=settings["date_time_created"],
            date_time_updated=settings["date_time_updated"],
        )
        for days in _STARTS[kind]
    ]
