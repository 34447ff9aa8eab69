"""Paginators: they read all rows of a table once, in a total order, while rows are inserted, changed and deleted.

Sage gives no next link, no cursor and no total (none was found). Two paginators serve tables (`keyset.py`,
`offset.py`). Both order by the key, which never changes, so a row cannot move past the reader. While a page is written,
both say which pages they want next, and those are prefetched. This module has what paginators share, and those that
read a single page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tap_sage200 import odata, problems
from tap_sage200.errors import UnexpectedPageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tap_sage200.records.page import Rows

Options = Mapping[str, str | int]

CONFIRM_FROM = 100
"""A page with at least so many rows, but fewer than asked for, may be a server's own limit: the end is asked for."""
ROUND = (10, 25)
"""A smaller page may be one as well, if its rows are a multiple of one of these."""
LARGEST_PAGE = 5000
"""The most rows that Sage gives at once (documented)."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows, in the order that was asked for."""

    rows: Rows
    asked: int
    """How many rows were asked for in the end."""
    came: int
    """How many came, before any were dropped that had come with the page before."""

    def is_full(self) -> bool:
        """Tell whether as many rows came as were asked for, so that there may be more."""
        return self.came >= self.asked

    def may_be_last(self) -> bool:
        """Tell whether the table ends here, as far as one page can show it (inferred: no end is documented)."""
        is_round = self.came > 0 and any(self.came % step == 0 for step in ROUND)
        return self.came < min(self.asked, CONFIRM_FROM) and not is_round


class Fetcher(Protocol):
    """Asks for pages."""

    @property
    def prefetch(self) -> int:
        """How many pages may be asked for while one is written."""

    def __call__(self, options: Options) -> Page:
        """Give the page that query options describe."""

    def expect(self, options: Sequence[Options]) -> None:
        """Prefetch the pages that are wanted next, and drop what else was prefetched."""


class Paginator(Protocol):
    """A way to read a table, page after page."""

    def first(self) -> Options:
        """Return the query options of the first page."""

    def pages(self, fetcher: Fetcher) -> Iterator[Page]:
        """Yield all pages that have rows.

        Args:
            fetcher: Asks for the page that these query options describe.

        Raises:
            UnexpectedPageError: A page is not what was asked for.
        """


def options_for(where: str | None, key: Sequence[str], top: int) -> dict[str, str | int]:
    """Ask for the first rows by their key."""
    options: dict[str, str | int] = {"$orderby": odata.ascending(key), "$top": top}
    return options if where is None else {**options, "$filter": where}


class SingleRequestPaginator:
    """Reads a resource that Sage gives in one piece, as it does `/sites`."""

    def first(self) -> Options:
        """Return no options."""
        return {}

    def pages(self, fetcher: Fetcher) -> Iterator[Page]:
        """Yield the one page."""
        yield fetcher(self.first())


class SinglePagePaginator:
    """Reads a short list whose rows have no key, and so no order in which a second page could follow."""

    def first(self) -> Options:
        """Ask for as many rows as there can be."""
        return {"$top": LARGEST_PAGE}

    def pages(self, fetcher: Fetcher) -> Iterator[Page]:
        """Yield the one page.

        Raises:
            UnexpectedPageError: It is full, so that rows may be missing.
        """
        page = fetcher(self.first())
        if len(page.rows) >= page.asked:
            raise UnexpectedPageError(problems.rows.TOO_MANY_ROWS, rows=page.asked)
        yield page


@dataclass(frozen=True, slots=True)
class NextPage:
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
