"""The tables of the section Sizing in `docs/fleet.md`."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, inf
from typing import TYPE_CHECKING

from tools.bench.report import table
from tools.sizing.simulation import Company, Fleet, simulate

if TYPE_CHECKING:
    from collections.abc import Iterable

QUIET = Company(requests=144, cpu=5.0, slowest=2.0)
"""A company in a quiet run, as `make bench ARGS=fleet` measured it."""
DAILY = Company(requests=250, cpu=6.0, slowest=3.0)
"""A company in the first run of a day."""
WORKERS = (1, 2, 5)
LIMITS = (5.0, 20.0, 100.0, inf)


def tables() -> str:
    """Return all tables of the page."""
    hourly = [_row(f"{workers}", Fleet(QUIET, workers)) for workers in WORKERS]
    daily = [_row(f"{workers}", Fleet(DAILY, workers)) for workers in WORKERS]
    bounded = [_row(f"{each:g}", Fleet(QUIET, max(WORKERS), requests_per_minute=each)) for each in (15.0, 60.0, 240.0)]
    return "\n\n".join(
        [
            _table("workers, an hourly round", hourly),
            _table("workers, the first round of a day", daily),
            _table("`requests_per_minute`, an hourly round", bounded),
        ]
    )


def _table(first: str, rows: Iterable[tuple[str, ...]]) -> str:
    limits = ["no limit" if limit == inf else f"{limit:g} per second" for limit in LIMITS]
    return table((first, *limits), rows)


def _row(first: str, fleet: Fleet) -> tuple[str, ...]:
    return first, *(_cell(fleet, limit) for limit in LIMITS)


def _cell(fleet: Fleet, limit: float) -> str:
    done = simulate(replace(fleet, sage=limit))
    return f"{_time(done.seconds)}: {done.binds}"


def _time(seconds: float) -> str:
    hours, minutes = divmod(ceil(seconds / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
