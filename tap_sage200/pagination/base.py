"""What all paginators share, and the paginators of a single page.

A paginator reads each row of a table once, in a total order, while rows are inserted, changed and deleted. Sage sends
no next link, no cursor and no total (none was found). Two paginators read tables: `keyset.py` and `offset.py`. Both
order by the key. A key never changes, and a row cannot move to a part of the table that was already read. After each
page, both name the pages that come next, and these are prefetched while the page is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tap_sage200 import problems
from tap_sage200.errors import UnexpectedPageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tap_sage200.pagination.largest_page import LargestPage
    from tap_sage200.records.page import Page

Options = Mapping[str, str | int]
"""OData query options by name, such as `$top`."""

LARGEST_PAGE = 5000
"""The most rows that Sage sends in one response (documented)."""


class Fetcher(Protocol):
    """Fetches the pages of one table."""

    @property
    def prefetch(self) -> int:
        """The number of pages that may be requested while one is written."""

    @property
    def largest(self) -> LargestPage:
        """The largest page that Sage has sent in this run."""

    def fetch(self, options: Options) -> Page:
        """Return the page for these query options."""

    def expect(self, options: Sequence[Options]) -> None:
        """Prefetch the next pages, and drop all other prefetched pages."""


class Paginator(Protocol):
    """Reads a table, one page after the other."""

    def first(self) -> Options:
        """Return the query options of the first page."""

    def pages(self, fetcher: Fetcher) -> Iterator[Page]:
        """Yield all pages that have rows.

        Args:
            fetcher: Fetches the pages.

        Raises:
            UnexpectedPageError: A page does not contain the requested rows.
        """


class SingleRequestPaginator:
    """Reads a resource that Sage returns in one response without query options, such as `/sites`."""

    def first(self) -> Options:
        """Return no options."""
        return {}

    def pages(self, fetcher: Fetcher) -> Iterator[Page]:
        """Yield the page.

        Raises:
            UnexpectedPageError: The page has a link to more rows.
        """
        page = fetcher.fetch(self.first())
        require_no_link(page)
        yield page


class SinglePagePaginator:
    """Reads a short list whose rows have no key. Without a key there is no order for a second page."""

    def first(self) -> Options:
        """Request as many rows as Sage can send."""
        return {"$top": LARGEST_PAGE}

    def pages(self, fetcher: Fetcher) -> Iterator[Page]:
        """Yield the page.

        Raises:
            UnexpectedPageError: The page is full, and rows may be missing.
        """
        page = fetcher.fetch(self.first())
        require_no_link(page)
        if len(page) >= page.requested:
            raise UnexpectedPageError(problems.rows.TOO_MANY_ROWS, rows=page.requested)
        yield page


@dataclass(frozen=True, slots=True)
class NextPage:
    """A page that the paginator wants next."""

    options: Options
    overlaps: bool = False
    """Whether it must begin with the last row of the page before it."""

    @property
    def reach(self) -> int:
        """How many new rows it brings, if no row comes or goes meanwhile."""
        return int(self.options["$top"]) - self.overlaps


def require_no_link(page: Page) -> None:
    """Require that a page after which no other can be requested does not have a link to more rows.

    Raises:
        UnexpectedPageError: It has one.
    """
    if page.has_link:
        raise UnexpectedPageError(problems.rows.MORE_ROWS)


def is_only_page(page: Page, fetcher: Fetcher, *, rows_before: int | None) -> bool:
    """Return whether the first page of a table certainly has all its rows.

    Args:
        page: The page.
        fetcher: Knows the largest page of the run.
        rows_before: The number of rows of the last complete reading of the table. None if it is not known.
    """
    if page.is_full or page.has_link:
        return False
    if rows_before is not None and page.received < rows_before:
        return False
    if page.received == rows_before and page.received < fetcher.largest.rows:
        return True
    if is_only := fetcher.largest.exceeds(page):
        fetcher.largest.note_end(page)
    return is_only
