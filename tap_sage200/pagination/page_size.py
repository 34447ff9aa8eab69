"""The page size of a table: it grows while full pages come fast, and shrinks when Sage cannot deliver them.

It is limited in bytes too. Several pages are in memory at the same time: a page that is written, and those that are
prefetched meanwhile.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from tap_sage200 import problems

FIRST = 1000
"""The first page size of each table, unless the setting is smaller."""
QUICK = 5.0
"""If a full page takes at most this many seconds, the page size is doubled."""
LARGEST_SIZE = 8_000_000
"""The most bytes of a page to request, estimated from the pages before."""

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class PageSize:
    """The number of rows to request per page of one table. It is kept for the whole run."""

    table: str
    most: int
    """The upper limit: the setting `page_size`, or less if Sage cannot deliver that much."""
    top: int = 0
    """The `$top` of the next request."""
    row_size: float = 0.0
    """The bytes per row in the last pages: the average of the last page, or half of it was more before."""

    def __post_init__(self) -> None:
        """Start with a small page."""
        self.top = min(self.most, FIRST)

    def learn(self, *, wanted: int, requested: int, rows: int, size: int, seconds: float) -> None:
        """Adjust the page size after a page.

        Args:
            wanted: The `$top` of the first request for the page.
            requested: The `$top` of the last retry. It is smaller if Sage could not deliver more.
            rows: The number of rows in the response.
            size: The size of the response in bytes.
            seconds: How long the response took.
        """
        if rows > 1:  # the size of a single row says little about others
            self.row_size = max(size / rows, self.row_size / 2)
        if requested < wanted:
            self._settle_for(requested, f"{wanted} rows per response were too many")
        elif rows >= requested == self.top and seconds <= QUICK:
            self.top = min(self.most, 2 * self.top)
        if self.top * self.row_size > LARGEST_SIZE:
            self.top = max(1, int(LARGEST_SIZE / self.row_size))

    def shrink(self, rows: int) -> None:
        """Request at most this number of rows for now: Sage limits the rate. Later pages may grow again."""
        self.top = min(self.top, rows)

    def cap(self, rows: int) -> None:
        """Lower the limit, because Sage sends no more than this number of rows per response."""
        self._settle_for(rows, "Sage returns no more rows per response")

    def _settle_for(self, rows: int, why: str) -> None:
        if rows < self.most:
            logger.info("%s", problems.responses.SMALLER_PAGES.text(table=self.table, rows=rows, reason=why))
            self.most = rows
        self.top = min(self.top, self.most)
