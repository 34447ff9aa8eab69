"""Fetches the pages of one resource of one company."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tap_sage200 import problems
from tap_sage200.api.prefetch import PrefetchQueue
from tap_sage200.api.request import Request
from tap_sage200.errors import UnavailableError, WithdrawnError
from tap_sage200.records.page import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_sage200.api.request import ApiResponse
    from tap_sage200.config.companies import Company
    from tap_sage200.config.conditions import Condition
    from tap_sage200.pagination.base import Options
    from tap_sage200.pagination.largest_page import LargestPage
    from tap_sage200.pagination.page_size import PageSize
    from tap_sage200.records.decoder import RecordDecoder
    from tap_sage200.sync.context import RunContext


@dataclass(slots=True, kw_only=True)
class PageFetcher:
    """Fetches pages for a paginator."""

    run: RunContext
    path: str
    company: Company | None
    stream: str
    """The table that the requests count for."""
    decoder: RecordDecoder
    key: Sequence[str]
    """The columns that order the rows."""
    is_one_object: bool
    """Whether Sage returns one object instead of a list."""
    always: Options
    """The query options of every page."""
    size: PageSize
    """The page size. It is adjusted after each page."""
    condition: Condition | None = None
    """The condition that each row meets."""
    query: Options = field(default_factory=dict)
    """The further query options of the settings."""
    prefetch: int
    """The number of pages that may be requested while one is written."""
    queue: PrefetchQueue = field(init=False, repr=False)
    largest: LargestPage = field(init=False, repr=False)
    """The largest page that Sage has sent in this run."""
    has_answered: bool = field(default=False, init=False)
    """Whether Sage has returned a page."""

    def __post_init__(self) -> None:
        """Start with nothing prefetched."""
        self.queue = PrefetchQueue(self.run.prefetcher)
        self.largest = self.run.largest_page(self.company)

    def request(self, options: Options) -> Request:
        """Return the request for a page."""
        return self.narrowed({**options, **self.always})

    def narrowed(self, options: Options) -> Request:
        """Return a request with these query options, and with the condition and the query of the settings."""
        narrow: dict[str, str | int] = {**self.query}
        if self.condition is not None:
            where = options.get("$filter")
            narrow["$filter"] = self.condition.all_of(None if where is None else str(where))
        return Request(self.path, self.company, {**options, **narrow}, self.stream)

    def expect(self, options: Sequence[Options]) -> None:
        """Prefetch the next pages, and drop all other prefetched pages."""
        self.queue.expect([self.request(each) for each in options])

    def fetch(self, options: Options) -> Page:
        """Return the page for these query options.

        Raises:
            WithdrawnError: Sage has returned other pages, and refuses this one (403, 404).
            Sage200Error: The page cannot be read.
        """
        try:
            page = self._fetch(self.request(options))
        except UnavailableError as error:
            if self.has_answered:
                raise WithdrawnError(problems.rows.WITHDRAWN, reason=error) from error
            raise
        self.has_answered = True
        return page

    def _fetch(self, request: Request) -> Page:
        """Fetch a page. Adjust the page size, and note the size of the page.

        A response can be to a later request than the first one, which allows fewer rows if Sage could not deliver more.
        """
        self.run.output.flush()
        response: ApiResponse[Any] = self.queue.get(request)
        try:
            page = self._page(response.content)
        except ValueError:  # the body is cut off, or has no rows: request it again, with retries
            response = self.run.api.get(request, self._page)
            page = response.content
        page.packed = response.packed or page.size
        self.largest.note(page)
        wanted, requested = request.options.get("$top"), response.request.options.get("$top")
        if isinstance(wanted, int) and isinstance(requested, int):
            page.requested = requested
            if requested < wanted and response.is_smaller_for_now:
                self.size.shrink(requested)
                return page
            self.size.learn(
                wanted=wanted, requested=requested, rows=page.received, size=page.size, seconds=response.seconds
            )
        return page

    def _page(self, body: bytes) -> Page:
        return Page(body, self.decoder, self.key, is_one_object=self.is_one_object)
