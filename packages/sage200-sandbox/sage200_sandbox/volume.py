"""A company with a long past: earlier years of books, in as many copies as it takes to have so many postings."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.earlier_year import POSTINGS, earlier_year
from sage200_sandbox.company.office import next_month
from sage200_sandbox.company.reading import typed
from sage200_sandbox.copying import Move, copy
from sage200_sandbox.moving import Kind, numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row
    from sage200_sandbox.store import Store

YEARS = 10
"""How many earlier years there are at most; with more copies than that, a year has several."""

CALENDAR = "financial_year_period_views"

_LATEST = 2
_SECONDS = 7
_DAY = timedelta(days=1)


def fill(store: Store, postings: int) -> None:
    """Gives a company earlier years, until there are so many postings in its ledgers, cash book and nominal ledger.

    The years end before last year, since other tables show the values of last year by period. Their ids are higher
    than all others, the oldest first, as after an import; their stamps are as old as they are. Copies come whole,
    so there may be some postings more than asked for.

    Raises:
        ValueError: if the company has no postings that may come again, or has its earlier years already.
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
    """Adds earlier years to the calendar. Returns what was added to its ids, by how many years earlier it is."""
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
    """The same period of an earlier year; its February may be longer."""
    days = {name: date_in(period, name) for name in period if name.endswith("_date")}
    moved = {name: day.replace(year=day.year - age) for name, day in days.items()}
    return (
        period
        | moved
        | {
            "period_end_date": next_month(moved["period_start_date"]) - _DAY,
            "year_relative_to_current_year": -age,
            "accounting_period_id": typed(period, "accounting_period_id", int) + shift,
            "financial_year_id": typed(period, "financial_year_id", int) + shift,
        }
    )


def _moves(store: Store, year: Tables, copies: int, periods: dict[int, int]) -> Iterator[Move]:
    """Where each copy goes: the oldest year first, and as many copies into each as into the others."""
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
    """What to add to these numbers to get others, again and again: all higher than the last, and never the same."""
    return count(last + 1 - min(taken), max(taken) - min(taken) + 1)


def _mark(age: int, layer: int) -> str:
    """What tells a document's number from that of this year: how many years earlier, and which copy of that year."""
    return f"-{age}" if not layer else f"-{age}.{layer}"
