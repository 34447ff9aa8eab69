"""Simulate a round of a fleet: shards wait for slots, and running shards share processors and Sage's limit.

Requests are a flow. The rates of all running shards stay the same until one of them ends, so the simulation goes from
end to end. It has no clock and no chance: equal fleets give equal rounds.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_ROUNDING = 1e-9


class Bound(StrEnum):
    """What keeps a shard from being faster."""

    SAGE = "Sage's limit"
    IN_FLIGHT = "requests in flight"
    PER_MINUTE = "`requests_per_minute`"
    PROCESSOR = "processors"
    PROGRAM = "the slowest program of a run"


@dataclass(frozen=True, slots=True)
class CompanyCost:
    """What a company costs in each round, in a shard."""

    requests: float
    cpu: float
    """Seconds of processor time of all programs."""
    slowest: float
    """Seconds of processor time of the program that takes most: it uses one processor."""


@dataclass(frozen=True, slots=True)
class Fleet:
    """The companies, the machines and the settings."""

    company: CompanyCost
    workers: int
    sage: float = inf
    """The requests per second that Sage accepts from all runs together."""
    companies: int = 500
    shard: int = 25
    """Companies per shard."""
    slots: int = 4
    """Shards that run at the same time on a worker."""
    processors: int = 4
    """Processors of a worker."""
    latency: float = 0.2
    """Seconds per request."""
    concurrency: int = 4
    requests_per_minute: float = inf

    def shards(self) -> list[int]:
        """Return the number of companies of each shard."""
        full, rest = divmod(self.companies, self.shard)
        return [self.shard] * full + [rest] * (rest > 0)


@dataclass(frozen=True, slots=True)
class Round:
    """The result."""

    seconds: float
    binds: Bound
    """What bound the shards for the longest time."""


@dataclass(slots=True)
class _Run:
    """A running shard."""

    worker: int
    requests: float
    """The requests that are left."""


def simulate(fleet: Fleet) -> Round:
    """Run all shards once."""
    waiting = fleet.shards()
    running: list[_Run] = []
    seconds = 0.0
    bound = dict.fromkeys(Bound, 0.0)
    while waiting or running:
        busy = Counter(run.worker for run in running)
        for worker in sorted(range(fleet.workers), key=busy.__getitem__) * fleet.slots:
            if waiting and busy[worker] < fleet.slots:
                running.append(_Run(worker, waiting.pop(0) * fleet.company.requests))
                busy[worker] += 1
        rates = _rates(fleet, running, busy)
        step = min(run.requests / rate for run, (rate, _) in zip(running, rates, strict=True))
        seconds += step
        for run, (rate, why) in zip(running, rates, strict=True):
            run.requests -= rate * step
            bound[why] += step
        running = [run for run in running if run.requests > _ROUNDING]
    return Round(seconds, max(bound, key=bound.__getitem__))


def _rates(fleet: Fleet, running: Sequence[_Run], busy: Mapping[int, int]) -> list[tuple[float, Bound]]:
    """Return the requests per second of each running shard, and what bounds them."""
    company = fleet.company
    own = [
        min(
            (fleet.concurrency / fleet.latency, Bound.IN_FLIGHT),
            (fleet.requests_per_minute / 60, Bound.PER_MINUTE),
            (company.requests / company.slowest, Bound.PROGRAM),
            (company.requests / company.cpu * fleet.processors / busy[run.worker], Bound.PROCESSOR),
        )
        for run in running
    ]
    fair = _fair_share([rate for rate, _ in own], fleet.sage)
    return [bound if bound[0] <= fair else (fair, Bound.SAGE) for bound in own]


def _fair_share(rates: Sequence[float], limit: float) -> float:
    """Return the rate at which Sage's limit holds those that could be faster. What the slower ones leave is theirs."""
    left = limit
    for place, rate in enumerate(sorted(rates)):
        share = left / (len(rates) - place)
        if rate > share:
            return share
        left -= rate
    return inf
