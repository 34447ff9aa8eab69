from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.errors import UnexpectedPageError
from tests.support.one_table import HOUR, LONG_AGO, TRIES, Attempt, Event, World

if TYPE_CHECKING:
    from datetime import datetime


@given(TRIES, st.integers(1, 4))
def test_every_row_arrives_as_it_is_whatever_happens_and_whenever_runs_die(tries: list[Attempt], ahead: int) -> None:
    world = World(ahead=ahead)
    for attempt in tries:
        world.run(attempt)

    world.run()

    assert not world.stale()


def test_a_run_over_a_window_that_died_costs_a_later_run_without_one_no_row() -> None:
    world = World()
    world.clock.instant += timedelta(days=10)
    before, within = world.clock.now() - timedelta(days=9), world.clock.now()
    for key in range(1, 10):
        world.sage.write(key, within if key in {2, 8} else before, before)
    world.sage.write(8, within + timedelta(hours=20), before)

    world.run(Attempt([], dies_after=5), end_date=(within - HOUR).isoformat())
    world.run()

    assert not world.stale()


@pytest.mark.parametrize(
    ("updated", "created"),
    [
        pytest.param(LONG_AGO, None, id="a row that is older than the stamp of creation"),
        pytest.param(None, LONG_AGO, id="a row that was never updated"),
        pytest.param(None, None, id="a row without a stamp"),
    ],
)
def test_a_run_over_a_window_loses_no_row_that_sage_did_not_stamp(
    updated: datetime | None, created: datetime | None
) -> None:
    world = World()
    world.sage.write(0, updated, created)
    world.sage.write(1, LONG_AGO + 1000 * HOUR, LONG_AGO)

    world.run(end_date="2020-01-01")
    world.run()

    assert not world.stale()


def test_a_window_ends_where_it_says_and_the_next_run_goes_on_from_there() -> None:
    world = World()
    world.sage.write(1, LONG_AGO, LONG_AGO)
    world.sage.write(2, LONG_AGO + HOUR, LONG_AGO)

    world.run(end_date=(LONG_AGO + HOUR).isoformat())
    assert world.stale() == {2}

    world.run()
    assert not world.stale()


def test_a_quiet_table_costs_one_request_if_a_larger_page_came_before() -> None:
    world = World()
    world.insert("now")
    world.run()
    world.sage.asked.clear()
    world.largest = 1000
    world.run()

    assert len(world.sage.asked) == 1


def test_a_table_that_becomes_empty_while_it_is_read_fails_and_keeps_its_state() -> None:
    world = World()
    world.insert("now")

    with pytest.raises(UnexpectedPageError, match="does not find the end"):
        world.run(Attempt([[], [Event("empty", "now", 0)]]))
    assert not world.state
