"""Walks: how all rows of a table are read once, in a total order, while rows come, change and go.

Sage gives no next link, no cursor and no total (none was found). Two walks serve tables. Both go by the key, which
never changes, so that a row cannot move past the reader:

- `KeyWalk`, for a table with one integer key: each page asks for keys greater than the last one seen. Rows that come
  and go cannot shift it, it can resume anywhere, and the server seeks instead of counting.
- `OverlapWalk`, for a key of several parts: pages by `$skip`, each beginning with the last row of the one before. If it
  does not, rows were shifted, and the walk begins again.

Both say while a page is written which ones they will want next, so that these can be asked for ahead. A `KeyWalk` does
not know yet after which key they begin: it asks for them by `$skip`, counted from the last key that it knows, so that
each begins with the last row of the one before it. One that begins later than that, as rows went meanwhile, is asked
for again by key.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Protocol

from tap_sage200 import odata
from tap_sage200.errors import UnexpectedPageError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from tap_sage200.page_size import PageSize
    from tap_sage200.sent import Check, Key, Rows

Options = Mapping[str, str | int]

CONFIRM_FROM = 100
"""A page with at least so many rows, but fewer than asked for, may be a server's own limit: the end is asked for."""
ROUND = (10, 25)
"""A smaller page may be one as well, if its rows are a multiple of one of these."""
RESTARTS = 3
MISSES = 3
"""After so many pages asked for ahead that did not join on, a walk asks for one after the other."""
LARGEST_PAGE = 5000
"""The most rows that Sage gives at once (documented)."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the order of the walk."""

    rows: Rows
    asked: int
    """How many rows were asked for in the end."""

    def is_full(self) -> bool:
        """Tell whether as many rows came as were asked for, so that there may be more."""
        return len(self.rows) >= self.asked

    def may_be_last(self) -> bool:
        """Tell whether the table ends here, as far as one page can show it (inferred: no end is documented)."""
        rows = len(self.rows)
        is_round = rows > 0 and any(rows % step == 0 for step in ROUND)
        return rows < min(self.asked, CONFIRM_FROM) and not is_round


class Fetch(Protocol):
    """Asks for pages."""

    @property
    def ahead(self) -> int:
        """How many pages may be asked for while one is written."""

    def __call__(self, options: Options) -> Page:
        """Give the page that query options describe."""

    def expect(self, options: Sequence[Options]) -> None:
        """Ask ahead for the pages that will be wanted next, and for no others any more."""


class Walk(Protocol):
    """A way to read a table, page after page."""

    def first(self) -> Options:
        """Return the query options of the first page."""

    def pages(self, fetch: Fetch) -> Iterator[Page]:
        """Yield all pages that have rows.

        Args:
            fetch: Asks for the page that these query options describe.

        Raises:
            UnexpectedPageError: A page is not what was asked for.
        """


def _options(where: str | None, key: Sequence[str], top: int) -> dict[str, str | int]:
    options: dict[str, str | int] = {"$orderby": odata.ascending(key), "$top": top}
    return options if where is None else {**options, "$filter": where}


class WholeWalk:
    """Reads a resource that Sage gives in one piece, as it does `/sites`."""

    def first(self) -> Options:
        """Return no options."""
        return {}

    def pages(self, fetch: Fetch) -> Iterator[Page]:
        """Yield the one page."""
        yield fetch(self.first())


class OnePageWalk:
    """Reads a short list whose rows have no key, and so no order in which a second page could follow."""

    def first(self) -> Options:
        """Ask for as many rows as there can be."""
        return {"$top": LARGEST_PAGE}

    def pages(self, fetch: Fetch) -> Iterator[Page]:
        """Yield the one page.

        Raises:
            UnexpectedPageError: It is full, so that rows may be missing.
        """
        page = fetch(self.first())
        if len(page.rows) >= page.asked:
            msg = f"more than {page.asked} rows belong to one parent, and Sage gives no order to read them by"
            raise UnexpectedPageError(msg)
        yield page


@dataclass(frozen=True, slots=True)
class _Coming:
    """A page that is wanted next."""

    options: Options
    overlaps: bool = False
    """Whether it is to begin with the last row of the page before it."""

    @property
    def reach(self) -> int:
        """How many rows further than the page before it goes, if nothing moves."""
        return int(self.options["$top"]) - self.overlaps

    def is_met_by(self, page: Page) -> bool:
        """Tell whether a page is as large as it was to be, so that the next ones may join on."""
        return page.is_full() and page.asked == self.options["$top"]


class KeyWalk:
    """Reads a table with one integer key, by that key."""

    def __init__(self, key: str, size: PageSize, *, where: str | None = None, after: int | None = None) -> None:
        """Prepare a walk.

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
        self._coming: deque[_Coming] = deque()
        self._missed = 0
        self._short = 0

    def first(self) -> Options:
        """Ask for the rows after the key to resume after, if there is one."""
        return self._by_key().options

    def pages(self, fetch: Fetch) -> Iterator[Page]:
        """Yield all pages that have rows."""
        while True:
            this = self._coming.popleft() if self._coming else self._by_key()
            page = fetch(this.options)
            is_full, ends = page.is_full(), not page.rows or page.may_be_last()
            is_met = this.is_met_by(page)
            joins = self._joins(page) if this.overlaps else self._follows(page)
            is_last = joins and ends
            if is_last or not joins or not is_met:
                self._coming.clear()
            if joins and not is_last:
                self._look_ahead(fetch.ahead if is_full and self._missed < MISSES else min(fetch.ahead, 1))
            fetch.expect([one.options for one in self._coming])
            if joins and page.rows:
                yield Page(page.rows.checked(self._ascending()), page.asked)
            if is_last:
                return

    def _by_key(self) -> _Coming:
        return _Coming(self._options())

    def _options(self, skip: int = 0) -> Options:
        beyond = None if self._after is None else odata.compare(self._key, "gt", self._after)
        options = _options(odata.all_of(self._where, beyond), (self._key,), self._size.top)
        return {**options, "$skip": skip} if skip else options

    def _look_ahead(self, ahead: int) -> None:
        """Decide which pages are wanted next."""
        while len(self._coming) < ahead:
            reach = sum(one.reach for one in self._coming)
            if reach == 1:
                return  # a page of one row has none to overlap with and another one
            self._coming.append(_Coming(self._options(reach - 1), overlaps=True) if reach else self._by_key())

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
            msg = f"Sage sent a row without its key {self._key}"
            raise UnexpectedPageError(msg)
        if before is not None and key <= before:
            msg = (
                f"Sage sent a row with {self._key} {key} after {before}: it did not keep to the order or the filter "
                "that was asked for, so rows could be missed"
            )
            raise UnexpectedPageError(msg)
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


class OverlapWalk:
    """Reads a table whose key has several parts, with pages that overlap by one row."""

    def __init__(self, key: Sequence[str], size: PageSize, *, where: str | None = None) -> None:
        """Prepare a walk.

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

    def pages(self, fetch: Fetch) -> Iterator[Page]:
        """Yield all pages that have rows; after a restart, rows come again."""
        for _ in range(RESTARTS):
            if (yield from self._pages_until_shifted(fetch)):
                return
            fetch.expect(())
        msg = f"rows kept shifting while the table was read, {RESTARTS} times over. Run again when it is quieter"
        raise UnexpectedPageError(msg)

    def _pages_until_shifted(self, fetch: Fetch) -> Generator[Page, None, bool]:
        seen, last = 0, None
        coming: deque[_Coming] = deque()
        while True:
            this = coming.popleft() if coming else self._from(seen)
            page = fetch(this.options)
            is_met, is_full, ends = this.is_met_by(page), page.is_full(), page.may_be_last()
            if last is not None:
                if not page.rows or page.rows.key(0) != last:
                    return False
                page.rows.forget_first(1)
            seen, last = seen + len(page.rows), page.rows.key(-1) if page.rows else last
            is_last = not page.rows or ends
            if is_last or not is_met:
                coming.clear()
            while len(coming) < (0 if is_last else fetch.ahead if is_full else min(fetch.ahead, 1)):
                coming.append(self._from(seen + sum(one.reach for one in coming)))
            fetch.expect([one.options for one in coming])
            if page.rows:
                yield page
            if is_last:
                return True

    def _from(self, seen: int) -> _Coming:
        options = _options(self._where, self._key, max(2, self._size.top))
        return _Coming({**options, "$skip": seen - 1}, overlaps=True) if seen else _Coming(options)
