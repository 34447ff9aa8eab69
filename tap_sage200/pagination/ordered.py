"""Pagination in an order that a person chooses, from any row on, for tables of which somebody wants to see some rows.

Pages are requested by `$skip`. Each page begins with the last row of the page before it. If rows were inserted before
it, it comes later in the page. If rows were deleted before it, it is found in a page that begins earlier. If it cannot
be found at all, the rest of the table is not certain, and the reading fails.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.errors import UnexpectedPageError
from tap_sage200.pagination.base import require_no_link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tap_sage200.pagination.base import Fetcher, Options
    from tap_sage200.pagination.page_size import PageSize
    from tap_sage200.records.decoder import Key
    from tap_sage200.records.page import Page


class OrderedPaginator:
    """Reads by `$skip`, in any total order. It prefetches the next page."""

    def __init__(self, order: Sequence[str], size: PageSize, *, skip: int = 0) -> None:
        """Prepare. No request is made.

        Args:
            order: The columns, each with its direction, as in `balance desc`. All together must tell rows apart.
            size: The page size. At least two rows are requested, so that a page can begin with a known row.
            skip: The number of rows to leave out at the beginning.
        """
        self._order = ",".join(order)
        self._size = size
        self._skip = skip

    def first(self) -> Options:
        """Return the query options of the first page."""
        return self._from(self._skip, self._size.top)

    def pages(self, fetcher: Fetcher) -> Iterator[Page]:
        """Yield all pages that have rows.

        Raises:
            UnexpectedPageError: A page does not continue where the last one ended.
        """
        page, seen = fetcher.fetch(self.first()), self._skip
        if not page:
            require_no_link(page)
        while page:
            seen += len(page)
            last = page.last_key
            if fetcher.prefetch:
                fetcher.expect([self._from(seen - 1, self._following)])
            yield page
            page, seen = self._after(last, seen, fetcher)

    @property
    def _following(self) -> int:
        """The `$top` of a page that begins with a known row."""
        return max(2, self._size.top)

    def _after(self, last: Key, seen: int, fetcher: Fetcher) -> tuple[Page, int]:
        """Fetch the rows after the last one, and return how many rows come before them now.

        Raises:
            UnexpectedPageError: The last row is not where it was, nor near to that place.
        """
        for start in (seen - 1, max(0, seen - self._following)):
            page = fetcher.fetch(self._from(start, self._following))
            end = start + len(page)
            if page.drop_through_row(last):
                return (page, end - len(page)) if page else (self._beyond(last, end, fetcher), end)
        raise UnexpectedPageError(problems.commands.ORDER_CHANGED)

    def _beyond(self, last: Key, seen: int, fetcher: Fetcher) -> Page:
        """Fetch the rows after the last one, without it. No row is the end, and not a server that sends few at a time.

        Raises:
            UnexpectedPageError: The last row is there again: rows moved, or the server ignores `$skip`.
        """
        page = fetcher.fetch(self._from(seen, self._following))
        if page and page.drop_through_row(last):
            raise UnexpectedPageError(problems.commands.ORDER_CHANGED)
        return page

    def _from(self, skip: int, top: int) -> Options:
        options: dict[str, str | int] = {"$orderby": self._order, "$top": top}
        return options | {"$skip": skip} if skip else options
