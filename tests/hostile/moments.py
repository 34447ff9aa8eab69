"""Deviations in time: rows that come late, go back, or change while they are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.hostile.deviation import Deviation, Reply
from tests.hostile.source import TABLES

if TYPE_CHECKING:
    from tests.hostile.odata import Query
    from tests.hostile.source import Row, Source

MINUTE = 60.0


@dataclass(frozen=True, kw_only=True)
class ChangesWhileReading(Deviation):
    """A run takes long; rows that it has read and rows that it has not yet read change meanwhile."""

    clock_ahead: timedelta = timedelta()
    """How far the clock of the tap's machine is ahead of Sage's."""

    def begin(self, source: Source) -> None:
        """Set the clock."""
        source.clock_ahead = self.clock_ahead

    def query(self, query: Query) -> Query:
        """Let an hour pass before each later page; the second row changes once, and the last one each time."""
        source, name = query.source, query.table.name
        if query.is_later_page and not query.table.only_grows:
            source.clock.sleep(30 * MINUTE)
            if query.number == 2:
                source.change(name, source.keys(name)[1])
            source.clock.sleep(30 * MINUTE)
            source.change(name, source.keys(name)[-1])
        return query

    def end(self, source: Source) -> None:
        """Set the clock right."""
        source.clock_ahead = timedelta()


@dataclass(frozen=True, kw_only=True)
class InsertsWhileReading(Deviation):
    """Before each later page a row comes, with a key among those that were read, or behind all others."""

    behind: bool

    def query(self, query: Query) -> Query:
        """Insert it, as changed now."""
        source, name = query.source, query.table.name
        if query.is_later_page:
            numbers = [key[0] // query.table.step for key in source.keys(name)]
            number = max(numbers) + 1 if self.behind else min(numbers) - 1
            key = source.insert(name, number)
            source.change(name, key)
        return query


@dataclass(frozen=True, kw_only=True)
class DeletesWhileReading(Deviation):
    """Before a later page the first row is deleted."""

    times: int
    _left: list[int] = field(default_factory=list)

    def begin(self, source: Source) -> None:
        """Begin to count."""
        del source
        self._left[:] = [self.times]

    def query(self, query: Query) -> Query:
        """Delete it."""
        source, name = query.source, query.table.name
        if query.is_later_page and self._left[0] and len(source.keys(name)) > 20:
            self._left[0] -= 1
            source.delete(name, source.keys(name)[0])
        return query


@dataclass(frozen=True, kw_only=True)
class LateRows(Deviation):
    """Rows are committed after the run, with keys and timestamps from before it."""

    rows_late: int
    keys_back: int
    """How many keys before the greatest one theirs are."""
    late: timedelta

    def begin(self, source: Source) -> None:
        """Change a row now, so that the bookmark moves up to now."""
        if source.table.timestamps:
            source.change(source.table.name, source.keys(source.table.name)[0])

    def end(self, source: Source) -> None:
        """Commit them."""
        name = source.table.name
        table = TABLES[name]
        greatest = source.keys(name)[-1][0] // table.step
        for number in range(self.rows_late):
            key = source.insert(name, greatest + 1 + number)
            row = source.rows[name].pop(key)
            row[table.key[0]] = greatest * table.step - self.keys_back + 2 * number + 1
            source.rows[name][row[table.key[0]], *key[1:]] = row
            for timestamp in table.timestamps:
                row[timestamp] = source.clock.now() - self.late


@dataclass(frozen=True, kw_only=True)
class FutureTimestamps(Deviation):
    """Each third row has changed in a year to come, as the clock of the machine that wrote it was wrong."""

    def begin(self, source: Source) -> None:
        """Change them so."""
        name = source.table.name
        for key in source.keys(name)[::3]:
            source.change(name, key, at=datetime(2099, 1, 1, tzinfo=UTC))


@dataclass(frozen=True, kw_only=True)
class NoTimestamps(Deviation):
    """Two new rows have no timestamp."""

    def begin(self, source: Source) -> None:
        """Insert them behind all others."""
        table = source.table
        for _ in range(2):
            key = source.insert(table.name, source.keys(table.name)[-1][0] // table.step + 1)
            source.rows[table.name][key] |= dict.fromkeys(table.timestamps)


@dataclass(frozen=True, kw_only=True)
class Dated(Deviation):
    """The header `Date` has another text."""

    date: str

    def reply(self, query: Query, reply: Reply) -> Reply:
        """Date the response so."""
        del query
        return Reply(reply.status, {**(reply.headers or {}), "Date": self.date}, reply.body, reply.closes)


@dataclass(frozen=True, kw_only=True)
class SameKeyTwice(Deviation):
    """Two different rows have the same key."""

    def rows(self, query: Query, rows: list[Row]) -> list[Row]:
        """Put an older one before the first row of each later page."""
        if query.is_later_page and rows:
            return [{**rows[0], query.table.version: "another version"}, *rows]
        return rows
