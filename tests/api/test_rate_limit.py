from __future__ import annotations

import logging
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.api.rate_limit import RateLimiter, UnwantedError
from tests.support.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

PATIENCE = 5.0
"""Seconds after which a thread that should have come through is given up."""


def pass_through(limiter: RateLimiter) -> float:
    with limiter.slot() as began:
        return began


def inside(limiter: RateLimiter, count: int) -> Sequence[AbstractContextManager[float]]:
    """Let requests pass that stay under way."""
    passing = [limiter.slot() for _ in range(count)]
    for each in passing:
        each.__enter__()
    return passing


def comes_through(limiter: RateLimiter) -> Event:
    """Let one more request come to the limiter in a thread of its own."""
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
    """Count how many requests may be under way now."""
    passing: list[AbstractContextManager[float]] = []
    while not limiter.is_full:
        passing += inside(limiter, 1)
    for each in passing:
        each.__exit__(None, None, None)
    return len(passing)


def test_no_more_requests_are_under_way_than_allowed(limiter: RateLimiter) -> None:
    passing = inside(limiter, 4)
    another = comes_through(limiter)

    assert not another.wait(0.05)
    passing[0].__exit__(None, None, None)
    assert another.wait(PATIENCE)


def test_nobody_overtakes_a_request_that_waits(limiter: RateLimiter) -> None:
    order = []

    def come() -> None:
        with limiter.slot():
            order.append("who waits")

    passing = inside(limiter, 4)
    waiting = Thread(target=come, daemon=True)
    waiting.start()
    waiting.join(0.05)
    passing[0].__exit__(None, None, None)
    with limiter.slot():
        order.append("who comes later")
    waiting.join(PATIENCE)

    assert order == ["who waits", "who comes later"]


def test_a_request_that_nobody_wants_any_more_when_its_turn_comes_is_not_sent(limiter: RateLimiter) -> None:
    wanted = {"the first": True, "the second": True}
    came, dropped = list[str](), list[str]()

    def come(name: str) -> None:
        try:
            with limiter.slot(lambda: wanted[name]):
                came.append(name)
        except UnwantedError:
            dropped.append(name)

    passing = inside(limiter, 4)
    waiting = [Thread(target=come, args=(name,), daemon=True) for name in wanted]
    for each in waiting:
        each.start()
        each.join(0.05)
    wanted["the first"] = False
    passing[0].__exit__(None, None, None)
    for each in waiting:
        each.join(PATIENCE)

    assert (came, dropped) == (["the second"], ["the first"])


def test_who_turns_away_leaves_the_turn_to_the_next(clock: Clock) -> None:
    limiter = RateLimiter(4, 60, clock=clock)
    pass_through(limiter)
    with pytest.raises(UnwantedError), limiter.slot(lambda: not clock.slept):
        pass
    pass_through(limiter)

    assert clock.slept == [1.0], "the second one waited, and then was not wanted any more"
    assert width(limiter) == 4


def test_where_sage_asks_for_patience_half_as_many_are_under_way(limiter: RateLimiter, clock: Clock) -> None:
    limiter.slow_down(clock.monotonic(), too_fast=False)
    assert width(limiter) == 2

    clock.sleep(1)
    for _ in range(5):
        limiter.slow_down(clock.monotonic(), too_fast=True)
        clock.sleep(100)
    assert width(limiter) == 1, "one may always be"


def test_requests_that_were_under_way_together_count_as_one_sign(limiter: RateLimiter, clock: Clock) -> None:
    began = clock.monotonic()
    clock.sleep(1)
    for _ in range(3):
        limiter.slow_down(began, too_fast=True)

    assert width(limiter) == 2


def test_good_answers_bring_them_back_slowly(limiter: RateLimiter, clock: Clock) -> None:
    limiter.slow_down(clock.monotonic(), too_fast=False)
    for _ in range(19):
        limiter.succeeded(clock.monotonic())
    assert width(limiter) == 2

    for _ in range(100):
        limiter.succeeded(clock.monotonic())
    assert width(limiter) == 4


def test_nobody_begins_while_sage_wants_to_be_left_alone(limiter: RateLimiter) -> None:
    with limiter.paused():
        waiting = [comes_through(limiter) for _ in range(3)]
        assert not waiting[0].wait(0.05)
    assert all(each.wait(PATIENCE) for each in waiting)


def test_a_single_refusal_sets_no_pace(limiter: RateLimiter, clock: Clock) -> None:
    limiter.slow_down(clock.monotonic(), too_fast=True)
    clock.slept.clear()
    for _ in range(5):
        pass_through(limiter)

    assert clock.slept == []


def test_a_second_one_sets_the_pace_that_sage_has_borne(limiter: RateLimiter, clock: Clock) -> None:
    before = clock.monotonic()
    limiter.slow_down(before, too_fast=True)
    for _ in range(5):
        limiter.succeeded(before)  # taken before Sage asked for patience
    clock.sleep(0.1)
    for _ in range(5):
        limiter.succeeded(clock.monotonic())
    clock.sleep(0.9)
    limiter.slow_down(clock.monotonic(), too_fast=True)
    clock.slept.clear()
    for _ in range(4):
        pass_through(limiter)

    assert clock.slept == pytest.approx([0.22] * 3, rel=0.05), "a fifth of a second, and a little slower"


def test_the_pace_that_was_learnt_is_forgotten_slowly(limiter: RateLimiter, clock: Clock) -> None:
    for _ in range(2):
        limiter.slow_down(clock.monotonic(), too_fast=True)
        clock.sleep(1)
    clock.sleep(600)
    clock.slept.clear()
    for _ in range(3):
        pass_through(limiter)

    assert sum(clock.slept) < 0.01


def test_a_limit_of_requests_a_second_is_kept_to_with_few_refusals() -> None:
    clock, served, refused = Clock(), list[float](), 0
    limiter = RateLimiter(4, clock=clock)
    while len(served) < 200:
        began = pass_through(limiter)
        if len([at for at in served if began - at < 1]) >= 5:
            refused += 1
            limiter.slow_down(began, too_fast=True)
            with limiter.paused():
                clock.sleep(1)
        else:
            served.append(began)
            limiter.succeeded(began)
        clock.sleep(0.01)

    assert served[-1] - served[0] < 1.25 * 200 / 5
    assert refused < 12


def test_what_was_learnt_is_logged_when_it_is_news(
    limiter: RateLimiter, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for _ in range(3):
        limiter.slow_down(clock.monotonic(), too_fast=False)
        for _ in range(60):
            limiter.succeeded(clock.monotonic())
        clock.sleep(1)

    assert [record.getMessage() for record in caplog.records] == [
        "Sage limits the rate: at most 2 requests at once from now on; more only slowly"
    ]


def test_the_pace_that_is_learnt_is_logged_once(
    limiter: RateLimiter, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for _ in range(4):
        limiter.slow_down(clock.monotonic(), too_fast=True)
        clock.sleep(1)
        for _ in range(5):
            limiter.succeeded(clock.monotonic())

    paces = [record.getMessage() for record in caplog.records if "a minute" in record.getMessage()]
    assert paces == ["Sage accepts about 273 requests a minute: the tap sends no more"]


@pytest.mark.parametrize(("per_minute", "gap"), [(1, 60), (30, 2), (600, 0.1)])
def test_requests_keep_their_pace(clock: Clock, per_minute: int, gap: float) -> None:
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

    assert clock.slept == pytest.approx([60, 2]), "a long pause buys one request, not many at once"


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


def test_without_a_limit_nobody_waits(clock: Clock) -> None:
    limiter = RateLimiter(1, clock=clock)
    for _ in range(4):
        pass_through(limiter)

    assert clock.slept == []
