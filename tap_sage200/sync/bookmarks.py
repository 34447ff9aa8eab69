"""The Singer state of one table of one company: its bookmark and its cursor.

The state of a finished table is a bookmark, `replication_key_value`: the latest change among the rows that were read.
It is never later than the start of the run. All changes that were not read come after it, whatever happened meanwhile.
An append-only table has another bookmark: `append_only.py`.

While a table is read, the state also holds its cursor, under the name `walk`: the last key, and the timestamp from
which changes are read. If a run is interrupted, the next run resumes at the cursor. Then it reads the changes since the
interrupted read began.

A window is read apart from all this. Its progress is kept elsewhere in the state: `window_progress.py`.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tap_sage200.sync.cursor import BELOW_ALL_KEYS, Cursor
from tap_sage200.sync.window import Window, bound_of
from tap_sage200.timestamps import back, fixed_width, from_text, to_text

if TYPE_CHECKING:
    from datetime import datetime

    from tap_sage200.config.table_options import TableOptions

PROGRESS = (
    "replication_key",
    "replication_key_value",
    "highest_key",
    "walk",
    "start_date",
    "end_date",
    "marks",
    "settled_key",
    "windows",
)
"""The names in the state of a table that is read incrementally."""


class Bookmark:
    """Reads and writes the state of one table of one company, in the SDK's writable dictionary."""

    def __init__(self, state: dict[str, Any], replication_key: str) -> None:
        """Wrap a state. A state with another replication key is discarded."""
        self._state = state
        self._replication_key = replication_key
        if state.get("replication_key", replication_key) != replication_key:
            self.discard()
        self._before = state.get("replication_key_value")

    @property
    def value(self) -> str | None:
        """The bookmark in fixed width. None before the first full read."""
        value = self._state.get("replication_key_value")
        return None if value is None else fixed_width(value)

    @property
    def text(self) -> str | None:
        """The bookmark as text for people."""
        return self.value

    def discard(self) -> None:
        """Forget everything that was read. The next read is a first one."""
        for name in PROGRESS:
            self._state.pop(name, None)

    def unfinished(self) -> Cursor | None:
        """Return the cursor of an interrupted run. None if there is none."""
        walk = self._state.get("walk")
        return None if walk is None else Cursor(**walk)

    def changes(self, started: datetime, options: TableOptions) -> Cursor:
        """Return a cursor for all changes since the bookmark, or for the whole table if there is no bookmark."""
        since = start_date = options.start_date
        if self.value is not None:
            since = back(from_text(self.value), options.lookback_seconds)
            since = max(since, start_date) if start_date else since
        return Cursor(started=to_text(started), since=bound_of(since), above=self._state.get("highest_key"))

    def looks_back(self, cursor: Cursor) -> bool:
        """Return whether the look-back includes the row that set the bookmark, if that row still exists."""
        return self.value is not None and cursor.since is not None and cursor.since <= self.value

    def is_lost(self, cursor: Cursor) -> bool:
        """Return whether a look-back, which this cursor ended, found no row as new as the bookmark."""
        return cursor.changed is None or cursor.changed < (self.value or "")

    def go_back_to(self, changed: str | None) -> None:
        """Move the bookmark back to the latest change in Sage, which has lost later ones."""
        if changed is None:
            self.discard()
        else:
            self._state["replication_key_value"] = changed

    def gap(self, options: TableOptions) -> Window | None:
        """Return the time between `start_date` and the later one of the runs before. None if it has not moved back."""
        begun: str | None = self._state.get("start_date")
        since = bound_of(options.start_date)
        return Window(since, begun) if begun is not None and (since or "") < begun else None

    def begin_at(self, since: str | None) -> None:
        """Note that all rows are read that have changed since a time."""
        if since is None:
            self._state.pop("start_date", None)
        else:
            self._state["start_date"] = since

    def left_behind(self, changes: Cursor, options: TableOptions) -> Window | None:
        """Return what has been read, if `start_date` is now so late that the rows behind the bookmark are not.

        Args:
            changes: The cursor for the changes since the bookmark.
            options: The settings of the table.
        """
        if self.value is None or changes.since is None or changes.since <= self.value:
            return None
        until = to_text(back(from_text(self.value), options.lookback_seconds))
        begun: str | None = self._state.get("start_date")
        return Window(begun, until) if (begun or "") < until else None

    def keep(self, cursor: Cursor) -> None:
        """Keep the cursor of a read that has not ended."""
        self._state["replication_key"] = self._replication_key
        self._state["walk"] = asdict(cursor)

    def finish(self, cursor: Cursor, *, ended: datetime, lookback: int) -> None:
        """Move the bookmark to the latest change, but not past the start of the run, and never back.

        Args:
            cursor: The cursor at the end of the read.
            ended: When the last row was read, or a later time.
            lookback: The setting, in seconds.
        """
        del ended, lookback
        # The look-back begins before the bookmark, and `start_date` alone can begin after it.
        if self.value is None or cursor.since is None or cursor.since > self.value:
            self.begin_at(cursor.since)
        if cursor.changed is not None:
            reached = min(cursor.changed, cursor.started)
            self._state["replication_key"] = self._replication_key
            self._state["replication_key_value"] = max(reached, self.value or reached)
        if cursor.after is not None:
            self._state["highest_key"] = max(cursor.after, self._state.get("highest_key", BELOW_ALL_KEYS))
        self._state.pop("walk", None)

    def limit(self, start: datetime) -> None:
        """Limit what this run has reached, after an earlier start of the run became known."""
        latest = to_text(start)
        if (walk := self._state.get("walk")) is not None:
            walk["started"] = min(walk["started"], latest)
        if self.value is not None and self.value > latest:
            before = fixed_width(self._before) if self._before is not None else latest
            self._state["replication_key_value"] = max(latest, before)
