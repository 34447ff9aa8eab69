from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.gate import Gate
from tests.unit.clock import Clock


def pass_through(gate: Gate) -> float:
    with gate.passing() as began:
        return began


@pytest.mark.parametrize(("per_minute", "gap"), [(1, 60), (30, 2), (600, 0.1)])
def test_requests_keep_their_pace(clock: Clock, per_minute: int, gap: float) -> None:
    gate = Gate(1, per_minute, clock=clock.seconds, sleep=clock.sleep)
    for _ in range(4):
        pass_through(gate)

    assert clock.slept == pytest.approx([gap] * 3, rel=1e-3)


def test_a_pause_counts_towards_the_pace(clock: Clock) -> None:
    gate = Gate(1, 30, clock=clock.seconds, sleep=clock.sleep)
    pass_through(gate)

    clock.sleep(60)
    pass_through(gate)
    pass_through(gate)

    assert clock.slept == pytest.approx([60, 2]), "a long pause buys one request, not many at once"


@given(st.integers(1, 600), st.lists(st.floats(0, 5), max_size=40))
def test_no_minute_sees_more_requests_than_allowed(per_minute: int, pauses: list[float]) -> None:
    clock, sent_at = Clock(), []
    gate = Gate(1, per_minute, clock=clock.seconds, sleep=clock.sleep)
    for pause in pauses:
        clock.sleep(pause)
        pass_through(gate)
        sent_at.append(clock.seconds())

    for first, later in zip(sent_at, sent_at[per_minute:], strict=False):
        assert later - first >= 60 - 1e-3


def test_without_a_limit_nobody_waits(clock: Clock) -> None:
    gate = Gate(1, clock=clock.seconds, sleep=clock.sleep)
    for _ in range(4):
        pass_through(gate)

    assert clock.slept == []
