"""Keyset pagination, for tables whose key is one integer.

Each request selects the rows after the last known key (`id gt 7`). Rows that come and go cannot shift the pages, a run
can resume after any key, and the server seeks instead of counting rows.

The first keys of prefetched pages are not known yet. These pages are requested by `$skip`, counted from the last known
key, and each page begins with the last row of the page before it. If rows were deleted meanwhile, a page begins later
than that. It is then requested again by key.

After a full page, the paginator also requests the last row of the table. Keys are unique integers. The greatest key
limits how many rows can remain, and tells where the table ends. Rows with greater keys come while the table is read.
The next run reads them.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from tap_sage200 import odata
from tap_sage200.errors import StreamError
from tap_sage200.pagination.base import NextPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_sage200.pagination.base import Fetcher, Options
    from tap_sage200.pagination.page_size import PageSize
    from tap_sage200.records.page import Page

MISSES = 3
"""After this many prefetched pages that did not begin with the last known row, pages are requested one by one."""


@dataclass(frozen=True, slots=True)
class _LastRow(NextPage):
    """The row with the greatest key. It is not part of any page."""

    @property
    def reach(self) -> int:
        """Zero: it brings no row to write."""
        return 0


class KeysetPaginator:
    """Reads by an integer key."""

    def __init__(self, key: str, size: PageSize, *, where: str | None = None, after: int | None = None) -> None:
        """Prepare. No request is made.

        Args:
            key: The key column.
            size: The page size.
            where: The `$filter` for the rows. None to read all rows.
            after: The key to resume after. None to begin at the first row.
        """
        self._key = key
        self._size = size
        self._where = where
        self._order = odata.ascending((key,))
        self._after = after
        self._coming: deque[NextPage] = deque()
        self._missed = 0
        self._short = 0
        self._has_requested_last_row = False
        self._greatest: int | None = None

    def first(self) -> Options:
        """Return the query options of the first page."""
        return self._options()

    def pages(self, fetcher: Fetcher) -> Iterator[Page]:
        """Yield all pages that have rows.

        Raises:
            UnexpectedPageError: A page does not keep to the requested order or filter.
        """
        while True:
            this = self._coming.popleft() if self._coming else NextPage(self._options())
            if isinstance(this, _LastRow):
                self._find_the_end(this, fetcher)
                continue
            page = fetcher.fetch(this.options)
            joins = self._joins(page) if this.overlaps else self._follows(page)
            is_last = joins and self._is_last(page)
            if is_last or not joins or not page.fills(this.options["$top"]):
                self._coming.clear()
            if joins and not is_last:
                self._plan_next(fetcher.prefetch, is_full=page.is_full)
            has_rows = joins and len(page) > 0
            fetcher.expect([one.options for one in self._coming])
            if has_rows:
                yield page
            if is_last:
                return

    def _is_last(self, page: Page) -> bool:
        if self._greatest is None or self._after is None or not page.received:
            return page.may_be_last
        return self._after >= self._greatest

    def _options(self, skip: int = 0) -> dict[str, str | int]:
        """Return the options for the rows after the last known key."""
        options: dict[str, str | int] = {"$orderby": self._order, "$top": self._size.top}
        beyond = None if self._after is None else odata.compare(self._key, "gt", self._after)
        if (where := odata.all_of(self._where, beyond)) is not None:
            options["$filter"] = where
        if skip:
            options["$skip"] = skip
        return options

    def _plan_next(self, prefetch: int, *, is_full: bool) -> None:
        """Plan the pages after a page, which was full or not."""
        if is_full and prefetch and not self._has_requested_last_row:
            self._has_requested_last_row = True
            self._coming.append(_LastRow({**self._options(), "$orderby": odata.descending((self._key,)), "$top": 1}))
        most = prefetch if is_full and self._missed < MISSES else min(prefetch, 1)
        while len(self._coming) < most:
            reach = sum(one.reach for one in self._coming)
            if reach == 1 or not self._may_have(reach):
                return  # a page of a single row has no row left besides the overlap
            self._coming.append(NextPage(self._options(max(0, reach - 1)), overlaps=reach > 0))

    def _may_have(self, rows: int) -> bool:
        """Return whether more than this number of rows can remain up to the greatest key."""
        return self._greatest is None or self._after is None or self._after + rows < self._greatest

    def _find_the_end(self, last_row: _LastRow, fetcher: Fetcher) -> None:
        """Learn the greatest key, if Sage sends it, and drop the planned pages beyond it."""
        try:
            page = fetcher.fetch(last_row.options)
        except StreamError:
            return  # the end is then where a page is small or empty
        greatest = page.first_key[0] if page else None
        # A server that ignores the order sends one of the first rows.
        if isinstance(greatest, int) and self._after is not None and greatest > self._after:
            self._greatest = greatest
        starts = accumulate((one.reach for one in self._coming), initial=0)
        self._coming = deque(one for one, start in zip(self._coming, starts, strict=False) if self._may_have(start))
        fetcher.expect([one.options for one in self._coming])

    def _follows(self, page: Page) -> bool:
        """Take a page that was requested by key. It always fits."""
        self._learn_cap(page)
        if page:
            self._after = page.ascend_from(self._after)
        return True

    def _joins(self, page: Page) -> bool:
        """Take the new rows of a prefetched page, if it begins with a known row. If not, rows could be missed."""
        is_joined = self._after is not None and page.drop_through(self._after)
        if not is_joined:
            self._missed += 1
        elif page:
            self._after = page.ascend_from(self._after)
        return is_joined

    def _learn_cap(self, page: Page) -> None:
        """Learn a limit of the server from two pages of the same length, both shorter than requested."""
        rows = len(page)
        if not page.is_full and rows == self._short and not page.may_be_last:
            self._size.cap(rows)
        self._short = 0 if page.is_full else rows
