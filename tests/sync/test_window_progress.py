from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from tap_sage200.sync.cursor import Cursor
from tap_sage200.sync.results import TableResult
from tap_sage200.sync.table_sync import TableSync
from tap_sage200.sync.window import Window
from tap_sage200.sync.window_progress import MOST_UNFINISHED, WindowProgress
from tap_sage200.timestamps import to_text

if TYPE_CHECKING:
    from tap_sage200.sync.output import RecordSink
    from tap_sage200.sync.table import Table

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Customers:
    """A table with a replication key."""

    def __init__(self, replication_key: str = "date_time_updated") -> None:
        self.replication_key = replication_key


def progress(state: dict[str, Any], *, lookback: int = 3600, key: str = "date_time_updated") -> WindowProgress:
    sync = TableSync(cast("Table", Customers(key)), TableResult("customers", None), state, cast("RecordSink", None))
    return WindowProgress(sync, lookback)


def window(since: int | None, until: int) -> Window:
    """Return a window between two hours, counted from now."""
    return Window(None if since is None else to_text(NOW + since * HOUR), to_text(NOW + until * HOUR))


def read(state: dict[str, Any], one: Window, *, at: datetime = NOW, after: int | None = None) -> None:
    """Read a window to its end, or to a key."""
    windows = progress(state)
    for cursor in windows.cursors(one, at):
        if after is None:
            windows.finish(cursor, ended=at, lookback=0)
        else:
            windows.keep(cursor.past(after, to_text(NOW)))
            return


def parts(state: dict[str, Any], one: Window, *, at: datetime = NOW) -> list[tuple[Window, int | None]]:
    """Return what is read of a window: the parts, and the key at which each begins."""
    windows = progress(state)
    cursors = (windows.cursor(part, at) for part in windows.missing(one))
    return [(Window(cursor.since, cursor.until or ""), cursor.after) for cursor in cursors]


def test_a_complete_window_and_all_within_it_is_not_read_again() -> None:
    state: dict[str, Any] = {}
    read(state, window(-9, -5))

    assert parts(state, window(-9, -5)) == []
    assert parts(state, window(-8, -6)) == []
    assert parts(state, window(-10, -4)) == [(window(-10, -9), None), (window(-5, -4), None)]


def test_complete_windows_that_touch_are_kept_as_one() -> None:
    state: dict[str, Any] = {}
    for one in (window(-9, -7), window(None, -12), window(-7, -5), window(-12, -9)):
        read(state, one)

    assert state["windows"]["complete"] == [[None, to_text(NOW - 5 * HOUR)]]


def test_a_window_is_complete_only_until_the_look_back_before_the_start_of_the_run() -> None:
    state: dict[str, Any] = {}
    read(state, window(-9, 3))
    assert parts(state, window(-9, 3)) == [(window(-1, 3), None)]

    read(state, window(-9, 3), at=NOW + 10 * HOUR)
    assert parts(state, window(-9, 3)) == []


def test_nothing_is_kept_of_a_window_that_begins_in_the_future() -> None:
    state: dict[str, Any] = {}
    read(state, window(1, 3))

    assert state == {}


def test_an_interrupted_window_resumes_whatever_windows_come_between() -> None:
    state: dict[str, Any] = {}
    read(state, window(-9, -5), after=70)
    read(state, window(-3, -2), after=20)
    read(state, window(-4, -2))

    assert parts(state, window(-9, -5)) == [(window(-9, -5), 70)]
    assert len(state["windows"]["unfinished"]) == 1, "the other one is complete"


def test_an_interrupted_window_resumes_in_each_part_that_is_left_of_it() -> None:
    state: dict[str, Any] = {}
    read(state, window(-9, -5), after=70)
    read(state, window(-8, -7))

    assert parts(state, window(-10, -4)) == [
        (window(-10, -8), None),
        (window(-7, -4), None),
    ], "a part that begins earlier or ends later is read from its first row"
    assert parts(state, window(-9, -5)) == [(window(-9, -8), 70), (window(-7, -5), 70)]
    assert parts(state, window(-7, -6)) == [(window(-7, -6), 70)]


def test_a_window_that_had_not_ended_is_resumed_and_then_read_again_from_where_the_first_run_began() -> None:
    state: dict[str, Any] = {}
    read(state, window(-9, 5), after=70)
    later = progress(state)
    begun = []
    for cursor in later.cursors(window(-9, 5), NOW + 9 * HOUR):
        begun.append((cursor.since, cursor.after))
        later.finish(cursor, ended=NOW, lookback=0)

    assert begun == [(to_text(NOW - 9 * HOUR), 70), (to_text(NOW - HOUR), None)]
    assert parts(state, window(-9, 5)) == []


def test_an_earlier_start_of_the_run_takes_back_what_it_has_not_proven() -> None:
    state: dict[str, Any] = {}
    read(state, window(-9, -5))
    progress(state).limit(NOW - 6 * HOUR)

    assert parts(state, window(-9, -5)) == [(window(-7, -5), None)]


def test_windows_that_were_read_by_another_replication_key_are_forgotten() -> None:
    state: dict[str, Any] = {}
    read(state, window(-9, -5))
    progress(state, key="timestamp_updated")

    assert state == {}


def test_only_some_interrupted_windows_are_kept() -> None:
    state: dict[str, Any] = {}
    for number in range(2 * MOST_UNFINISHED):
        read(state, window(-100 + number, -90 + number), after=number)

    assert len(state["windows"]["unfinished"]) == MOST_UNFINISHED
    assert Cursor(**state["windows"]["unfinished"][-1]).after == 2 * MOST_UNFINISHED - 1
