"""The Singer state of one table of one company: its bookmark and its cursor.

The state of a finished table is a bookmark, `replication_key_value`: the latest change among the rows that were read.
It is never later than the start of the run. All changes that were not read come after it, whatever happened meanwhile.
An append-only table has another bookmark: `append_only.py`.

While a table is read, the state also holds its cursor, under the name `walk`: the last key, and the timestamp from
which changes are read. If a run is interrupted, the next run resumes at the cursor. Then it reads the changes since the
interrupted read began.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from tap_sage200 import odata
from tap_sage200.timestamps import EARLIEST_IN_SAGE, back, fixed_width, from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Sequence
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
)
"""The names in the state of a table that is read incrementally."""
BELOW_ALL_KEYS = -1
"""Less than any key: keys are never negative, and the keys of fixed lists start at 0 (seen)."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a table has been read. Timestamps are text of fixed width, as in the state."""

    started: str
    """The start of the run that began to read. The bookmark must not be later."""
    since: str | None = None
    """Only rows that changed at this time or later are read. None for all rows."""
    until: str | None = None
    """Only rows whose last change is earlier than this are read. None for no limit."""
    above: int | None = None
    """Rows with a greater key are read too. A new row is then found whatever its timestamps are."""
    after: int | None = None
    """The key of the last written row."""
    changed: str | None = None
    """The latest change among the written rows."""

    def where(self, *, timestamps: Sequence[str], key: str | None) -> str | None:
        """Return the `$filter` for the rows to read.

        Args:
            timestamps: All timestamps that show a change of a row. The row's own is first, its creation is included.
            key: The integer key of the table, if it has one.
        """
        terms = []
        if self.since is not None:
            since = from_text(self.since)
            terms = [odata.compare(timestamp, "ge", since) for timestamp in timestamps]
            if key is not None and self.above is not None:
                terms.append(odata.compare(key, "gt", self.above))
        # Only the first timestamp is compared: the others may be null, and no comparison is true for null.
        end = odata.compare(timestamps[0], "lt", from_text(self.until)) if self.until else None
        return odata.all_of(odata.any_of(*terms) if terms else None, end)

    def past(self, key: object, changed: str | None) -> Cursor:
        """Move past a page.

        Args:
            key: The key of its last row. It is remembered if it is an integer.
            changed: The latest change among its rows.
        """
        latest = max(filter(None, (self.changed, changed)), default=None)
        return replace(self, after=key if isinstance(key, int) else self.after, changed=latest)

    def started_by(self, start: datetime) -> Cursor:
        """Return the cursor of a read that began at this time or earlier."""
        return replace(self, started=min(self.started, to_text(start)))


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
        begun = None if since is None or since < EARLIEST_IN_SAGE else to_text(since)
        return Cursor(
            started=to_text(started),
            since=begun,
            until=to_text(options.end_date) if options.end_date else None,
            above=None if options.end_date else self._state.get("highest_key"),
        )

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

    def lacks_rows_before(self, options: TableOptions) -> str | None:
        """Return the date from which the table was read, if the settings ask for earlier rows now."""
        begun: str | None = self._state.get("start_date")
        wanted = to_text(options.start_date) if options.start_date else ""
        return begun if begun is not None and wanted < begun else None

    def keep(self, cursor: Cursor) -> None:
        """Keep the cursor of a read that has not ended."""
        self._state["replication_key"] = self._replication_key
        self._state["walk"] = asdict(cursor)

    def finish(self, cursor: Cursor, *, ended: datetime, lookback: int) -> None:
        """Move the bookmark to the latest change, but not past the start of the run or the window, and never back.

        Args:
            cursor: The cursor at the end of the read.
            ended: When the last row was read, or a later time.
            lookback: The setting, in seconds.
        """
        del ended, lookback
        self._keep_dates(cursor)
        if cursor.changed is not None:
            reached = min(cursor.changed, cursor.started, cursor.until or cursor.started)
            self._state["replication_key"] = self._replication_key
            self._state["replication_key_value"] = max(reached, self.value or reached)
        if cursor.until is not None:
            # Rows without a timestamp are in no window. The next run without a window finds them by their key.
            self._state.setdefault("highest_key", BELOW_ALL_KEYS)
        elif cursor.after is not None:
            self._state["highest_key"] = max(cursor.after, self._state.get("highest_key", BELOW_ALL_KEYS))
        self._state.pop("walk", None)

    def _keep_dates(self, cursor: Cursor) -> None:
        """Keep the limits of the settings, for later runs with other limits."""
        # The look-back begins before the bookmark, and `start_date` alone can begin after it.
        if self.value is None or cursor.since is None or cursor.since > self.value:
            _set(self._state, "start_date", cursor.since)
        _set(self._state, "end_date", cursor.until)

    def limit(self, start: datetime) -> None:
        """Limit what this run has reached, after an earlier start of the run became known."""
        latest = to_text(start)
        if (walk := self._state.get("walk")) is not None:
            walk["started"] = min(walk["started"], latest)
        if self.value is not None and self.value > latest:
            before = fixed_width(self._before) if self._before is not None else latest
            self._state["replication_key_value"] = max(latest, before)


def _set(state: dict[str, Any], name: str, value: str | None) -> None:
    if value is None:
        state.pop(name, None)
    else:
        state[name] = value
