"""Pagination by the first column of a key, for tables whose key has several columns, where Sage refuses `$skip`.

Each request selects the rows from the first column of the last row on (`customer_id ge 7`), in the order of the whole
key. So each page begins with rows that were read before. The last of them must be among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200 import odata, problems
from tap_sage200.errors import UnexpectedPageError
from tap_sage200.pagination.base import LARGEST_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tap_sage200.pagination.base import Fetcher, Options
    from tap_sage200.pagination.page_size import PageSize
    from tap_sage200.records.decoder import Key
    from tap_sage200.records.page import Page


class LeadingKeyPaginator:
    """Reads the rest of a table, page by page, without `$skip`. It prefetches nothing."""

    def __init__(self, key: Sequence[str], size: PageSize, *, where: str | None, after: Key) -> None:
        """Prepare. No request is made.

        Args:
            key: The key columns. The first one is an integer that Sage can filter by.
            size: The page size.
            where: The `$filter` for the rows. None to read all rows.
            after: The key of the last row that was read.
        """
        self._key = key
        self._size = size
        self._where = where
        self._last = after

    def first(self) -> Options:
        """Return the query options of the first page."""
        return self._options(self._size.top)

    def pages(self, fetcher: Fetcher) -> Iterator[Page]:
        """Yield all pages that have rows after the last one.

        Raises:
            UnexpectedPageError: A page does not contain the last row, or the end is not certain.
        """
        while page := self._next_page(fetcher):
            is_short = not page.is_full and not page.has_link
            page.order_by_leading_key(self._leading)
            self._last = page.last_key
            yield page
            if is_short and self._is_last_row(fetcher):
                return
        if not self._is_last_row(fetcher):
            raise UnexpectedPageError(problems.rows.NO_END, key=self._key[0], value=self._leading)

    def _next_page(self, fetcher: Fetcher) -> Page:
        """Return the rows after the last one. Request more rows if a page has none after it."""
        top = self._size.top
        while True:
            page = fetcher.fetch(self._options(top))
            if page.drop_through_row(self._last):
                if page or not page.is_full:
                    return page
            elif not page.is_full or page.last_key[0] != self._leading:
                raise UnexpectedPageError(problems.rows.NO_END, key=self._key[0], value=self._leading)
            if top >= LARGEST_PAGE:
                raise UnexpectedPageError(problems.rows.SAME_LEADING_KEY, key=self._key[0], value=self._leading)
            top = min(2 * top, LARGEST_PAGE)

    def _is_last_row(self, fetcher: Fetcher) -> bool:
        """Return whether the last row that was read is the last one of the table."""
        # Two rows: a server that loses the last row of each response still sends the first one.
        page = fetcher.fetch({**self._options(2), "$orderby": odata.descending(self._key)})
        return len(page) > 0 and page.first_key == self._last and page.descends

    @property
    def _leading(self) -> int:
        """The first column of the last row.

        Raises:
            UnexpectedPageError: It is not an integer.
        """
        leading = self._last[0]
        if not isinstance(leading, int):
            raise UnexpectedPageError(problems.rows.NO_KEY, key=self._key[0])
        return leading

    def _options(self, top: int) -> Options:
        terms = [] if self._where is None else [self._where]
        where = " and ".join([*terms, odata.compare(self._key[0], "ge", self._leading)])
        return {"$orderby": odata.ascending(self._key), "$top": max(2, top), "$filter": where}
