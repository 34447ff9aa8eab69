"""What has been read of the windows of one table of one company. Its state has this under `windows`.

A row whose timestamp lies in a complete window has been read, if it had been committed when the window was read. After
a later change, another timestamp of the row is later than that. So a complete window need not be read again, and two
that touch are one. A row can be committed some time after its timestamp: the end of a window is complete only if it is
earlier than the start of the run by the look-back.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from tap_sage200.sync.cursor import BELOW_ALL_KEYS, Cursor
from tap_sage200.sync.window import Window, merged
from tap_sage200.timestamps import back, from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from tap_sage200.sync.table_sync import TableSync

WINDOWS = "windows"
"""The name in the state of a table."""
REPLICATION_KEY, COMPLETE, UNFINISHED, HAD_ROWS = "replication_key", "complete", "unfinished", "had_rows"
"""The names in it."""
MOST_UNFINISHED = 8
"""How many cursors of interrupted windows are kept. With more, the oldest window begins again."""


class WindowProgress:
    """Keeps the cursors of windows, and which windows are complete."""

    def __init__(self, sync: TableSync, lookback: int) -> None:
        """Wrap the state of a table.

        Args:
            sync: The table with its state. Windows that were read by another replication key are forgotten.
            lookback: The setting, in seconds.
        """
        self._sync = sync
        self._lookback = lookback
        if self._stored.get(REPLICATION_KEY, sync.replication_key) != sync.replication_key:
            del sync.state[WINDOWS]

    def missing(self, window: Window) -> Sequence[Window]:
        """Return the parts of a window that are not complete, the earliest first."""
        return window.without(self._complete)

    def cursor(self, part: Window, started: datetime) -> Cursor:
        """Return a cursor for a part that is not complete, at the row where an earlier run was interrupted in it."""
        begun = [cursor for cursor in self._unfinished if self._helps(cursor, part)]
        furthest = max(begun, key=_key, default=Cursor(started=to_text(started)))
        return replace(furthest, since=part.since, until=part.until)

    def cursors(self, window: Window, started: datetime) -> Iterator[Cursor]:
        """Return a cursor for all that is to be read of a window, one after the other, when the one before has ended.

        Args:
            window: The window.
            started: The start of the run.
        """
        for part in self.missing(window):
            cursor = self.cursor(part, started)
            yield cursor
            if cursor.after is not None:
                # Where the window had not ended, rows have changed in it since the interrupted run.
                yield from (Cursor(to_text(started), rest.since, rest.until) for rest in self.missing(part))

    def add(self, window: Window) -> None:
        """Note that a window is complete."""
        self._store([*self._complete, window], self._unfinished)

    def keep(self, cursor: Cursor) -> None:
        """Keep the cursor of a window that has not been read to its end."""
        others = [other for other in self._unfinished if _times(other) != _times(cursor)]
        self._store(self._complete, [*others, cursor][-MOST_UNFINISHED:])

    def finish(self, cursor: Cursor, *, ended: datetime, lookback: int) -> None:
        """Note that a window has been read to its end.

        Args:
            cursor: The cursor at the end of the read.
            ended: When the last row was read, or a later time.
            lookback: The setting, in seconds.
        """
        del ended, lookback
        proven = self._proven_by(cursor)
        self._store([*self._complete, *([proven] if proven else [])], self._unfinished)

    def limit(self, start: datetime) -> None:
        """Limit what this run has reached, after an earlier start of the run became known."""
        if WINDOWS not in self._sync.state:
            return
        latest = to_text(back(start, self._lookback))
        complete = [replace(window, until=min(window.until, latest)) for window in self._complete]
        cursors = [cursor.started_by(start) for cursor in self._unfinished]
        self._store([window for window in complete if window.begin < window.until], cursors)

    @property
    def _stored(self) -> Mapping[str, Any]:
        stored: Mapping[str, Any] = self._sync.state.get(WINDOWS, {})
        return stored

    @property
    def _complete(self) -> Sequence[Window]:
        return [Window(since, until) for since, until in self._stored.get(COMPLETE, ())]

    @property
    def _unfinished(self) -> Sequence[Cursor]:
        return [Cursor(**cursor) for cursor in self._stored.get(UNFINISHED, ())]

    def _proven_by(self, cursor: Cursor) -> Window | None:
        """Return the window that is complete when a cursor has reached its end. None if none is."""
        latest = to_text(back(from_text(cursor.started), self._lookback))
        window = Window(cursor.since, min(cursor.until or latest, latest))
        return window if window.begin < window.until else None

    def _helps(self, cursor: Cursor, part: Window) -> bool:
        """Tell whether the rest of an interrupted window completes a part, or the beginning of the part."""
        proven = self._proven_by(cursor)
        return proven is not None and part.begin < proven.until and _times(cursor).covers(part)

    def _store(self, complete: Iterable[Window], unfinished: Iterable[Cursor]) -> None:
        """Store what later runs need: a cursor that proves nothing more is dropped."""
        windows = merged(complete)
        had_rows = self._sync.result.rows > 0 or self._stored.get(HAD_ROWS, False)
        cursors = [cursor for cursor in unfinished if self._proves_more(cursor, windows)]
        if not (windows or cursors or had_rows):
            self._sync.state.pop(WINDOWS, None)
            return
        self._sync.state[WINDOWS] = {
            REPLICATION_KEY: self._sync.replication_key,
            COMPLETE: [[window.since, window.until] for window in windows],
            **({UNFINISHED: [asdict(cursor) for cursor in cursors]} if cursors else {}),
            **({HAD_ROWS: True} if had_rows else {}),
        }

    def _proves_more(self, cursor: Cursor, windows: Sequence[Window]) -> bool:
        proven = self._proven_by(cursor)
        return proven is not None and len(proven.without(windows)) > 0


def _times(cursor: Cursor) -> Window:
    return Window(cursor.since, cursor.until or "")


def _key(cursor: Cursor) -> int:
    return BELOW_ALL_KEYS if cursor.after is None else cursor.after
