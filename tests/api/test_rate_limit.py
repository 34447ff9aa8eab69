from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.api.rate_limit import RateLimiter, Slot, UnwantedError
from tests.support.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

PATIENCE = 5.0
"""Seconds to wait for a thread that should get through."""


def pass_through(limiter: RateLimiter, *, has_succeeded: bool = False) -> float:
    """Send a request through the limiter, and return the time of its start."""
    with limiter.slot() as slot:
        slot.has_succeeded = has_succeeded
        return slot.began


def inside(limiter: RateLimiter, count: int) -> Sequence[AbstractContextManager[Slot]]:
    """Start requests that stay in flight."""
    passing = [limiter.slot() for _ in range(count)]
    for each in passing:
        each.__enter__()
    return passing


def comes_through(limiter: RateLimiter) -> Event:
    """Start one more request in a new thread."""
    came = Event()

    def come() -> None:
        pass_through(limiter)
        came.set()

    Thread(target=come, daemon=True).start()
    return came


@pytest.fixture
def limiter(clock: Clock) -> RateLimiter:
    return RateLimiter(4, clock=clock)


def width(limiter: RateLimiter) -> int:
    """Count how many requests may be in flight now."""
    passing: list[AbstractContextManager[Slot]] = []
    while not limiter.is_full:
        passing += inside(limiter, 1)
    for each in passing:
        each.__exit__(None, None, None)
    return len(passing)


def test_no_more_requests_are_in_flight_than_allowed(limiter: RateLimiter) -> None:
    passing = inside(limiter, 4)
    another = comes_through(limiter)

    assert not another.wait(0.05)
    passing[0].__exit__(None, None, None)
    assert another.wait(PATIENCE)


def test_requests_start_in_the_order_in_which_they_came(limiter: RateLimiter) -> None:
    order = []

    def come() -> None:
        with limiter.slot():
            order.append("the first")

    passing = inside(limiter, 4)
    waiting = Thread(target=come, daemon=True)
    waiting.start()
    waiting.join(0.05)
    passing[0].__exit__(None, None, None)
    with limiter.slot():
        order.append("the second")
    waiting.join(PATIENCE)

    assert order == ["the first", "the second"]


@dataclass
class Waiting:
    """Waits for a response, as long as it is wanted."""

    name: str
    is_wanted: bool = True


@dataclass
class LosingInterest:
    """Wants a response until the clock has slept."""

    clock: Clock

    @property
    def is_wanted(self) -> bool:
        return not self.clock.slept


def test_an_unwanted_request_is_not_sent_when_its_turn_comes(limiter: RateLimiter) -> None:
    first, second = Waiting("the first"), Waiting("the second")
    came, dropped = list[str](), list[str]()

    def come(waiting: Waiting) -> None:
        try:
            with limiter.slot(waiting):
                came.append(waiting.name)
        except UnwantedError:
            dropped.append(waiting.name)

    passing = inside(limiter, 4)
    waiting = [Thread(target=come, args=(each,), daemon=True) for each in (first, second)]
    for each in waiting:
        each.start()
        each.join(0.05)
    first.is_wanted = False
    passing[0].__exit__(None, None, None)
    for each in waiting:
        each.join(PATIENCE)

    assert (came, dropped) == (["the second"], ["the first"])


def test_an_unwanted_request_leaves_its_turn_to_the_next(clock: Clock) -> None:
    limiter = RateLimiter(4, 60, clock=clock)
    pass_through(limiter)
    with pytest.raises(UnwantedError), limiter.slot(LosingInterest(clock)):
        pass
    pass_through(limiter)

    assert clock.slept == [1.0], "the second request waited, and then it was no longer wanted"
    assert width(limiter) == 4


def test_after_429_or_503_half_as_many_requests_are_in_flight(limiter: RateLimiter, clock: Clock) -> None:
    limiter.slow_down(clock.monotonic(), too_fast=False)
    assert width(limiter) == 2

    clock.sleep(1)
    for _ in range(5):
        limiter.slow_down(clock.monotonic(), too_fast=True)
        clock.sleep(100)
    assert width(limiter) == 1, "one request is always allowed"


def test_refusals_of_requests_in_flight_together_count_once(limiter: RateLimiter, clock: Clock) -> None:
    began = clock.monotonic()
    clock.sleep(1)
    for _ in range(3):
        limiter.slow_down(began, too_fast=True)

    assert width(limiter) == 2


def test_after_successful_responses_the_number_grows_again_slowly(limiter: RateLimiter, clock: Clock) -> None:
    limiter.slow_down(clock.monotonic(), too_fast=False)
    for _ in range(19):
        pass_through(limiter, has_succeeded=True)
    assert width(limiter) == 2

    for _ in range(100):
        pass_through(limiter, has_succeeded=True)
    assert width(limiter) == 4


def test_no_request_starts_during_a_pause(limiter: RateLimiter) -> None:
    with limiter.paused():
        waiting = [comes_through(limiter) for _ in range(3)]
        assert not waiting[0].wait(0.05)
    assert all(each.wait(PATIENCE) for each in waiting)


def test_a_single_429_sets_no_pace(limiter: RateLimiter, clock: Clock) -> None:
    limiter.slow_down(clock.monotonic(), too_fast=True)
    clock.slept.clear()
    for _ in range(5):
        pass_through(limiter)

    assert clock.slept == []


def test_a_429_for_a_request_that_started_before_the_pause_sets_no_pace(limiter: RateLimiter, clock: Clock) -> None:
    limiter.slow_down(clock.monotonic(), too_fast=True)
    clock.sleep(0.01)
    began = pass_through(limiter)
    with limiter.paused():
        clock.sleep(1)
    limiter.slow_down(began, too_fast=True)
    clock.slept.clear()
    for _ in range(5):
        pass_through(limiter)

    assert clock.slept == []
    assert width(limiter) == 2


def test_a_second_429_sets_the_pace_at_which_sage_accepted_requests(limiter: RateLimiter, clock: Clock) -> None:
    with ExitStack() as started_before:
        for _ in range(2):
            started_before.enter_context(limiter.slot()).has_succeeded = True
        limiter.slow_down(clock.monotonic(), too_fast=True)
    clock.sleep(0.1)
    for _ in range(5):
        pass_through(limiter, has_succeeded=True)
    clock.sleep(0.9)
    limiter.slow_down(clock.monotonic(), too_fast=True)
    clock.slept.clear()
    for _ in range(4):
        pass_through(limiter)

    assert clock.slept == pytest.approx([0.22] * 3, rel=0.05), "a fifth of a second, and a little slower"


def test_the_learned_pace_is_forgotten_slowly(limiter: RateLimiter, clock: Clock) -> None:
    for _ in range(2):
        limiter.slow_down(clock.monotonic(), too_fast=True)
        clock.sleep(1)
    clock.sleep(600)
    clock.slept.clear()
    for _ in range(3):
        pass_through(limiter)

    assert sum(clock.slept) < 0.01


def test_a_limit_of_requests_per_second_causes_few_refusals() -> None:
    clock, served, refused = Clock(), list[float](), 0
    limiter = RateLimiter(4, clock=clock)
    while len(served) < 200:
        with limiter.slot() as slot:
            slot.has_succeeded = len([at for at in served if slot.began - at < 1]) < 5
        if slot.has_succeeded:
            served.append(slot.began)
        else:
            refused += 1
            limiter.slow_down(slot.began, too_fast=True)
            with limiter.paused():
                clock.sleep(1)
        clock.sleep(0.01)

    assert served[-1] - served[0] < 1.25 * 200 / 5
    assert refused < 12


def test_a_lower_number_of_requests_is_logged_once(
    limiter: RateLimiter, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for _ in range(3):
        limiter.slow_down(clock.monotonic(), too_fast=False)
        for _ in range(60):
            pass_through(limiter, has_succeeded=True)
        clock.sleep(1)

    assert [record.getMessage() for record in caplog.records] == [
        "Sage is busy: the tap now sends at most 2 requests at a time, and raises this number slowly"
    ]


def test_the_learned_pace_is_logged_once(limiter: RateLimiter, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for _ in range(4):
        limiter.slow_down(clock.monotonic(), too_fast=True)
        clock.sleep(1)
        for _ in range(5):
            pass_through(limiter, has_succeeded=True)

    paces = [record.getMessage() for record in caplog.records if "per minute" in record.getMessage()]
    assert paces == ["Sage accepts about 273 requests per minute: the tap now sends at most this many"]


@pytest.mark.parametrize(("per_minute", "gap"), [(1, 60), (30, 2), (600, 0.1)])
def test_requests_keep_the_pace_of_requests_per_minute(clock: Clock, per_minute: int, gap: float) -> None:
    limiter = RateLimiter(1, per_minute, clock=clock)
    for _ in range(4):
        pass_through(limiter)

    assert clock.slept == pytest.approx([gap] * 3, rel=1e-3)


def test_a_pause_counts_towards_the_pace(clock: Clock) -> None:
    limiter = RateLimiter(1, 30, clock=clock)
    pass_through(limiter)

    clock.sleep(60)
    pass_through(limiter)
    pass_through(limiter)

    assert clock.slept == pytest.approx([60, 2]), "a long pause allows one request, not a burst"


@given(st.integers(1, 600), st.lists(st.floats(0, 5), max_size=40))
def test_no_minute_sees_more_requests_than_allowed(per_minute: int, pauses: list[float]) -> None:
    clock, sent_at = Clock(), []
    limiter = RateLimiter(1, per_minute, clock=clock)
    for pause in pauses:
        clock.sleep(pause)
        pass_through(limiter)
        sent_at.append(clock.monotonic())

    for first, later in zip(sent_at, sent_at[per_minute:], strict=False):
        assert later - first >= 60 - 1e-3


def test_without_a_limit_no_request_waits(clock: Clock) -> None:
    limiter = RateLimiter(1, clock=clock)
    for _ in range(4):
        pass_through(limiter)

    assert clock.slept == []
