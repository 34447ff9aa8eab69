"""A round takes as long as what binds it, and never less than any bound."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import pytest

from tools.sizing.simulation import Bound, CompanyCost, Fleet, simulate

COMPANY = CompanyCost(requests=150, cpu=3, slowest=1)
FLEET = Fleet(COMPANY, workers=5)
"""Twenty shards in twenty slots."""


def test_sages_limit_binds_whatever_the_number_of_workers() -> None:
    for workers in (5, 50):
        done = simulate(replace(FLEET, workers=workers, sage=20))
        assert done.seconds == pytest.approx(500 * 150 / 20)
    assert done.binds == Bound.SAGE


def test_without_a_limit_the_requests_in_flight_bind() -> None:
    done = simulate(FLEET)
    assert done.seconds == pytest.approx(500 * 150 * 0.2 / (20 * 4))
    assert done.binds == Bound.IN_FLIGHT


def test_one_slot_runs_the_shards_one_after_another() -> None:
    alone = simulate(replace(FLEET, companies=25)).seconds
    assert simulate(replace(FLEET, workers=1, slots=1)).seconds == pytest.approx(20 * alone)


def test_more_slots_than_shards_do_not_help() -> None:
    assert simulate(replace(FLEET, workers=50)).seconds == pytest.approx(simulate(FLEET).seconds)


def test_smaller_shards_use_more_slots() -> None:
    many = replace(FLEET, workers=50)
    assert simulate(replace(many, shard=5)).seconds == pytest.approx(simulate(many).seconds / 5)


def test_few_processors_bind() -> None:
    done = simulate(replace(FLEET, processors=1, concurrency=100))
    assert done.seconds == pytest.approx(500 * 3 / 5)
    assert done.binds == Bound.PROCESSOR


def test_a_run_is_not_faster_than_its_slowest_program() -> None:
    done = simulate(replace(FLEET, processors=100, concurrency=100))
    assert done.seconds == pytest.approx(25 * 1)
    assert done.binds == Bound.PROGRAM


def test_requests_per_minute_hold_for_each_run() -> None:
    done = simulate(replace(FLEET, requests_per_minute=60, sage=100))
    assert done.seconds == pytest.approx(500 * 150 / 20)
    assert done.binds == Bound.PER_MINUTE


def test_what_slow_shards_leave_of_the_limit_goes_to_the_others() -> None:
    # Two shards, of 200 and 100 requests, share a processor: 2.5 requests per second each. The third, of 200, has its
    # own processor, and takes the 4 requests per second that they leave. After 40 s the small one has ended.
    company = CompanyCost(requests=100, cpu=20, slowest=1)
    done = simulate(Fleet(company, workers=2, companies=5, shard=2, slots=2, processors=1, sage=9))
    assert done.seconds == pytest.approx(40 + 40 / 4.5 + 60 / 5)


def test_the_last_shard_may_be_small() -> None:
    assert replace(FLEET, companies=60).shards() == [25, 25, 10]
    assert replace(FLEET, companies=50).shards() == [25, 25]


@pytest.mark.parametrize("workers", [1, 2, 3, 7])
@pytest.mark.parametrize("sage", [5, 20, 100, inf])
def test_no_round_is_faster_than_a_bound(workers: int, sage: float) -> None:
    fleet = Fleet(COMPANY, workers=workers, sage=sage)
    requests = fleet.companies * COMPANY.requests
    floors = [
        requests / sage,
        requests * fleet.latency / (workers * fleet.slots * fleet.concurrency),
        fleet.companies * COMPANY.cpu / (workers * fleet.processors),
    ]
    assert simulate(fleet).seconds > 0.999 * max(floors)
