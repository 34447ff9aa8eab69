"""Windows that cover all time, and live runs between them, load what one full load gives."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.errors import UnexpectedPageError
from tests.support.clock import Clock
from tests.support.one_table import HOUR, LONG_AGO, Attempt, Event, World
from tests.support.simulated_sage import UPDATED

if TYPE_CHECKING:
    from collections.abc import Sequence

    Rows = Sequence[tuple[datetime | None, datetime | None]]
    """The timestamps of the rows at the beginning: of the last update, and of the creation."""

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
QUIET = Attempt([])
START = Clock().instant
"""A day before the first run. Each run begins a day after the one before, and takes some minutes."""
TIMES = (
    datetime(2015, 1, 1, tzinfo=UTC),
    LONG_AGO,
    LONG_AGO + timedelta(microseconds=1500),
    datetime(2025, 1, 1, tzinfo=UTC),
    *(START + number * DAY for number in range(-1, 10)),
    *(START + number * DAY + 3 * MINUTE for number in range(1, 5)),
    START + 3 * DAY + HOUR,
    datetime(2100, 1, 1, tzinfo=UTC),
)
"""Times at which windows and live runs begin and end."""
STAMPED = ("now", "an hour before it is seen", "created after its update", "far ahead", "never")
"""A row that is committed long after its timestamp cannot be seen in a complete window."""
ROWS = st.lists(
    st.tuples(st.none() | st.sampled_from(TIMES[:6]), st.none() | st.sampled_from(TIMES[:6])), min_size=2, max_size=9
)
EVENT = st.builds(Event, st.sampled_from(["insert", "update", "delete"]), st.sampled_from(STAMPED), st.integers(0, 20))
ATTEMPT = st.builds(Attempt, st.lists(st.lists(EVENT, max_size=2), max_size=3), st.none() | st.integers(0, 6))


@dataclass(frozen=True)
class Run:
    """A run of the tap, and its settings."""

    start: datetime | None = None
    end: datetime | None = None
    step: str | None = None
    lookback: int = 3900
    attempt: Attempt = QUIET

    @property
    def settings(self) -> dict[str, Any]:
        """The settings that it needs."""
        dates = {"start_date": self.start, "end_date": self.end}
        given = {name: date.isoformat() for name, date in dates.items() if date is not None}
        step = {"window_step": self.step} if self.step and self.start and self.end else {}
        return {**given, **step, "lookback_seconds": self.lookback}


@st.composite
def runs(draw: st.DrawFn, times: Sequence[datetime]) -> Run:
    """Draw a run with changes, over a window between some times, or a live one."""
    bounds: list[datetime | None] = [None, *sorted(times)]
    place = draw(st.integers(0, len(times)))
    start, end = bounds[place], draw(st.sampled_from([None, *bounds[place + 1 :]]))
    step = draw(
        st.sampled_from([None, "1day", "2weeks"] if end and start and end - start < 50 * DAY else [None, "9years"])
    )
    return Run(start, end, step, draw(st.sampled_from([3900, 3900, 7200])), draw(ATTEMPT))


@st.composite
def stories(draw: st.DrawFn) -> tuple[Sequence[Run], Sequence[Run]]:
    """Draw some runs with changes, and quiet ones after them: windows of all time, and a live run, in any order."""
    cuts = sorted(draw(st.sets(st.sampled_from(TIMES), min_size=1, max_size=4)))
    begins: list[datetime | None] = [None, *cuts]
    windows = [Run(begin, end) for begin, end in zip(begins, cuts, strict=False)]
    tries = draw(st.lists(runs(cuts), min_size=1, max_size=5))
    return tries, draw(st.permutations([*windows, Run(draw(st.sampled_from(begins)))]))


def play(rows: Rows, runs: Sequence[Run], *, ahead: int) -> World:
    """Let runs read a table. One that fails changes neither state nor bookmark, and another one follows."""
    world = World(ahead=ahead)
    for updated, created in rows:
        world.sage.write(world.insert("now"), updated, created)
    for run in runs:
        with suppress(UnexpectedPageError):
            world.run(run.attempt, **run.settings)
    return world


def stamped(world: World) -> set[int]:
    """Name the rows of Sage that have a timestamp, and that the warehouse has not, or not as they are."""
    return {key for key in world.stale() if world.sage.rows[key][UPDATED] is not None}


@given(ROWS, stories(), st.integers(1, 4))
def test_windows_of_all_time_and_live_runs_load_what_a_full_load_gives(
    rows: Rows, story: tuple[Sequence[Run], Sequence[Run]], ahead: int
) -> None:
    tries, cover = story

    assert not stamped(play(rows, [*tries, *cover], ahead=ahead))


TIMES_OF_A_STORY = st.sets(st.sampled_from(TIMES), min_size=1, max_size=3).map(sorted)


@given(ROWS, TIMES_OF_A_STORY.flatmap(lambda times: st.lists(runs(times), min_size=1, max_size=3)))
def test_a_live_run_without_start_date_loads_all_that_windows_and_later_start_dates_have_left_out(
    rows: Rows, tries: list[Run]
) -> None:
    assert not stamped(play(rows, [*tries, Run()], ahead=1))
