"""Fetches the pages of one resource of one company, and decodes their rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

from tap_sage200.api.prefetch import PrefetchQueue
from tap_sage200.api.request import ApiResponse, Request
from tap_sage200.pagination.base import Page
from tap_sage200.records.page import Rows, split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_sage200.config.companies import Company
    from tap_sage200.pagination.base import Options
    from tap_sage200.pagination.page_size import PageSize
    from tap_sage200.records.decoder import RecordDecoder, Row
    from tap_sage200.records.page import Key
    from tap_sage200.sync.context import RunContext


ENOUGH = 8
"""Rows of a table that show in which order its columns come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFetcher:
    """Fetches pages for a paginator."""

    run: RunContext
    path: str
    company: Company | None
    stream: str
    """The table that its requests are for."""
    decoder: RecordDecoder
    key: Sequence[str]
    """The columns that order them."""
    is_one_object: bool
    """Whether Sage gives one object in place of a list."""
    always: Options
    """The query options that every page has."""
    size: PageSize
    """Learns from each page."""
    prefetch: int
    """How many pages may be requested while one is written."""
    queue: PrefetchQueue = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Begin with nothing prefetched."""
        object.__setattr__(self, "queue", PrefetchQueue(self.run.prefetcher))

    def request(self, options: Options) -> Request:
        """Make the request for a page."""
        return Request(self.path, self.company, {**options, **self.always}, self.stream)

    def expect(self, options: Sequence[Options]) -> None:
        """Prefetch the pages that are wanted next, and drop what else was prefetched."""
        self.queue.expect([self.request(each) for each in options])

    def __call__(self, options: Options) -> Page:
        """Give a page.

        Raises:
            Sage200Error: It cannot be read.
        """
        self.run.output.flush()
        request = self.request(options)
        answer = self._answer(request)
        rows = answer.content
        top, asked = request.options.get("$top"), answer.request.options.get("$top")
        if not isinstance(top, int) or not isinstance(asked, int):
            return Page(rows, len(rows) + 1, len(rows))
        self.size.learn(wanted=top, asked=asked, rows=len(rows), seconds=answer.seconds)
        return Page(rows, asked, len(rows))

    def _answer(self, request: Request) -> ApiResponse[Rows]:
        came = self.queue.get(request)
        try:
            return ApiResponse(self._rows(came.content), came.request, came.seconds)
        except ValueError:  # cut off, or no rows at all: asked for again, as long as patience lasts
            return self.run.api.get(request, self._rows)

    def _rows(self, body: bytes) -> Rows:
        sent = split(body, single=self.is_one_object)
        self.decoder.follow(sent[:ENOUGH])
        return Rows(sent, self.decoder.decode, self._keys_of)

    def _keys_of(self, rows: Sequence[Row]) -> list[Key]:
        return list(zip(*(map(attrgetter(part), rows) for part in self.key), strict=True)) or [()] * len(rows)
