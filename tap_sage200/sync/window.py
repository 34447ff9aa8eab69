"""A window: the rows that were last changed in a limited time, whatever the bookmark is.

A row belongs to the window of its first timestamp. A row that changes leaves its window, for one of a later time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import count, pairwise
from typing import TYPE_CHECKING

from tap_sage200.timestamps import EARLIEST_IN_SAGE, from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from typing import Self

    from tap_sage200.config.table_options import TableOptions
    from tap_sage200.timestamps import Step


@dataclass(frozen=True, slots=True)
class Window:
    """A time from one timestamp on and before another one. Both are text of fixed width, as in the state."""

    since: str | None
    """None for all times before `until`."""
    until: str

    @classmethod
    def of(cls, options: TableOptions) -> Self | None:
        """Return the window that the settings ask for. None if they set no end."""
        return None if options.end_date is None else cls(bound_of(options.start_date), to_text(options.end_date))

    @property
    def begin(self) -> str:
        """The beginning, for comparisons: an empty text, which is less than any timestamp, in place of None."""
        return self.since or ""

    def covers(self, other: Window) -> bool:
        """Tell whether another window lies in this one."""
        return self.begin <= other.begin and other.until <= self.until

    def steps(self, step: Step | None, now: datetime) -> Sequence[Window]:
        """Cut the window into steps, the earliest first. The time after `now` is not cut: few rows are in it, if any.

        Args:
            step: The length of a step. None for a window in one piece.
            now: The start of the run.
        """
        return [self] if step is None or self.since is None else _steps(self, step, now)

    def without(self, others: Iterable[Window]) -> Sequence[Window]:
        """Return the parts of the window that no other window covers, the earliest first."""
        parts, since = [], self.since
        for other in merged(others):
            if other.until <= (since or "") or self.until <= other.begin:
                continue
            if other.since is not None and (since or "") < other.since:
                parts.append(Window(since, other.since))
            since = other.until
        return [*parts, Window(since, self.until)] if (since or "") < self.until else parts


def bound_of(start: datetime | None) -> str | None:
    """Return a start as text. None if it is earlier than all dates of Sage, which may refuse it in a filter."""
    return None if start is None or start < EARLIEST_IN_SAGE else to_text(start)


def merged(windows: Iterable[Window]) -> Sequence[Window]:
    """Return the fewest windows that cover the same times, the earliest first."""
    found: list[Window] = []
    for window in sorted(windows, key=lambda each: each.begin):
        if found and window.begin <= found[-1].until:
            found[-1] = Window(found[-1].since, max(found[-1].until, window.until))
        else:
            found.append(window)
    return found


@cache
def _steps(window: Window, step: Step, now: datetime) -> Sequence[Window]:
    start, end = from_text(window.begin), from_text(window.until)
    bounds = [window.begin]
    for number in count(1):
        cut = step.after(start, number)
        if cut is None or cut >= min(end, now):
            break
        bounds.append(to_text(cut))
    return [Window(since, until) for since, until in pairwise([*bounds, window.until])]
