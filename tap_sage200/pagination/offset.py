"""Offset pagination with an overlapping row, for a table whose key has several parts."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.errors import UnexpectedPageError
from tap_sage200.pagination.base import NextPage, Page, options_for

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from tap_sage200.pagination.base import Fetcher, Options
    from tap_sage200.pagination.page_size import PageSize

RESTARTS = 3


class OffsetPaginator:
    """Reads by `$skip`, each page beginning with the last row of the one before.

    If one does not, rows were shifted, and the paginator starts over.
    """

    def __init__(self, key: Sequence[str], size: PageSize, *, where: str | None = None) -> None:
        """Prepare; no request is made.

        Args:
            key: The key fields.
            size: Rows a page; at least two are asked for.
            where: The `$filter` that rows must fulfil; None for all.
        """
        self._key = tuple(key)
        self._size = size
        self._where = where

    def first(self) -> Options:
        """Ask for the first rows."""
        return self._from(0).options

    def pages(self, fetcher: Fetcher) -> Iterator[Page]:
        """Yield all pages that have rows; after a restart, rows come again."""
        for _ in range(RESTARTS):
            if (yield from self._pages_until_shifted(fetcher)):
                return
            fetcher.expect(())
        raise UnexpectedPageError(problems.rows.ROWS_SHIFTED, attempts=RESTARTS)

    def _pages_until_shifted(self, fetcher: Fetcher) -> Generator[Page, None, bool]:
        seen, last = 0, None
        coming: deque[NextPage] = deque()
        while True:
            this = coming.popleft() if coming else self._from(seen)
            page = fetcher(this.options)
            if last is not None:
                if not page.rows or page.rows.key(0) != last:
                    return False
                page.rows.forget_first(1)
            seen, last = seen + len(page.rows), page.rows.key(-1) if page.rows else last
            is_last = not page.rows or page.may_be_last()
            if is_last or not this.is_met_by(page):
                coming.clear()
            while len(coming) < (0 if is_last else fetcher.prefetch if page.is_full() else min(fetcher.prefetch, 1)):
                coming.append(self._from(seen + sum(one.reach for one in coming)))
            fetcher.expect([one.options for one in coming])
            if page.rows:
                yield page
            if is_last:
                return True

    def _from(self, seen: int) -> NextPage:
        options = options_for(self._where, self._key, max(2, self._size.top))
        return NextPage({**options, "$skip": seen - 1}, overlaps=True) if seen else NextPage(options)
