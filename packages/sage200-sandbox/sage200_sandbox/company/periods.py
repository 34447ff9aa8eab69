"""The calendar: financial years with their periods, and the periods of both ledgers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.office import YEAR_START, months, next_month

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.rows import Row

_PERIODS = 12
_LAST_DAY = timedelta(days=-1)


def financial_year_period_views(office: Office) -> list[Row]:
    """Last year, this year and next year, with twelve periods each. This view has no timestamps (documented)."""
    rows = []
    for relative in (-1, 0, 1):
        first = YEAR_START.replace(year=YEAR_START.year + relative)
        year_id = office.next_id()
        rows += [
            blank(
                "financial_year_period_views",
                financial_year_id=year_id,
                financial_year_start_date=first,
                financial_year_end_date=first.replace(year=first.year + 1) + _LAST_DAY,
                year_relative_to_current_year=relative,
                number_of_periods_in_year=_PERIODS,
                accounting_period_id=office.next_id(),
                period_number=period,
                period_start_date=month,
                period_end_date=next_month(month) + _LAST_DAY,
            )
            for period, month in enumerate(months(first, _PERIODS), start=1)
        ]
    return rows


def trading_periods(office: Office, table: str) -> list[Row]:
    """The periods of the sales or the purchase ledger. The number within the year is text (documented)."""
    return [
        blank(
            table,
            period_number=str(index % _PERIODS + 1),
            start_date=month,
            end_date=next_month(month) + _LAST_DAY,
            **office.master(table),
        )
        for index, month in enumerate(months(YEAR_START, 2 * _PERIODS))
    ]
