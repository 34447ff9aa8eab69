"""Walks: how all rows of a table are read once, in a total order, while rows come, change and go.

Sage gives no next link, no cursor and no total (none was found). Two walks serve tables. Both go by the key, which
never changes, so that a row cannot move past the reader:

- `KeyWalk`, for a table with one integer key: each page asks for keys greater than the last one seen. Rows that come
  and go cannot shift it, it can resume anywhere, and the server seeks instead of counting.
- `OverlapWalk`, for a key of several parts: pages by `$skip`, each beginning with the last row of the one before. If it
  does not, rows were shifted, and the walk begins again.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from tap_sage200 import odata
from tap_sage200.errors import UnexpectedPageError

Options = Mapping[str, str | int]

CONFIRM_FROM = 100
"""A page with at least so many rows, but fewer than asked for, may be a server's own limit: the end is asked for."""
RESTARTS = 3
LARGEST_PAGE = 5000
"""The most rows that Sage gives at once (documented)."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows in the order of the walk."""

    rows: Sequence[Any] = field(repr=False)
    keys: Sequence[tuple[object, ...]] = field(repr=False)
    """The key of each row."""
    asked: int
    """How many rows were asked for in the end."""

    def may_be_last(self) -> bool:
        """Tell whether the table ends here, as far as one page can show it (inferred: no end is documented)."""
        return len(self.rows) < self.asked and len(self.rows) < CONFIRM_FROM


Fetch = Callable[[Options], Page]


class Walk(Protocol):
    """A way to read a table, page after page."""

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

    def pages(self, fetch: Fetch) -> Iterator[Page]:
        """Yield the one page."""
        yield fetch({})


class OnePageWalk:
    """Reads a short list whose rows have no key, and so no order in which a second page could follow."""

    def pages(self, fetch: Fetch) -> Iterator[Page]:
        """Yield the one page.

        Raises:
            UnexpectedPageError: It is full, so that rows may be missing.
        """
        page = fetch({"$top": LARGEST_PAGE})
        if len(page.rows) >= page.asked:
            msg = f"more than {page.asked} rows belong to one parent, and Sage gives no order to read them by"
            raise UnexpectedPageError(msg)
        yield page


class KeyWalk:
    """Reads a table with one integer key, by that key."""

    def __init__(self, key: str, *, top: int, where: str | None = None, after: int | None = None) -> None:
        """Prepare a walk.

        Args:
            key: The key field.
            top: Rows a page.
            where: The `$filter` that rows must fulfil; None for all.
            after: The key to resume after; None to begin at the first row.
        """
        self._key = key
        self._top = top
        self._where = where
        self._after = after

    def pages(self, fetch: Fetch) -> Iterator[Page]:
        """Yield all pages that have rows."""
        while True:
            beyond = None if self._after is None else odata.compare(self._key, "gt", self._after)
            page = fetch(_options(odata.all_of(self._where, beyond), (self._key,), self._top))
            self._advance(page)
            if page.rows:
                yield page
            if not page.rows or page.may_be_last():
                return

    def _advance(self, page: Page) -> None:
        self._top = min(self._top, page.asked)
        for (key,) in page.keys:
            if not isinstance(key, int):
                msg = f"Sage sent a row without its key {self._key}"
                raise UnexpectedPageError(msg)
            if self._after is not None and key <= self._after:
                msg = (
                    f"Sage sent a row with {self._key} {key} after {self._after}: it did not keep to the order or the "
                    "filter that was asked for, so rows could be missed"
                )
                raise UnexpectedPageError(msg)
            self._after = key


class OverlapWalk:
    """Reads a table whose key has several parts, with pages that overlap by one row."""

    def __init__(self, key: Sequence[str], *, top: int, where: str | None = None) -> None:
        """Prepare a walk.

        Args:
            key: The key fields.
            top: Rows a page, at least two.
            where: The `$filter` that rows must fulfil; None for all.
        """
        self._key = tuple(key)
        self._top = max(2, top)
        self._where = where

    def pages(self, fetch: Fetch) -> Iterator[Page]:
        """Yield all pages that have rows; after a restart, rows come again."""
        for _ in range(RESTARTS):
            if (yield from self._pages_until_shifted(fetch)):
                return
        msg = f"rows kept shifting while the table was read, {RESTARTS} times over. Run again when it is quieter"
        raise UnexpectedPageError(msg)

    def _pages_until_shifted(self, fetch: Fetch) -> Generator[Page, None, bool]:
        seen, last = 0, None
        while True:
            skip = {"$skip": seen - 1} if seen else {}
            page = fetch(_options(self._where, self._key, self._top) | skip)
            self._top = max(2, min(self._top, page.asked))
            rows, keys = page.rows, page.keys
            if last is not None:
                if not keys or keys[0] != last:
                    return False
                rows, keys = rows[1:], keys[1:]
            if rows:
                yield Page(rows, keys, page.asked)
                seen, last = seen + len(keys), keys[-1]
            if not rows or page.may_be_last():
                return True
