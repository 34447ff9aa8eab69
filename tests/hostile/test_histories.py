"""Several runs, between which rows come late, or Sage goes back in time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.hostile.deviation import Start
from tests.hostile.source import AWHILE, BY_KEY, FIRST, JOURNAL, NESTED, ROWS, TABLES, TWO_PART_KEY, Kind, Source
from tests.hostile.story import Story, begin
from tests.support.clock import Clock

if TYPE_CHECKING:
    from tests.hostile.server import HostileServer

HOUR = timedelta(hours=1)
NUMBERS_PER_HOUR = 100
"""One counter numbers the rows of all tables. This is how far it moves in an hour."""


def number_at(source: Source, age: timedelta) -> int:
    """Return the number that a row got when it was begun so long ago."""
    hours = (source.clock.now() - age - Clock().now()) / HOUR
    return FIRST + ROWS + round(NUMBERS_PER_HOUR * (hours + 10))


def commit(source: Source, *, late: timedelta) -> None:
    """Commit a row of today, and another one that was begun earlier, with the number and timestamp of then."""
    name = source.kind.deviating
    for age in (timedelta(), late):
        key = source.insert(name, number_at(source, age))
        source.change(name, key, at=source.clock.now() - age)


@pytest.mark.parametrize("kind", [BY_KEY, JOURNAL, TWO_PART_KEY, NESTED], ids=str)
@pytest.mark.parametrize(
    ("late", "settings"),
    [
        pytest.param(timedelta(minutes=10), {}, id="by minutes"),
        pytest.param(timedelta(minutes=60), {}, id="by an hour"),
        pytest.param(timedelta(hours=5), {"lookback_seconds": 20_000}, id="by less than the setting"),
    ],
)
def test_rows_that_are_committed_late_arrive(
    server: HostileServer, kind: Kind, late: timedelta, settings: dict[str, object]
) -> None:
    story = Story(server, kind, **settings)
    assert story.run() is None
    story.source.clock.sleep(AWHILE.total_seconds())
    for _ in range(4):
        story.source.clock.sleep(HOUR.total_seconds())
        commit(story.source, late=late)
        assert story.run() is None
        assert not story.target.lacks(story.source)


@pytest.mark.parametrize("kind", [BY_KEY, JOURNAL], ids=lambda kind: f"restored, {kind}")
def test_a_sage_that_was_restored_from_a_backup_is_noticed(server: HostileServer, kind: Kind) -> None:
    story = begin(server, kind, Start.INCREMENTAL)
    backup = story.source.copy()
    story.source.pass_a_quiet_time()
    assert story.run() is None
    backup.clock = story.source.clock
    story.source = backup
    error = story.run()
    assert kind.deviating in f"{error} {story.warnings}"


@pytest.mark.parametrize("kind", [BY_KEY, TWO_PART_KEY, NESTED], ids=str)
@pytest.mark.parametrize("bookmark", ["2099-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"])
def test_a_bookmark_in_the_future_is_noticed(server: HostileServer, kind: Kind, bookmark: str) -> None:
    story = begin(server, kind, Start.INCREMENTAL)
    for table in kind.selected:
        if TABLES[table].timestamps:
            story.target.state["bookmarks"][table]["partitions"][0]["replication_key_value"] = bookmark
    error = story.run()
    assert kind.deviating in f"{error} {story.warnings}"
