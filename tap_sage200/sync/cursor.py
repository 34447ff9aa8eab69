"""How far a table has been read, and which of its rows are read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from tap_sage200 import odata
from tap_sage200.timestamps import from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

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

        With an end, the first timestamp decides: it must be before the end. The others may be null, and no comparison
        is true for null. A row is also read if another timestamp is in the window: a change may move only that one.

        Args:
            timestamps: All timestamps that show a change of a row. The row's own is first, its creation is included.
            key: The integer key of the table, if it has one.
        """
        end = None if self.until is None else odata.compare(timestamps[0], "lt", from_text(self.until))
        if self.since is None:
            return end
        since, until = from_text(self.since), None if self.until is None else from_text(self.until)
        first, *others = timestamps
        terms = [odata.compare(first, "ge", since), *(_within(other, since, until) for other in others)]
        if key is not None and self.above is not None:
            terms.append(odata.compare(key, "gt", self.above))
        return odata.all_of(odata.any_of(*terms), end)

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


def _within(timestamp: str, since: datetime, until: datetime | None) -> str:
    """Return a condition on a timestamp."""
    begin = odata.compare(timestamp, "ge", since)
    return begin if until is None else f"({begin} and {odata.compare(timestamp, 'lt', until)})"


class CursorStore(Protocol):
    """Keeps the cursor of one table of one company in its state."""

    def keep(self, cursor: Cursor) -> None:
        """Keep the cursor of a read that has not ended."""

    def finish(self, cursor: Cursor, *, ended: datetime, lookback: int) -> None:
        """Note that a read has ended.

        Args:
            cursor: The cursor at the end of the read.
            ended: When the last row was read, or a later time.
            lookback: The setting, in seconds.
        """

    def limit(self, start: datetime) -> None:
        """Limit what this run has reached, after an earlier start of the run became known."""
