"""How the profiles of budgets spread a year over its periods, in percent that come to a hundred."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.nested import nested
from sage200_sandbox.company.reading import pence, total

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

_TABLE = "nominal_budget_profile_periods"
_SEASONAL = (7, 7, 8, 8, 7, 6, 9, 10, 11, 11, 8, 8)
_WHOLE = Decimal(100)
_SATURDAY = 5


def nominal_budget_profile_periods(office: Office, made: Tables) -> list[Row]:
    """The periods of this year for each profile; a profile without weights of its own is even."""
    periods = [row for row in made["financial_year_period_views"] if row["year_relative_to_current_year"] == 0]
    weights: dict[str, Sequence[int]] = {
        "Seasonal": _SEASONAL,
        "By working days": [_working_days(period) for period in periods],
    }
    return [
        nested(
            _TABLE,
            profile,
            accounting_period_id=period["accounting_period_id"],
            period_number=period["period_number"],
            budget_percent=percent,
            id=office.next_id(),
        )
        for profile in made["nominal_budget_profiles"]
        for period, percent in zip(
            periods, _percents(weights.get(str(profile["name"]), [1] * len(periods))), strict=True
        )
    ]


def _working_days(period: Row) -> int:
    start, end = date_in(period, "period_start_date"), date_in(period, "period_end_date")
    return sum((start + timedelta(days=day)).weekday() < _SATURDAY for day in range((end - start).days + 1))


def _percents(weights: Sequence[int]) -> list[Decimal]:
    """The share of each, rounded; the last takes what rounding leaves over."""
    percents = [pence(_WHOLE * weight / sum(weights)) for weight in weights]
    return [*percents[:-1], _WHOLE - total(percents[:-1])]
