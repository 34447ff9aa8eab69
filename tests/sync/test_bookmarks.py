from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200 import timestamps
from tap_sage200.config.settings import Settings
from tap_sage200.config.table_options import TableOptions
from tap_sage200.sync.bookmarks import Bookmark
from tap_sage200.sync.cursor import Cursor
from tap_sage200.sync.window import Window

UPDATED = "date_time_updated"
STARTED = datetime(2026, 1, 31, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are local by hypothesis' rule
CHANGES = st.lists(st.none() | INSTANTS.map(timestamps.to_text), max_size=4)


def settings(**given: object) -> TableOptions:
    return TableOptions.of_all_tables(Settings.from_config({"access_token": "access-0", **given}))


def text(instant: datetime) -> str:
    return timestamps.to_text(instant)


def bookmarked(instant: datetime, **more: object) -> dict[str, Any]:
    return {"replication_key": UPDATED, "replication_key_value": text(instant), **more}


def test_a_first_run_asks_for_all_rows() -> None:
    cursor = Bookmark({}, UPDATED).changes(STARTED, settings())

    assert cursor == Cursor(started=text(STARTED))
    assert cursor.where(timestamps=[UPDATED], key="id") is None


def test_a_first_run_with_a_start_date_asks_for_what_changed_since() -> None:
    cursor = Bookmark({}, UPDATED).changes(STARTED, settings(start_date=text(STARTED - HOUR)))

    assert cursor.since == text(STARTED - HOUR), "there is nothing to look back from"


def test_a_later_run_looks_back_a_little_from_the_bookmark() -> None:
    bookmark = Bookmark(bookmarked(STARTED - HOUR), UPDATED)

    cursor = bookmark.changes(STARTED, settings(lookback_seconds=60))

    assert cursor.since == text(STARTED - HOUR - timedelta(seconds=60))


def test_looking_back_stops_at_the_start_date() -> None:
    bookmark = Bookmark(bookmarked(STARTED - HOUR), UPDATED)

    cursor = bookmark.changes(STARTED, settings(start_date=text(STARTED - HOUR), lookback_seconds=60))

    assert cursor.since == text(STARTED - HOUR)


def test_looking_back_further_than_sage_knows_dates_asks_for_all_rows() -> None:
    bookmark = Bookmark(bookmarked(datetime(1753, 1, 1, 0, 0, 59, tzinfo=UTC)), UPDATED)

    assert bookmark.changes(STARTED, settings(lookback_seconds=60)).since is None


def test_a_row_is_asked_for_when_any_of_its_stamps_moved_or_its_key_is_new() -> None:
    cursor = Cursor(started=text(STARTED), since="2026-01-31T10:55:00.000000Z", above=77)

    assert cursor.where(timestamps=["updated", "created"], key="id") == (
        "(updated ge 2026-01-31T10:55:00.000Z or created ge 2026-01-31T10:55:00.000Z or id gt 77)"
    )


def test_without_a_known_key_a_row_is_asked_for_by_its_stamps_alone() -> None:
    cursor = Cursor(started=text(STARTED), since="2026-01-31T10:55:00.000000Z")

    assert cursor.where(timestamps=["updated"], key="id") == "updated ge 2026-01-31T10:55:00.000Z"


def test_a_table_with_one_stamp_and_no_integer_key_is_asked_for_by_that_stamp() -> None:
    cursor = Cursor(started=text(STARTED), since="2026-01-31T10:55:00.000000Z", above=77)

    assert cursor.where(timestamps=["updated"], key=None) == "updated ge 2026-01-31T10:55:00.000Z"


def test_a_window_has_what_changed_within_it() -> None:
    cursor = Cursor(started=text(STARTED), since=text(STARTED - HOUR), until=text(STARTED))

    assert cursor.where(timestamps=["updated"], key="id") == (
        "updated ge 2026-01-31T11:00:00.000Z and updated lt 2026-01-31T12:00:00.000Z"
    )


def test_a_window_also_has_older_rows_of_which_another_timestamp_moved_within_it() -> None:
    cursor = Cursor(started=text(STARTED), since=text(STARTED - HOUR), until=text(STARTED))

    assert cursor.where(timestamps=["updated", "created"], key="id") == (
        "(updated ge 2026-01-31T11:00:00.000Z or "
        "(created ge 2026-01-31T11:00:00.000Z and created lt 2026-01-31T12:00:00.000Z)) "
        "and updated lt 2026-01-31T12:00:00.000Z"
    )


def test_a_window_without_a_start_has_only_its_end() -> None:
    cursor = Cursor(started=text(STARTED), until=text(STARTED))

    assert cursor.where(timestamps=["updated", "created"], key="id") == "updated lt 2026-01-31T12:00:00.000Z"


def test_a_bookmark_begins_where_start_date_was_in_its_first_run_and_the_gap_ends_there() -> None:
    state: dict[str, Any] = {}
    late, early = settings(start_date=text(STARTED - HOUR)), settings(start_date=text(STARTED - 2 * HOUR))
    bookmark = Bookmark(state, UPDATED)
    cursor = bookmark.changes(STARTED, late)
    bookmark.finish(cursor.past(9, text(STARTED)), ended=STARTED, lookback=0)

    assert bookmark.gap(late) is None
    assert bookmark.gap(early) == Window(text(STARTED - 2 * HOUR), text(STARTED - HOUR))
    assert bookmark.gap(settings()) == Window(None, text(STARTED - HOUR))
    bookmark.begin_at(None)
    assert bookmark.gap(settings()) is None


def test_a_start_date_after_the_bookmark_leaves_behind_what_has_been_read() -> None:
    state = bookmarked(STARTED, start_date=text(STARTED - HOUR))
    bookmark, options = Bookmark(state, UPDATED), settings(start_date=text(STARTED + HOUR), lookback_seconds=60)

    behind = bookmark.left_behind(bookmark.changes(STARTED, options), options)

    assert behind == Window(text(STARTED - HOUR), text(STARTED - timedelta(seconds=60)))
    late = settings(start_date=text(STARTED), lookback_seconds=60)
    assert bookmark.left_behind(bookmark.changes(STARTED, late), late) is None


def test_a_page_moves_the_walk_to_its_last_key_and_latest_change() -> None:
    cursor = Cursor(started=text(STARTED))

    moved = cursor.past(8, text(STARTED)).past(9, text(STARTED - HOUR)).past(9, None)

    assert moved == Cursor(started=text(STARTED), after=9, changed=text(STARTED))


def test_an_empty_page_moves_nothing() -> None:
    cursor = Cursor(started=text(STARTED), after=9, changed=text(STARTED))

    assert cursor.past(None, None) == cursor


def test_a_walk_that_died_is_found_again() -> None:
    state: dict[str, Any] = {}
    cursor = Cursor(started=text(STARTED), since=None, above=7, after=9, changed=text(STARTED))
    Bookmark(state, UPDATED).keep(cursor)

    assert Bookmark(state, UPDATED).unfinished() == cursor


def test_a_walk_that_died_moves_no_bookmark() -> None:
    state = bookmarked(STARTED - HOUR)
    Bookmark(state, UPDATED).keep(Cursor(started=text(STARTED), after=9, changed=text(STARTED)))

    assert Bookmark(state, UPDATED).value == text(STARTED - HOUR)


def test_a_finished_walk_leaves_nothing_to_resume() -> None:
    state: dict[str, Any] = {}
    bookmark = Bookmark(state, UPDATED)
    cursor = Cursor(started=text(STARTED), after=9, changed=text(STARTED - HOUR))
    bookmark.keep(cursor)

    bookmark.finish(cursor, ended=STARTED, lookback=0)

    assert bookmark.unfinished() is None
    assert state == bookmarked(STARTED - HOUR, highest_key=9)


def test_a_walk_without_rows_leaves_the_bookmark_where_it_is() -> None:
    state = bookmarked(STARTED - HOUR, highest_key=9)

    Bookmark(state, UPDATED).finish(Cursor(started=text(STARTED)), ended=STARTED, lookback=0)

    assert state == bookmarked(STARTED - HOUR, highest_key=9)


def test_a_row_from_the_future_does_not_carry_the_bookmark_along() -> None:
    state: dict[str, Any] = {}

    Bookmark(state, UPDATED).finish(
        Cursor(started=text(STARTED), changed=text(STARTED + HOUR)), ended=STARTED, lookback=0
    )

    assert state == bookmarked(STARTED)


@given(st.none() | INSTANTS, INSTANTS, CHANGES)
def test_a_bookmark_goes_neither_back_nor_ahead_of_what_was_read_or_of_the_start(
    before: datetime | None, started: datetime, changes: list[str | None]
) -> None:
    state = bookmarked(before) if before else {}
    cursor = Cursor(started=text(started)).past(len(changes) - 1, max(filter(None, changes), default=None))

    Bookmark(state, UPDATED).finish(cursor, ended=STARTED, lookback=0)

    after = Bookmark(state, UPDATED).value
    seen = [change for change in changes if change is not None]
    if after is None:
        assert before is None
        assert not seen
    elif before is None or after != text(before):
        assert before is None or after > text(before)
        assert after <= min(max(seen), text(started))


@given(st.lists(st.lists(st.integers(0, 99)), max_size=5))
def test_the_highest_key_never_goes_back(walks: list[list[int]]) -> None:
    state: dict[str, Any] = {}
    for keys in walks:
        Bookmark(state, UPDATED).finish(
            Cursor(started=text(STARTED)).past(max(keys, default=None), None), ended=STARTED, lookback=0
        )

    highest = max((key for keys in walks for key in keys), default=None)
    assert state.get("highest_key") == highest
    cursor = Bookmark(state, UPDATED).changes(STARTED, settings(lookback_seconds=0))
    assert cursor.above == highest


@pytest.mark.parametrize("stamp", ["2026-01-31T11:00:00Z", "2026-01-31T11:00:00.0Z", "2026-01-31T12:00:00+01:00"])
def test_a_bookmark_that_something_else_wrote_is_read_as_an_instant(stamp: str) -> None:
    state: dict[str, Any] = {"replication_key": UPDATED, "replication_key_value": stamp}

    assert Bookmark(state, UPDATED).value == "2026-01-31T11:00:00.000000Z"


def test_a_state_made_with_another_replication_key_says_nothing() -> None:
    state = bookmarked(STARTED, highest_key=9, walk={"started": text(STARTED)}, unrelated=1)

    bookmark = Bookmark(state, "timestamp_updated")

    assert bookmark.value is None
    assert bookmark.unfinished() is None
    assert bookmark.changes(STARTED, settings(lookback_seconds=0)).above is None
    assert state["unrelated"] == 1


def test_an_unfinished_first_walk_made_with_another_replication_key_says_nothing() -> None:
    state: dict[str, Any] = {}
    Bookmark(state, UPDATED).keep(Cursor(started=text(STARTED), after=9))

    assert Bookmark(state, "timestamp_updated").unfinished() is None
