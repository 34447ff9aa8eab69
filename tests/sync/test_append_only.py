from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.config.settings import Settings
from tap_sage200.config.table_options import TableOptions
from tap_sage200.sync.append_only import KEYS_BACK, MARKS, KeyBookmark
from tap_sage200.sync.cursor import Cursor
from tap_sage200.timestamps import to_text

BEGIN = datetime(2026, 1, 31, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
LOOK_BACK = 65 * MINUTE
SETTINGS = TableOptions.of_all_tables(Settings.from_config({"access_token": "access-0"}))


class Journal:
    """A journal that gets rows, and the tap that reads it again and again."""

    def __init__(self, lookback: timedelta = LOOK_BACK) -> None:
        self.now = BEGIN
        self.state: dict[str, Any] = {}
        self.committed: set[int] = set()
        self.loaded: set[int] = set()
        self.greatest = 0
        self._lookback = int(lookback.total_seconds())

    def pass_time(self, time: timedelta, keys: int) -> None:
        """Let time pass, in which other tables take keys, and one row is posted."""
        self.now += time
        self.greatest += keys
        self.committed.add(self.greatest)

    def run(self, *, seconds: int = 10) -> int:
        """Run the tap, and return how many keys it read again."""
        bookmark = KeyBookmark(self.state, "id")
        before = int(bookmark.text or 0)
        cursor = bookmark.unfinished() or bookmark.changes(self.now, SETTINGS)
        back = before - (cursor.after if cursor.after is not None else before)
        self.loaded |= {key for key in self.committed if cursor.after is None or key > cursor.after}
        self.now += timedelta(seconds=seconds)
        cursor = cursor.past(max(self.committed), None)
        bookmark.finish(cursor, ended=self.now, lookback=self._lookback)
        return back


@pytest.mark.parametrize("every", [MINUTE, 20 * MINUTE, 60 * MINUTE, timedelta(days=1), timedelta(days=31)])
def test_a_row_that_is_committed_within_the_look_back_is_found_however_often_runs_are(every: timedelta) -> None:
    journal = Journal()
    for _ in range(200):
        journal.pass_time(every, keys=5_000)
        journal.run()
    late = journal.greatest - 4_000
    posted = journal.now

    while journal.now + every < posted + LOOK_BACK:
        journal.pass_time(every, keys=5_000)
        journal.run()
    journal.committed.add(late)
    journal.pass_time(every, keys=5_000)
    journal.run()

    assert late in journal.loaded


def test_a_row_that_was_pending_in_the_previous_run_is_found_a_month_later() -> None:
    journal = Journal()
    for _ in range(3):
        journal.pass_time(timedelta(days=31), keys=50_000)
        journal.run()
    pending = journal.greatest - 30_000
    journal.committed.add(pending)
    journal.pass_time(timedelta(days=31), keys=50_000)
    journal.run()

    assert pending in journal.loaded


@given(st.lists(st.tuples(st.integers(1, 300), st.integers(1, 9_000), st.integers(0, 64)), max_size=40))
def test_no_row_is_lost_whose_commit_takes_less_than_the_look_back(
    steps: list[tuple[int, int, int]],
) -> None:
    journal = Journal()
    pending: list[tuple[datetime, int]] = []
    for minutes, keys, delay in steps:
        journal.pass_time(minutes * MINUTE, keys)
        journal.greatest += 1
        pending.append((journal.now + delay * MINUTE, journal.greatest))
        journal.committed |= {key for at, key in pending if at <= journal.now}
        journal.run()
    journal.pass_time(LOOK_BACK, keys=1)
    journal.committed |= {key for _, key in pending}
    # While no mark is old enough, the tap goes back by a number of keys.
    is_begun = "settled_key" in journal.state
    journal.run()

    lost = journal.committed - journal.loaded
    assert not lost or not is_begun or journal.greatest > KEYS_BACK
    assert not (lost and journal.greatest <= KEYS_BACK)


def test_a_quiet_journal_is_read_again_for_no_more_than_its_last_row() -> None:
    journal = Journal()
    for _ in range(9):
        journal.pass_time(60 * MINUTE, keys=50)
        journal.run()
    backs = []
    for _ in range(5):
        journal.now += 60 * MINUTE
        backs.append(journal.run())

    assert backs[-1] == 1
    quiet = dict(journal.state)
    journal.now += 60 * MINUTE
    journal.run()
    assert journal.state == quiet, "a quiet run changes nothing"


@pytest.mark.parametrize("lookback", [0, 1, 3900, 10**9])
def test_the_number_of_marks_is_bounded(lookback: int) -> None:
    journal = Journal(timedelta(seconds=lookback))
    for _ in range(300):
        journal.pass_time(MINUTE, keys=3)
        journal.run(seconds=1)

    assert len(journal.state["marks"]) <= MARKS + 3


def test_without_a_look_back_only_the_last_row_is_read_again() -> None:
    journal = Journal(timedelta())
    for _ in range(3):
        journal.pass_time(60 * MINUTE, keys=50)
        back = journal.run()

    assert back == 1


def test_a_state_without_marks_goes_back_by_a_number_of_keys() -> None:
    state = {"replication_key": "id", "replication_key_value": 123_456}

    assert KeyBookmark(state, "id").changes(BEGIN, SETTINGS).after == 123_456 - KEYS_BACK


@pytest.mark.parametrize(("settled", "expected"), [({}, 90_000), ({"settled_key": 95_000}, 95_000)])
def test_an_interrupted_load_resumes_with_a_look_back(settled: dict[str, int], expected: int) -> None:
    state: dict[str, Any] = dict(settled)
    KeyBookmark(state, "id").keep(Cursor(started=to_text(BEGIN), after=100_000))

    resumed = KeyBookmark(state, "id").unfinished()

    assert resumed is not None
    assert resumed.after == expected


def test_a_mark_from_a_clock_that_was_ahead_gives_way_to_a_right_one() -> None:
    journal = Journal()
    journal.pass_time(MINUTE, keys=10)
    journal.now += timedelta(days=30_000)
    journal.run()
    journal.now = BEGIN
    for _ in range(4):
        journal.pass_time(60 * MINUTE, keys=10)
        journal.run()

    assert all(at < to_text(BEGIN + timedelta(days=1)) for _, at in journal.state["marks"])


def test_a_source_that_lost_the_last_row_is_read_from_its_start() -> None:
    journal = Journal()
    journal.pass_time(MINUTE, keys=10)
    journal.run()
    bookmark = KeyBookmark(journal.state, "id")
    cursor = bookmark.changes(journal.now, SETTINGS)

    assert bookmark.looks_back(cursor)
    assert bookmark.is_lost(cursor)
    bookmark.go_back_to(None)
    assert bookmark.changes(journal.now, SETTINGS).after is None
