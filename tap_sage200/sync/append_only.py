"""The bookmark of an append-only table: the greatest key that was read.

A row gets its key before it is committed, and can appear after rows with greater keys (inferred). One counter gives out
the keys of all tables of Sage, so thousands of keys can pass meanwhile, and only time tells how far to look back. The
state has a few marks for that: a key, and a time at which it had been given out. A run that began a look-back later
than a mark has read all rows up to its key. The next run does not read them again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tap_sage200.sync.bookmarks import Bookmark
from tap_sage200.sync.cursor import BELOW_ALL_KEYS, Cursor
from tap_sage200.timestamps import back, from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tap_sage200.config.table_options import TableOptions

KEYS_BACK = 10_000
"""How many keys are read again while no mark is old enough: in the first runs, and after an interrupted one."""
MARKS = 6
"""How many marks are kept for the time of a look-back."""
Mark = tuple[int, str]
"""A key, and a time at which it had been given out."""


class KeyBookmark(Bookmark):
    """The bookmark of an append-only table. `settled_key` is the key below which no row can appear any more."""

    @property
    def _reached(self) -> int | None:
        value = self._state.get("replication_key_value")
        return None if value is None else int(value)

    @property
    def value(self) -> None:
        """None: the bookmark is a key, and no time."""

    @property
    def text(self) -> str | None:
        """The greatest key that was read."""
        return None if self._reached is None else str(self._reached)

    def unfinished(self) -> Cursor | None:
        """Return the cursor of an interrupted run. Rows before it may have been committed since."""
        cursor = super().unfinished()
        if cursor is None or cursor.after is None:
            return cursor
        settled = self._state.get("settled_key", BELOW_ALL_KEYS)
        return replace(cursor, after=max(cursor.after - KEYS_BACK, min(cursor.after, settled)))

    def changes(self, started: datetime, options: TableOptions) -> Cursor:
        """Return a cursor for the rows after the look-back. The dates in the settings do not apply."""
        del options
        if self._reached is None:
            return Cursor(started=to_text(started))
        settled = self._state.get("settled_key", self._reached - KEYS_BACK)
        return Cursor(started=to_text(started), after=max(BELOW_ALL_KEYS, min(settled, self._reached - 1)))

    def looks_back(self, cursor: Cursor) -> bool:
        """Return whether the look-back includes the row that set the bookmark, if that row still exists."""
        return cursor.after is not None

    def is_lost(self, cursor: Cursor) -> bool:
        """Return whether a look-back, which this cursor ended, did not find the row that set the bookmark."""
        return cursor.after is not None and self._reached is not None and cursor.after < self._reached

    def go_back_to(self, changed: str | None) -> None:
        """Forget all keys: Sage may have given them to other rows since."""
        del changed
        self.discard()

    def gap(self, options: TableOptions) -> None:
        """Return nothing: the dates in the settings do not apply."""
        del options

    def left_behind(self, changes: Cursor, options: TableOptions) -> None:
        """Return nothing: the dates in the settings do not apply."""
        del changes, options

    def finish(self, cursor: Cursor, *, ended: datetime, lookback: int) -> None:
        """Move the bookmark to the last key, and never back, and mark it.

        Args:
            cursor: The cursor at the end of the read.
            ended: When the last row was read, or a later time.
            lookback: The setting, in seconds.
        """
        self._state.pop("walk", None)
        if cursor.after is None:
            return
        reached = max(cursor.after, self._reached or cursor.after)
        self._state["replication_key"] = self._replication_key
        self._state["replication_key_value"] = reached
        marks = [(key, at) for key, at in self._state.get("marks", ())]
        begun = from_text(cursor.started)
        self._state["settled_key"] = _settled(marks, reached, begun, lookback)
        self._state["marks"] = [list(mark) for mark in _thinned([*marks, (reached, to_text(ended))], begun, lookback)]

    def limit(self, start: datetime) -> None:
        """Limit what this run has reached, after an earlier start of the run became known."""
        if (walk := self._state.get("walk")) is not None:
            walk["started"] = min(walk["started"], to_text(start))


def _settled(marks: Sequence[Mark], reached: int, begun: datetime, lookback: int) -> int:
    """Return the key up to which all rows had been committed when a read began.

    Args:
        marks: The marks of earlier runs.
        reached: The last key of the read.
        begun: When the read began.
        lookback: The most seconds between the time when a row gets its key and its commit.
    """
    if lookback == 0:
        return reached
    old = [key for key, at in marks if at <= to_text(back(begun, lookback))]
    oldest = min((key for key, _ in marks), default=reached)
    return max(old, default=max(BELOW_ALL_KEYS, oldest - KEYS_BACK))


def _thinned(marks: Iterable[Mark], begun: datetime, lookback: int) -> Sequence[Mark]:
    """Return the marks that later runs need, with some time between them.

    Args:
        marks: Marks in any order.
        begun: When the read began that made the newest mark. Later reads begin later.
        lookback: The setting, in seconds.
    """
    rising: list[Mark] = []
    for mark in sorted(marks, key=lambda each: (each[1], -each[0])):
        if not rising or mark[0] > rising[-1][0]:
            rising.append(mark)
    old = [mark for mark in rising if mark[1] <= to_text(back(begun, lookback))]
    kept = old[-1:]
    for mark in rising[len(old) :]:
        if not kept or back(from_text(mark[1]), lookback // MARKS) >= from_text(kept[-1][1]):
            kept.append(mark)
    return kept
