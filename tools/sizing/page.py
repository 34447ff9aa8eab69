"""The tables of the section Sizing in `docs/fleet.md`."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, inf
from typing import TYPE_CHECKING

from tools.bench.report import table
from tools.sizing.simulation import CompanyCost, Fleet, simulate

if TYPE_CHECKING:
    from collections.abc import Iterable

QUIET = CompanyCost(requests=144, cpu=1, slowest=0.5)
"""A company in a quiet run, in a shard of 25. The loader takes about half of the processor time."""
DAILY = CompanyCost(requests=250, cpu=1.2, slowest=0.6)
"""A company in the first run of a day."""
WORKERS = (1, 2, 5)
PER_MINUTE = (15, 60, 240)
SLOTS = (1, 4, 16, 32)
LIMITS = (5.0, 20.0, 100.0, inf)


def tables() -> str:
    """Return all tables of the page."""
    hourly = [_row(f"{workers}", Fleet(QUIET, workers)) for workers in WORKERS]
    daily = [_row(f"{workers}", Fleet(DAILY, workers)) for workers in WORKERS]
    paced = [_row(f"{each}", Fleet(QUIET, max(WORKERS), requests_per_minute=each)) for each in PER_MINUTE]
    return "\n\n".join(
        [
            _table("workers, an hourly round", hourly),
            _table("workers, the first round of a day", daily),
            _table(f"`requests_per_minute`, an hourly round of {max(WORKERS)} workers", paced),
            table(("slots of a worker", "companies in an hour", "what binds"), [_worker_row(each) for each in SLOTS]),
        ]
    )


def _worker_row(slots: int) -> tuple[str, ...]:
    """Describe a worker whose slots are always busy."""
    fleet = Fleet(QUIET, workers=1, slots=slots)
    fleet = replace(fleet, companies=slots * fleet.shard)
    done = simulate(fleet)
    return f"{slots}", f"{fleet.companies * 3600 / done.seconds:,.0f}", done.binds


def _table(first: str, rows: Iterable[tuple[str, ...]]) -> str:
    limits = ["no limit" if limit == inf else f"{limit:g} per second" for limit in LIMITS]
    return table((first, *limits), rows)


def _row(first: str, fleet: Fleet) -> tuple[str, ...]:
    return first, *(_cell(fleet, limit) for limit in LIMITS)


def _cell(fleet: Fleet, limit: float) -> str:
    done = simulate(replace(fleet, sage=limit))
    return f"{_time(done.seconds)}: {done.binds}"


def _time(seconds: float) -> str:
    hours, minutes = divmod(ceil(round(seconds / 60, 6)), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
