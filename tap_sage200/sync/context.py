"""Everything that the tables of one run share."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from tap_sage200.api.prefetch import Prefetcher
from tap_sage200.api.prefetch_plan import PrefetchPlan
from tap_sage200.api.request import Request
from tap_sage200.config import companies
from tap_sage200.records.body import parse_rows
from tap_sage200.records.unknown_fields import UnknownFields
from tap_sage200.sync.results import RunResults
from tap_sage200.sync.run_start import RunStart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_sage200.api.client import Sage200Client
    from tap_sage200.config.companies import Company
    from tap_sage200.config.settings import Settings
    from tap_sage200.sync.bookmarks import Bookmark
    from tap_sage200.sync.output import Output


class RunContext:
    """One run of the tap: settings, API client, output, companies and results."""

    def __init__(
        self, settings: Settings, api: Sage200Client, output: Output, *, prefetcher: Prefetcher | None = None
    ) -> None:
        """Begin a run now; no request is made.

        Args:
            settings: The settings.
            api: The API client.
            output: Takes the state, and flushes before each wait.
            prefetcher: Sends requests ahead of time; by default as many at once as the settings allow.
        """
        self.settings = settings
        self.api = api
        self.output = output
        self.prefetcher = prefetcher or Prefetcher(api, settings.concurrency)
        self.plan = PrefetchPlan(self.prefetcher)
        self.results = RunResults()
        self.start = RunStart()
        self._unknown_fields: dict[str, UnknownFields] = {}
        self._bookmarks: list[Bookmark] = []

    @cached_property
    def companies(self) -> tuple[Company, ...]:
        """The companies to read. Sage lists them, once, if the settings do not name them."""
        if self.settings.companies:
            return self.settings.companies
        rows = self.api.get(Request("/sites"), parse_rows).content
        return companies.choose(rows, all_companies=self.settings.all_companies)

    def limit_bookmarks(self, bookmarks: Sequence[Bookmark] = ()) -> None:
        """Limit the bookmarks of this run to its start, which becomes earlier if a response shows that Sage's clock is.

        Args:
            bookmarks: Bookmarks that the run is going to move, besides those of earlier calls.
        """
        self._bookmarks.extend(bookmarks)
        if self.start.has_moved:
            self.start.has_moved = False
            for bookmark in self._bookmarks:
                bookmark.limit(self.start.earliest)

    def unknown_fields(self, table: str) -> UnknownFields:
        """Return the reporter of a table's unknown fields. It reports each field once in a run over all companies."""
        return self._unknown_fields.setdefault(table, UnknownFields(self.settings.on_unknown_field, table))
