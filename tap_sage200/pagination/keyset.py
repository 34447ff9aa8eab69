"""Keyset pagination, for a table whose key is one integer.

It asks for the rows after the last key that it knows, so that rows which come and go cannot shift it, it can resume
anywhere, and the server seeks instead of counting.

Of the pages ahead it does not know yet after which key they begin: it asks for them by `$skip`, counted from the last
key that it knows, so that each begins with the last row of the one before it. One that begins later than that, as rows
went meanwhile, is asked for again by key.

After a full page it also asks for the last row. Keys are whole numbers and unique, so that the greatest one tells how
many rows there can be at most, and where the table ends. Rows with greater keys than that came while the table was
read: the next run reads them.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import accumulate, takewhile
from typing import TYPE_CHECKING

from tap_sage200 import odata, problems
from tap_sage200.errors import StreamError, UnexpectedPageError
from tap_sage200.pagination.base import NextPage, Page, options_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tap_sage200.pagination.base import Fetcher, Options
    from tap_sage200.pagination.page_size import PageSize
    from tap_sage200.records.page import Check, Key

MISSES = 3
"""After so many prefetched pages that did not join on, pages are requested one after the other."""


@dataclass(frozen=True, slots=True)
class _LastRow(NextPage):
    """The row with the greatest key, which comes with no page."""

    @property
    def reach(self) -> int:
        """None of the rows that follow."""
        return 0


class KeysetPaginator:
    """Reads by that key."""

    def __init__(self, key: str, size: PageSize, *, where: str | None = None, after: int | None = None) -> None:
        """Prepare; no request is made.

        Args:
            key: The key field.
            size: Rows a page.
            where: The `$filter` that rows must fulfil; None for all.
            after: The key to resume after; None to begin at the first row.
        """
        self._key = key
        self._size = size
        self._where = where
        self._after = after
        self._coming: deque[NextPage] = deque()
        self._missed = 0
        self._short = 0
        self._has_asked_for_the_end = False
        self._greatest: int | None = None

    def first(self) -> Options:
        """Ask for the rows after the key to resume after, if there is one."""
        return self._by_key().options

    def pages(self, fetcher: Fetcher) -> Iterator[Page]:
        """Yield all pages that have rows."""
        while True:
            this = self._coming.popleft() if self._coming else self._by_key()
            if isinstance(this, _LastRow):
                self._find_the_end(this, fetcher)
                continue
            page = fetcher(this.options)
            joins = self._joins(page) if this.overlaps else self._follows(page)
            is_last = joins and self._is_last(page)
            if is_last or not joins or not this.is_met_by(page):
                self._coming.clear()
            if joins and not is_last:
                self._plan_next(fetcher.prefetch, is_full=page.is_full())
            fetcher.expect([one.options for one in self._coming])
            if joins and page.rows:
                yield Page(page.rows.checked(self._ascending()), page.asked, page.came)
            if is_last:
                return

    def _is_last(self, page: Page) -> bool:
        if self._greatest is None or self._after is None or not page.came:
            return page.may_be_last()
        return self._after >= self._greatest

    def _by_key(self) -> NextPage:
        return NextPage(self._options())

    def _options(self, skip: int = 0) -> Options:
        beyond = None if self._after is None else odata.compare(self._key, "gt", self._after)
        options = options_for(odata.all_of(self._where, beyond), (self._key,), self._size.top)
        return {**options, "$skip": skip} if skip else options

    def _plan_next(self, prefetch: int, *, is_full: bool) -> None:
        """Decide what is wanted next, after a page that was full or not."""
        if is_full and prefetch and not self._has_asked_for_the_end:
            self._has_asked_for_the_end = True
            self._coming.append(_LastRow({**self._options(), "$orderby": odata.descending((self._key,)), "$top": 1}))
        most = prefetch if is_full and self._missed < MISSES else min(prefetch, 1)
        while len(self._coming) < most:
            reach = sum(one.reach for one in self._coming)
            if reach == 1 or not self._may_have(reach):
                return  # a page of one row has none to overlap with and another one
            self._coming.append(NextPage(self._options(reach - 1), overlaps=True) if reach else self._by_key())

    def _may_have(self, rows: int) -> bool:
        """Tell whether more than so many rows may be left, of those that were there as the last one was asked for."""
        return self._greatest is None or self._after is None or self._after + rows < self._greatest

    def _find_the_end(self, last_row: _LastRow, fetcher: Fetcher) -> None:
        """Learn the greatest key, if Sage tells it, and ask for no page beyond it."""
        try:
            found = fetcher(last_row.options).rows
        except StreamError:
            return  # as long as it is not known, the end is where a page is small, or empty
        greatest = found.key(0)[0] if found else None
        # A server that does not keep to the order gives one of the first rows.
        if isinstance(greatest, int) and self._after is not None and greatest > self._after:
            self._greatest = greatest
        starts = accumulate((one.reach for one in self._coming), initial=0)
        self._coming = deque(one for one, start in zip(self._coming, starts, strict=False) if self._may_have(start))
        fetcher.expect([one.options for one in self._coming])

    def _ascending(self) -> Check:
        """Make what sees that keys are in order, from the first one of a page to the last."""
        before: int | None = None

        def check(keys: Sequence[Key]) -> None:
            nonlocal before
            for (key,) in keys:
                before = key if isinstance(key, int) and (before is None or key > before) else self._beyond(before, key)

        return check

    def _beyond(self, before: int | None, key: object) -> int:
        """Give back a key that comes after another one, as it has to."""
        if not isinstance(key, int):
            raise UnexpectedPageError(problems.rows.NO_KEY, key=self._key)
        if before is not None and key <= before:
            raise UnexpectedPageError(problems.rows.OUT_OF_ORDER, key=self._key, value=key, before=before)
        return key

    def _follows(self, page: Page) -> bool:
        """Take a page that was asked for by the last key."""
        self._learn_cap(page)
        if page.rows:
            self._beyond(self._after, *page.rows.key(0))
            self._after = self._beyond(None, *page.rows.key(-1))
        return True

    def _joins(self, page: Page) -> bool:
        """Take what is new in a page that was asked for ahead, unless rows between could be missed."""
        known = sum(1 for _ in takewhile(self._is_known, map(page.rows.key, range(len(page.rows)))))
        if not known:
            self._missed += 1
            return False
        page.rows.forget_first(known)
        if page.rows:
            self._after = self._beyond(self._after, *page.rows.key(-1))
        return True

    def _is_known(self, key: Key) -> bool:
        return self._after is None or self._beyond(None, *key) <= self._after

    def _learn_cap(self, page: Page) -> None:
        """Learn from two pages of the same length, both shorter than asked for, that Sage gives no more."""
        rows = len(page.rows)
        if not page.is_full() and rows == self._short and not page.may_be_last():
            self._size.cap(rows)
        self._short = 0 if page.is_full() else rows
