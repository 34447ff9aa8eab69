"""Earlier years of a company, as copies of the current year."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.earlier_year import POSTINGS, earlier_year
from sage200_sandbox.company.office import next_month
from sage200_sandbox.company.reading import typed
from sage200_sandbox.moving import Kind, numbers
from sage200_sandbox.volume.copying import Move, copy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row
    from sage200_sandbox.store import Store

YEARS = 10
"""Maximum number of earlier years. If there are more copies, a year has several."""

CALENDAR = "financial_year_period_views"

_LATEST = 2
_SECONDS = 7
_DAY = timedelta(days=1)


def fill(store: Store, postings: int) -> None:
    """Add earlier years until the ledgers, the cash book and the nominal ledger have this number of postings.

    The years end before last year, since other tables have values of last year by period. Their ids are higher than all
    others, in order of age, as after an import. Their timestamps match their dates. Copies are complete, so the company
    can get more postings than requested.

    Raises:
        ValueError: The company has no settled postings, or already has its earlier years.
    """
    missing = postings - sum(store.count(table) for table in POSTINGS)
    if missing <= 0:
        return
    year = earlier_year(store.rows)
    each = sum(len(year[table]) for table in POSTINGS)
    copies = -(-missing // each)
    periods = _open_years(store, min(YEARS, copies))
    moves = list(_moves(store, year, copies, periods))
    store.write(partial(copy, tables=year, moves=moves), last_id=max(numbers(year, Kind.ID)) + moves[-1].ids)


def _open_years(store: Store, years: int) -> dict[int, int]:
    """Add earlier years to the calendar. Returns the number added to its ids, by age in years."""
    calendar = store.rows(CALENDAR)
    if any(typed(row, "year_relative_to_current_year", int) <= -_LATEST for row in calendar):
        msg = "The company has its earlier years already."
        raise ValueError(msg)
    this_year = [row for row in calendar if row["year_relative_to_current_year"] == 0]
    shifts = _apart(numbers({CALENDAR: this_year}, Kind.PERIOD), store.last_id)
    ages = range(_LATEST + years - 1, _LATEST - 1, -1)
    periods = dict(zip(ages, shifts, strict=False))
    earlier = [_earlier(period, age, shift) for age, shift in periods.items() for period in this_year]
    store.replace(CALENDAR, [*earlier, *calendar])
    return periods


def _earlier(period: Row, age: int, shift: int) -> Row:
    """Return the same period of an earlier year; its February may be longer."""
    days = {name: date_in(period, name) for name in period if name.endswith("_date")}
    moved = {name: day.replace(year=day.year - age) for name, day in days.items()}
    return {
        **period,
        **moved,
        "period_end_date": next_month(moved["period_start_date"]) - _DAY,
        "year_relative_to_current_year": -age,
        "accounting_period_id": typed(period, "accounting_period_id", int) + shift,
        "financial_year_id": typed(period, "financial_year_id", int) + shift,
    }


def _moves(store: Store, year: Tables, copies: int, periods: dict[int, int]) -> Iterator[Move]:
    """Return the moves of all copies: the oldest year first, and equally many copies in each year."""
    posted = {table: store.rows(table) for table in POSTINGS}
    ids = _apart(numbers(year, Kind.ID), store.last_id)
    urns = _apart(numbers(year, Kind.URN), max(numbers(posted, Kind.URN)))
    for turn, (age, shift) in enumerate(periods.items()):
        for layer in range((copies + turn) // len(periods)):
            yield Move(
                ids=next(ids),
                urns=next(urns),
                periods=shift,
                years=age,
                seconds=layer * _SECONDS,
                mark=_mark(age, layer),
            )


def _apart(taken: set[int], last: int) -> Iterator[int]:
    """Return offsets for the numbers in `taken`. Each offset gives numbers above `last` and above all before."""
    return count(last + 1 - min(taken), max(taken) - min(taken) + 1)


def _mark(age: int, layer: int) -> str:
    """Return the suffix of a document number: how many years earlier, and which copy of that year."""
    return f"-{age}" if not layer else f"-{age}.{layer}"
