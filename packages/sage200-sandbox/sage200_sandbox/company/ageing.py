"""Aged debtors and creditors at the end of the year.

The age is the number of days since the due date, or since the transaction date if there is no due date. An amount that
is not due yet is "future". An amount up to thirty days late is "current". Each further period has thirty days (periods
are inferred).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.ledger import LEDGERS, SALES_LEDGER
from sage200_sandbox.company.nested import nested
from sage200_sandbox.company.office import YEAR_END
from sage200_sandbox.company.reading import grouped, total, typed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sage200_sandbox.company.ledger import Ledger
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

PERIODS = "sales_aged_transaction_period_views"
_DAYS, _LAST = 30, 8
_TITLES = {
    "future": "Not yet due",
    "current": f"0 to {_DAYS} days",
    **{f"period_{number}": f"{number * _DAYS + 1} to {(number + 1) * _DAYS} days" for number in range(1, _LAST + 1)},
    "past": f"Over {(_LAST + 1) * _DAYS} days",
}
_LABELS: dict[str, Value] = {f"aged_period_{number}": _TITLES[f"period_{number}"] for number in range(1, _LAST + 1)}


def views(ledger: Ledger) -> tuple[str, str]:
    """The names of the detailed view and the summary view of a ledger."""
    aged = "debtor" if ledger is SALES_LEDGER else "creditor"
    return f"{ledger.name}_aged_{aged}_detailed_views", f"{ledger.name}_aged_{aged}_summary_views"


def tables(made: Tables) -> Tables:
    """The detailed views, the summaries, and the values by period."""
    rows: Tables = {PERIODS: []}
    for ledger in LEDGERS:
        detailed, summary = views(ledger)
        rows[detailed] = [detail(ledger, row) for row in made[ledger.posted] if row["document_outstanding_value"]]
        by_trader = grouped(rows[detailed], f"{ledger.trader}_id").values()
        rows[summary] = [summed(ledger, details) for details in by_trader]
        if ledger is SALES_LEDGER:
            rows[PERIODS] = [row for details in by_trader for row in by_period(details)]
    return rows


def periods(office: Office, made: Tables) -> Tables:
    """The ageing periods in the settings of both ledgers: the age after which each of them starts."""
    rows: Tables = {}
    for ledger in LEDGERS:
        (settings,) = made[f"{ledger.name}_ledger_settings"]
        table = f"{ledger.name}_ledger_ageing_periods"
        rows[table] = [
            nested(table, settings, days_period_starts_after=number * _DAYS, **office.master(table))
            for number in range(1, _LAST + 1)
        ]
    return rows


def detail(ledger: Ledger, posted: Row) -> Row:
    """The row of an outstanding transaction. Its value is in the column of one period."""
    period = period_of(posted)
    return blank(
        views(ledger)[0],
        **{
            f"{ledger.trader}_id": posted[f"{ledger.trader}_id"],
            f"posted_{ledger.trader}_transaction_id": posted["id"],
            f"doc_{period}": posted["document_outstanding_value"],
            f"base_{period}": posted["control_value_in_base_currency"],
        },
        **_LABELS,
    )


def summed(ledger: Ledger, details: list[Row]) -> Row:
    """The summary of one customer or supplier. It has no transaction id."""
    columns = (f"{money}_{period}" for money in ("doc", "base") for period in _TITLES)
    sums: Row = {name: _sum(details, name) for name in columns}
    trader_id = f"{ledger.trader}_id"
    return blank(views(ledger)[1], **{trader_id: details[0][trader_id]}, **sums, **_LABELS)


def by_period(details: list[Row]) -> list[Row]:
    """The amounts that one customer owes, one row per period. Periods without an amount have no row."""
    return [
        blank(
            PERIODS,
            customer_id=details[0]["customer_id"],
            base_outstanding_value=_sum(details, f"base_{period}"),
            ageing_period_name=title,
            ageing_date=YEAR_END,
        )
        for period, title in _TITLES.items()
        if any(row[f"doc_{period}"] for row in details)
    ]


def _sum(details: Iterable[Row], name: str) -> Decimal:
    return total(typed(row, name, Decimal) for row in details)


def period_of(posted: Row) -> str:
    """The period of a posted transaction, as its name appears in the columns."""
    due = date_in(posted, "transaction_date" if posted["due_date"] is None else "due_date")
    late = (YEAR_END - due).days
    if late < 0:
        return "future"
    number = max(late - 1, 0) // _DAYS
    if number > _LAST:
        return "past"
    return f"period_{number}" if number else "current"
