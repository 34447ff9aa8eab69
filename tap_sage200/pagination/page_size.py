"""How many rows of a table to ask for at once: as many as it bears, found out on the way and kept for the run."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from tap_sage200 import problems

FIRST = 1000
"""Rows that a table is asked for at first, unless the setting wants fewer."""
QUICK = 5.0
"""A full page that took no more seconds may be followed by one twice as large."""

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class PageSize:
    """The rows a page of one table."""

    table: str
    most: int
    """Never more than this; what turned out to be too much lowers it."""
    top: int = 0
    """Rows to ask for now."""

    def __post_init__(self) -> None:
        """Begin small."""
        self.top = min(self.most, FIRST)

    def learn(self, *, wanted: int, asked: int, rows: int, seconds: float) -> None:
        """Learn from a page.

        Args:
            wanted: How many rows it was to have.
            asked: How many were asked for in the end: fewer, where Sage could not bear more.
            rows: How many came.
            seconds: How long it took.
        """
        if asked < wanted:
            self._settle_for(asked, f"{wanted} at once were too many")
        elif rows >= asked == self.top and seconds <= QUICK:
            self.top = min(self.most, 2 * self.top)

    def cap(self, rows: int) -> None:
        """Learn that Sage gives no more than so many rows at once, whatever it is asked for."""
        self._settle_for(rows, "Sage gives no more at once")

    def _settle_for(self, rows: int, why: str) -> None:
        if rows < self.most:
            logger.info("%s", problems.responses.SMALLER_PAGES.text(table=self.table, rows=rows, reason=why))
            self.most = rows
        self.top = min(self.top, self.most)
