"""Offset pagination with an overlapping row, for tables whose key has several columns."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from tap_sage200 import odata, problems
from tap_sage200.errors import StreamError, UnexpectedPageError
from tap_sage200.pagination.base import NextPage, is_only_page, require_no_link
from tap_sage200.pagination.leading_key import LeadingKeyPaginator

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from tap_sage200.pagination.base import Fetcher, Options
    from tap_sage200.pagination.page_size import PageSize
    from tap_sage200.records.decoder import Key
    from tap_sage200.records.page import Page

RESTARTS = 3
"""How often a table is read from its beginning before the paginator gives up."""


class OffsetPaginator:
    """Reads by `$skip`. Each page begins with the last row of the page before it.

    If it begins with another row, rows have shifted, and the paginator starts again at the first row.
    """

    def __init__(
        self,
        key: Sequence[str],
        size: PageSize,
        *,
        where: str | None = None,
        rows_before: int | None = None,
        seeks: bool = False,
    ) -> None:
        """Prepare. No request is made.

        Args:
            key: The key columns.
            size: The page size. At least two rows are requested.
            where: The `$filter` for the rows. None to read all rows.
            rows_before: The number of rows of the last complete reading. None if it is not known.
            seeks: Whether Sage can filter by the first key column, an integer. Then a reading can resume there, and
                without `$skip`.
        """
        self._key = key
        self._where = where
        self._seeks = seeks
        self._size = size
        self._descending = odata.descending(key)
        self._always: Options = {"$orderby": odata.ascending(key)} | ({} if where is None else {"$filter": where})
        self._rows_before = rows_before
        self._first: Key | None = None
        self._last: Key | None = None
        self._leading: int | None = None
        self._was_cut = False
        self._ignores_order = False
        """Whether the last row that Sage sent is the first one of the table."""

    def first(self) -> Options:
        """Return the query options of the first page."""
        return self._from(0).options

    def pages(self, fetcher: Fetcher) -> Iterator[Page]:
        """Yield all pages that have rows. After a restart, rows are repeated.

        Raises:
            UnexpectedPageError: Pages did not fit together in each attempt.
            StreamError: A page cannot be read.
        """
        try:
            yield from self._by_position(fetcher)
        except UnexpectedPageError:
            raise
        except StreamError:
            if self._last is None or not self._seeks:
                raise
            # Sage may refuse `$skip`. If the table itself fails, the next request tells.
            fetcher.expect(())
            yield from LeadingKeyPaginator(self._key, self._size, where=self._where, after=self._last).pages(fetcher)

    def _by_position(self, fetcher: Fetcher) -> Iterator[Page]:
        for _ in range(RESTARTS):
            if (yield from self._pages_until_shifted(fetcher)):
                return
            fetcher.expect(())
        raise UnexpectedPageError(problems.rows.ROWS_SHIFTED, attempts=RESTARTS)

    def _pages_until_shifted(self, fetcher: Fetcher) -> Generator[Page, None, bool]:
        """Yield pages. Return whether the end of the table was reached."""
        coming: deque[NextPage] = deque()
        page = self._first_page(fetcher)
        if not page:
            return self._first is None
        # After a restart, a page that was short of rows may be so again.
        is_last = self._first is None and is_only_page(page, fetcher, rows_before=self._rows_before)
        seen, self._first, last = len(page), page.first_key, page.last_key
        self._plan_next(coming, seen, page, fetcher)
        is_last = is_last or self._is_whole(page, fetcher)
        self._leading = None
        while True:
            fetcher.expect([] if is_last else [one.options for one in coming])
            if page:
                self._note(page)
                yield page
            if is_last:
                return True
            was_short = not page.is_full
            this = coming.popleft() if coming else self._from(seen)
            found = self._page_from(last, seen, this, fetcher)
            if found is None:
                return False
            page = found
            is_end = not page and self._is_last_row(last, fetcher)
            if not page and not is_end:
                # A server that sends one row at a time would send the same page.
                page = fetcher.fetch(self._from(seen, overlap=0).options)
            if len(page) != this.reach:
                coming.clear()
            if page:
                seen, last = seen + len(page), page.last_key
                self._plan_next(coming, seen, page, fetcher)
                self._was_cut = self._was_cut or was_short
                fetcher.largest.was_cut |= was_short
                is_short = not page.is_full and not page.has_link
                is_last = is_short and fetcher.largest.exceeds(page) and self._is_last_row(last, fetcher)
            elif is_end or (self._ignores_order and not self._was_cut):
                is_last = True
            else:
                return False

    def _first_page(self, fetcher: Fetcher) -> Page | None:
        """Fetch the first page. None if it begins with another row than before the restart, and only once.

        The row before it may be deleted, or the response is for another page.
        """
        page = fetcher.fetch(self.first())
        if not page:
            require_no_link(page)
        elif self._first not in {None, page.first_key}:
            again = fetcher.fetch(self.first())
            if not again or again.first_key != page.first_key:
                return None
        return page

    def _note(self, page: Page) -> None:
        """Note the last row of a page, from which a reading can resume. Rows must be in order for that."""
        if self._seeks:
            self._leading = page.order_by_leading_key(self._leading)
        self._last = page.last_key

    def _page_from(self, last: Key, seen: int, this: NextPage, fetcher: Fetcher) -> Page | None:
        """Fetch the page that begins with the last row, without this row. None if it begins with another one, twice.

        The second request counts the rows that came. A prefetched page began too early if a page before it had more
        rows than requested.
        """
        for options in (this.options, self._from(seen).options):
            page = fetcher.fetch(options)
            if page and page.first_key == last:
                page.drop_first()
                if page or not page.has_link:
                    return page
        return None

    def _is_whole(self, page: Page, fetcher: Fetcher) -> bool:
        """Return whether a short first page ends with the last row of the table.

        A server that ignores the order sends the first row. It must not be the last row of the page too.
        """
        is_short = not page.is_full and not page.has_link
        return is_short and len(page) > 1 and self._is_last_row(page.last_key, fetcher)

    def _is_last_row(self, key: Key, fetcher: Fetcher) -> bool:
        """Return whether a row is the last one of the table."""
        # Two rows: a server that loses the last row of each response still sends the first one.
        page = fetcher.fetch({**self._always, "$orderby": self._descending, "$top": 2})
        greatest = page.first_key if page else None
        self._ignores_order = greatest is not None and greatest == self._first
        return greatest == key and page.descends

    def _plan_next(self, coming: deque[NextPage], seen: int, page: Page, fetcher: Fetcher) -> None:
        """Plan the pages after a page, when this number of rows was seen."""
        while len(coming) < (fetcher.prefetch if page.is_full else min(fetcher.prefetch, 1)):
            coming.append(self._from(seen + sum(one.reach for one in coming)))

    def _from(self, seen: int, *, overlap: int = 1) -> NextPage:
        options = {**self._always, "$top": max(2, self._size.top)}
        return NextPage({**options, "$skip": seen - overlap}, overlaps=overlap > 0) if seen else NextPage(options)
