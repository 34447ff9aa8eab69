"""Offset pagination with an overlapping row, for tables whose key has several columns."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from tap_sage200 import odata, problems
from tap_sage200.errors import UnexpectedPageError
from tap_sage200.pagination.base import NextPage

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from tap_sage200.pagination.base import Fetcher, Options
    from tap_sage200.pagination.page_size import PageSize
    from tap_sage200.records.page import Page

RESTARTS = 3
"""How often a table is read from its beginning before the paginator gives up."""


class OffsetPaginator:
    """Reads by `$skip`. Each page begins with the last row of the page before it.

    If it begins with another row, rows have shifted, and the paginator starts again at the first row.
    """

    def __init__(self, key: Sequence[str], size: PageSize, *, where: str | None = None) -> None:
        """Prepare. No request is made.

        Args:
            key: The key columns.
            size: The page size. At least two rows are requested.
            where: The `$filter` for the rows. None to read all rows.
        """
        self._size = size
        self._always: Options = {"$orderby": odata.ascending(key)} | ({} if where is None else {"$filter": where})

    def first(self) -> Options:
        """Return the query options of the first page."""
        return self._from(0).options

    def pages(self, fetcher: Fetcher) -> Iterator[Page]:
        """Yield all pages that have rows. After a restart, rows are repeated.

        Raises:
            UnexpectedPageError: Rows have shifted in each attempt.
        """
        for _ in range(RESTARTS):
            if (yield from self._pages_until_shifted(fetcher)):
                return
            fetcher.expect(())
        raise UnexpectedPageError(problems.rows.ROWS_SHIFTED, attempts=RESTARTS)

    def _pages_until_shifted(self, fetcher: Fetcher) -> Generator[Page, None, bool]:
        """Yield pages. Return whether the end of the table was reached."""
        seen, last = 0, None
        coming: deque[NextPage] = deque()
        while True:
            this = coming.popleft() if coming else self._from(seen)
            page = fetcher.fetch(this.options)
            if last is not None:
                if not page or page.first_key != last:
                    return False
                page.drop_first()
            seen, last = seen + len(page), page.last_key if page else last
            is_last = not page or page.may_be_last
            if is_last or not page.fills(this.options["$top"]):
                coming.clear()
            while len(coming) < (0 if is_last else fetcher.prefetch if page.is_full else min(fetcher.prefetch, 1)):
                coming.append(self._from(seen + sum(one.reach for one in coming)))
            fetcher.expect([one.options for one in coming])
            if page:
                yield page
            if is_last:
                return True

    def _from(self, seen: int) -> NextPage:
        options = {**self._always, "$top": max(2, self._size.top)}
        return NextPage({**options, "$skip": seen - 1}, overlaps=True) if seen else NextPage(options)
