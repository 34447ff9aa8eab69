"""Keyset pagination, for tables whose key is one integer.

Each request selects the rows from the last known row on (`id ge 7`), so each page begins with a known row. Rows that
come and go cannot shift the pages, a run can resume after any key, and the server seeks instead of counting rows. A
page that does not begin with the known row is requested again, then from an older row on. If no known row can be
found, the table fails.

The first keys of prefetched pages are not known yet. These pages are requested by `$skip`, counted from the last known
row. Each page begins with the last row of the page before it. If rows were deleted meanwhile, a page begins later than
that. It is then requested again by key.

After a full page, the paginator also requests the last row of the table. The table does not end before this row,
however short or empty a page is. Rows with greater keys come while the table is read. The next run reads them.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from tap_sage200 import odata, problems
from tap_sage200.errors import StreamError, UnavailableError, UnexpectedPageError
from tap_sage200.pagination.anchors import Anchors
from tap_sage200.pagination.base import NextPage, is_only_page, require_no_link

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from tap_sage200.pagination.base import Fetcher, Options
    from tap_sage200.pagination.page_size import PageSize
    from tap_sage200.records.page import Page

MISSES = 3
"""After this many prefetched pages that did not begin with the last known row, pages are requested one by one."""


@dataclass(frozen=True, slots=True)
class _LastRow(NextPage):
    """The row with the greatest key. It is not part of any page."""

    anchor: int | None = None
    """A row that was received. No row that is requested has a smaller key."""

    @property
    def reach(self) -> int:
        """Zero: it brings no row to write."""
        return 0


@dataclass(frozen=True, slots=True)
class _BeyondAnchor(NextPage):
    """The rows after the anchor, without it."""


class KeysetPaginator:
    """Reads by an integer key."""

    def __init__(
        self,
        key: str,
        size: PageSize,
        *,
        where: str | None = None,
        after: int | None = None,
        rows_before: int | None = None,
    ) -> None:
        """Prepare. No request is made.

        Args:
            key: The key column.
            size: The page size.
            where: The `$filter` for the rows. None to read all rows.
            after: Only rows with a greater key are read. None to begin at the first row.
            rows_before: The number of rows of the last complete reading. None if it is not known.
        """
        self._key = key
        self._size = size
        self._where = where
        self._order = odata.ascending((key,))
        self._start = self._after = after
        self._rows_before = rows_before
        self._anchors = Anchors()
        self._coming: deque[NextPage] = deque()
        self._missed = 0
        self._short: Page | None = None
        self._short_before = False
        self._has_requested_last_row = False
        self._greatest: int | None = None
        self._denied: _LastRow | None = None
        self._has_ended = False

    @classmethod
    def resuming(cls, key: str, size: PageSize, *, where: str | None, seen: int) -> Self:
        """Resume an interrupted reading: the first page begins with the last row that was read.

        Args:
            key: The key column.
            size: The page size.
            where: The `$filter` for the rows. None to read all rows.
            seen: The key of the last row that was read.
        """
        paginator = cls(key, size, where=where, after=seen)
        paginator._anchors.note_new(seen, seen)
        paginator._has_requested_last_row = True
        paginator._coming.append(paginator._last_row())
        return paginator

    def first(self) -> Options:
        """Return the query options of the first page."""
        return self._options()

    def pages(self, fetcher: Fetcher) -> Iterator[Page]:
        """Yield all pages that have rows.

        Raises:
            UnexpectedPageError: A page does not keep to the requested order or filter, or the end is not certain.
        """
        page = self._read_next(fetcher) if self._anchors.current is not None else self._read_first(fetcher)
        while True:
            fetcher.expect([] if self._has_ended else [one.options for one in self._coming])
            if page is not None:
                yield page
            if self._has_ended:
                return
            page = self._read_next(fetcher)

    def _read_first(self, fetcher: Fetcher) -> Page | None:
        """Read the first page, which begins with any row. Return None if it has no row."""
        page = fetcher.fetch(self.first())
        if self._takes_new(page, fetcher):
            self._has_ended = is_only_page(page, fetcher, rows_before=self._rows_before)
            return page
        require_no_link(page)
        self._has_ended = True
        return None

    def _read_next(self, fetcher: Fetcher) -> Page | None:
        """Read the next page. Return None if it has no new row, or is not what was requested."""
        this = self._coming.popleft() if self._coming else NextPage(self._options())
        if isinstance(this, _LastRow):
            self._find_greatest(this, fetcher)
            return None
        is_by_position = "$skip" in this.options
        page = self._page_by_position(this, fetcher) if is_by_position else self._page_by_key(this, fetcher)
        if page is None:
            self._coming.clear()
            return None
        if not page.fills(this.options["$top"]):
            self._coming.clear()
        if isinstance(this, _BeyondAnchor) and page.received and not page:
            raise self._no_end()  # the same rows again, although only rows after them were requested
        return self._taken(page, fetcher)

    def _page_by_position(self, this: NextPage, fetcher: Fetcher) -> Page | None:
        """Fetch a prefetched page. Return None if it does not begin with a known row, or has no other row."""
        try:
            page = fetcher.fetch(this.options)
        except (StreamError, UnavailableError):
            self._missed = MISSES  # Sage may refuse `$skip`. If the table itself fails, the page by key tells.
            return None
        if self._after is not None and page.begins_by(self._after):
            page.drop_through(self._after)
            if page:
                return page
        self._missed += 1
        return None

    def _page_by_key(self, this: NextPage, fetcher: Fetcher) -> Page | None:
        """Fetch the rows after the anchor. Return None if the page does not begin with the anchor, and go back."""
        page = fetcher.fetch(this.options)
        if isinstance(this, _BeyondAnchor) or page.is_from(self._anchors.current):
            if self._after is not None:
                page.drop_through(self._after)
            return page
        if not self._anchors.go_back():
            self._require_that_all_rows_are_gone(fetcher)
            self._has_ended = True
        return None

    def _taken(self, page: Page, fetcher: Fetcher) -> Page | None:
        """Take a page, and tell whether it is the last one. Return None if it has no new row."""
        if self._takes_new(page, fetcher):
            self._has_ended = self._reaches_greatest(page, fetcher) and not page.is_full and not page.has_link
            return page
        known, last = self._anchors.current, page.last_key[0] if page.received else None
        if isinstance(last, int) and (known is None or last > known):
            self._anchors.note_known(last)
        else:
            self._find_the_end(page, fetcher)
        return None

    def _takes_new(self, page: Page, fetcher: Fetcher) -> bool:
        """Take the new rows of a page, and plan the next pages. Return whether there is a new row."""
        if not page:
            return False
        first, self._after, is_full = page.first_key[0], page.ascend_from(self._after), page.is_full
        self._anchors.note_new(first, self._after)
        self._learn_cap(page, fetcher, is_full=is_full)
        self._plan_next(fetcher.prefetch, is_full=is_full)
        return True

    def _find_the_end(self, page: Page, fetcher: Fetcher) -> None:
        """Decide whether the table ends with the anchor: no other row came with it, or no row at all beyond it."""
        if page.received and not fetcher.largest.exceeds_row(page):
            # A server that sends one row at a time would send the same page.
            self._coming = deque([_BeyondAnchor(self._options(operator="gt"))])
        elif self._denied is not None or self._is_before_greatest() or page.has_link:
            is_older = self._denied is not None and self._denied.anchor != self._anchors.current
            if not is_older and not self._anchors.go_back():
                raise self._no_end()
            self._coming = deque([self._last_row()])
        else:
            self._has_ended = True

    def _reaches_greatest(self, page: Page, fetcher: Fetcher) -> bool:
        """Return whether no row is left up to the greatest key. If rows came behind it, the page must not be cut."""
        if self._greatest is None or self._is_before_greatest():
            return False
        return self._after == self._greatest or fetcher.largest.has_room(page)

    def _is_before_greatest(self) -> bool:
        return self._greatest is not None and (self._after is None or self._after < self._greatest)

    def _require_that_all_rows_are_gone(self, fetcher: Fetcher) -> None:
        """Check that Sage has other rows of the table, and none of those that are read.

        Raises:
            UnexpectedPageError: Sage sends no row at all, or some of the rows that it did not send before.
        """
        is_table = self._where is None and self._start is None
        if self._anchors.current is not None or is_table:
            raise self._no_end()
        if not fetcher.fetch({"$orderby": self._order, "$top": 1}) or fetcher.fetch(self._options()):
            raise self._no_end()

    def _no_end(self) -> UnexpectedPageError:
        return UnexpectedPageError(problems.rows.NO_END, key=self._key, value=self._after)

    def _options(self, skip: int = 0, operator: str = "ge") -> dict[str, str | int]:
        """Return the options for the rows from the anchor on. Without an anchor, they are those of the first page."""
        anchor = self._anchors.current
        options: dict[str, str | int] = {"$orderby": self._order, "$top": self._size.top}
        position = None if self._start is None else odata.compare(self._key, "gt", self._start)
        if anchor is not None:
            position = odata.compare(self._key, operator, anchor)
            options["$top"] = max(2, self._size.top)
        if (where := odata.all_of(self._where, position)) is not None:
            options["$filter"] = where
        if skip:
            options["$skip"] = skip
        return options

    def _last_row(self) -> _LastRow:
        # Two rows: a server that loses the last row of each response still sends the first one.
        options = {**self._options(), "$orderby": odata.descending((self._key,)), "$top": 2}
        return _LastRow(options, anchor=self._anchors.current)

    def _plan_next(self, prefetch: int, *, is_full: bool) -> None:
        """Plan the pages after a page, which was full or not."""
        if prefetch and (is_full or self._short_before) and not self._has_requested_last_row:
            self._has_requested_last_row = True
            self._coming.append(self._last_row())
        most = prefetch if is_full and self._missed < MISSES else min(prefetch, 1)
        while len(self._coming) < most:
            reach = sum(one.reach for one in self._coming)
            if reach and not self._may_have(reach):
                return
            self._coming.append(NextPage(self._options(reach), overlaps=True))

    def _may_have(self, rows: int) -> bool:
        """Return whether more than this number of rows can remain up to the greatest key."""
        return self._greatest is None or self._after is None or self._after + rows < self._greatest

    def _find_greatest(self, last_row: _LastRow, fetcher: Fetcher) -> None:
        """Learn the greatest key, if Sage sends it, and drop the planned pages beyond it."""
        try:
            page = fetcher.fetch(last_row.options)
        except (StreamError, UnavailableError):
            self._greatest = None  # the end is then where no row follows
            return
        # The anchor itself must come if no row follows it. Without it, the response is wrong, or the row was deleted.
        self._denied = None if page else last_row
        greatest = page.first_key[0] if page else None
        # A server that ignores the order and the filter sends one of the first rows, and a cache sends another page.
        is_beyond = isinstance(greatest, int) and (last_row.anchor is None or greatest >= last_row.anchor)
        if isinstance(greatest, int) and is_beyond and page.descends:
            self._greatest = greatest
        starts = accumulate((one.reach for one in self._coming), initial=0)
        self._coming = deque(one for one, start in zip(self._coming, starts, strict=False) if self._may_have(start))

    def _learn_cap(self, page: Page, fetcher: Fetcher, *, is_full: bool) -> None:
        """Learn from a short page that is not the last one: Sage limits its responses."""
        self._short_before = self._short is not None
        if self._short is not None:
            fetcher.largest.note_cut(self._short)
            if page.received == self._short.received and not is_full:
                self._size.cap(page.received)
        self._short = None if is_full else page
