"""What the Singer state remembers of one table of one company.

The state of a finished table is a bookmark: `replication_key_value`, the latest instant at which any row that was read
had changed, never later than the start of the run. Changes come after it, whatever happened while the table was read.

While a table is being read, the state also holds its cursor, under the name `walk`: the last key, and since when rows
are asked for. A run that died resumes there, and then asks once more for what changed since that reading began.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from tap_sage200 import odata
from tap_sage200.timestamps import EARLIEST_IN_SAGE, back, fixed_width, from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from tap_sage200.config.settings import Settings
    from tap_sage200.sync.table import ResourceTable
    from tap_sage200.sync.table_sync import TableSync


BELOW_ALL_KEYS = -1
"""Keys are never negative; those of fixed lists start at 0 (seen)."""
KEYS_BACK = 1000
"""How many keys of an append-only table are read again, for rows that were committed late."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far the reading of a table has come. Timestamps are text of fixed width, as in the state."""

    started: str
    """The start of the run that began this reading: the bookmark may not pass it."""
    since: str | None = None
    """Rows that changed since then are asked for; None asks for all rows."""
    until: str | None = None
    """Rows that last changed before then are asked for; None sets no end."""
    above: int | None = None
    """Rows with a greater key are asked for too, so that a new row is seen whatever its stamps say."""
    after: int | None = None
    """The key of the last row that was written."""
    changed: str | None = None
    """The latest change among the rows that were written."""

    def where(self, *, timestamps: Sequence[str], key: str | None) -> str | None:
        """Write the `$filter` of this reading.

        Args:
            timestamps: All timestamps whose move means that a row changed: its own first, its creation among them.
            key: The table's integer key, if it has one.
        """
        terms = []
        if self.since is not None:
            since = from_text(self.since)
            terms = [odata.compare(timestamp, "ge", since) for timestamp in timestamps]
            if key is not None and self.above is not None:
                terms.append(odata.compare(key, "gt", self.above))
        # The other stamps may be null, which no comparison lets pass.
        end = odata.compare(timestamps[0], "lt", from_text(self.until)) if self.until else None
        return odata.all_of(odata.any_of(*terms) if terms else None, end)

    def past(self, key: object, changes: Iterable[str | None]) -> Cursor:
        """Move on by a page: the key of its last row, if that is one number, and when its rows changed."""
        changed = max(filter(None, (self.changed, *changes)), default=None)
        return replace(self, after=key if isinstance(key, int) else self.after, changed=changed)


@dataclass(frozen=True, slots=True)
class ChangeTracker:
    """Notes when rows changed, on their way."""

    names: Sequence[str]
    """All stamps that tell it."""
    latest: list[str] = field(default_factory=list)
    """The latest ones."""

    def noted(self, chunks: Iterable[list[Any]]) -> Iterator[list[Any]]:
        """Give rows on, and note their stamps."""
        for rows in chunks:
            self.latest.extend(max(filter(None, map(attrgetter(name), rows)), default="") for name in self.names)
            yield rows


class Bookmark:
    """Reads and writes the state of one table of one company, in the SDK's writable dictionary."""

    def __init__(self, state: dict[str, Any], replication_key: str) -> None:
        """Wrap a state; one that was made with another replication key says nothing."""
        self._state = state
        self._replication_key = replication_key
        if state.get("replication_key") not in {None, replication_key}:
            for name in ("replication_key", "replication_key_value", "highest_key", "walk"):
                state.pop(name, None)

    @property
    def value(self) -> str | None:
        """The bookmark, in fixed width; None before the first full read."""
        value = self._state.get("replication_key_value")
        return None if value is None else fixed_width(value)

    @property
    def text(self) -> str | None:
        """The bookmark as people read it."""
        return self.value

    def unfinished(self) -> Cursor | None:
        """Return how far an earlier run came that did not end; None too if another version of the tap wrote it."""
        walk = self._state.get("walk")
        return Cursor(**walk) if walk is not None and walk.keys() == asdict(Cursor("")).keys() else None

    def changes(self, started: datetime, settings: Settings) -> Cursor:
        """Begin to read changes since the bookmark, or the whole table when there is none."""
        since = start_date = settings.start_date
        if self.value is not None:
            since = back(from_text(self.value), settings.lookback_seconds)
            since = max(since, start_date) if start_date else since
        begun = None if since is None or since < EARLIEST_IN_SAGE else to_text(since)
        return Cursor(
            started=to_text(started),
            since=begun,
            until=to_text(settings.end_date) if settings.end_date else None,
            above=None if settings.end_date else self._state.get("highest_key"),
        )

    def looks_back(self, cursor: Cursor) -> bool:
        """Tell whether reading must meet the row again that set the bookmark, if that row still exists."""
        return self.value is not None and cursor.since is not None and cursor.since <= self.value

    def keep(self, cursor: Cursor) -> None:
        """Remember a reading that has not ended."""
        self._state["replication_key"] = self._replication_key
        self._state["walk"] = asdict(cursor)

    def finish(self, cursor: Cursor) -> None:
        """Move the bookmark up to the latest change, but not past the start or the window, and never back."""
        if cursor.changed is not None:
            reached = min(cursor.changed, cursor.started, cursor.until or cursor.started)
            self._state["replication_key"] = self._replication_key
            self._state["replication_key_value"] = max(reached, self.value or reached)
        if cursor.until is not None:
            # Rows without a stamp are in no window: the next run without one looks for them among all.
            self._state["highest_key"] = BELOW_ALL_KEYS
        elif cursor.after is not None:
            self._state["highest_key"] = max(cursor.after, self._state.get("highest_key", BELOW_ALL_KEYS))
        self._state.pop("walk", None)


class KeyBookmark(Bookmark):
    """The bookmark of a table that only ever gets new rows: the greatest key that was read.

    Keys are given out before rows are committed, so that a row can appear behind a greater key (inferred): each run
    reads the last `KEYS_BACK` keys again.
    """

    @property
    def _reached(self) -> int | None:
        value = self._state.get("replication_key_value")
        return None if value is None else int(value)

    @property
    def text(self) -> str | None:
        """The greatest key that was read."""
        return None if self._reached is None else str(self._reached)

    def changes(self, started: datetime, settings: Settings) -> Cursor:
        """Begin to read the rows after the bookmark; no date of the settings applies to them."""
        del settings
        after = None if self._reached is None else self._reached - KEYS_BACK
        return Cursor(started=to_text(started), after=after)

    def looks_back(self, cursor: Cursor) -> bool:
        """Tell whether reading must meet the row again that set the bookmark, if that row still exists."""
        return cursor.after is not None

    def finish(self, cursor: Cursor) -> None:
        """Move the bookmark up to the last key, and never back."""
        if cursor.after is not None:
            self._state["replication_key"] = self._replication_key
            self._state["replication_key_value"] = max(cursor.after, self._reached or cursor.after)
        self._state.pop("walk", None)


def bookmark_of(root: ResourceTable, sync: TableSync) -> Bookmark:
    """Open the bookmark of a table that is read together with a resource."""
    return (KeyBookmark if root.append_only else Bookmark)(sync.state, sync.replication_key or "")


def reached(root: ResourceTable, sync: TableSync) -> str | None:
    """Return the bookmark of a table that is read together with a resource; None for one that is read whole."""
    return None if sync.replication_key is None else bookmark_of(root, sync).text
