"""Everything that the tables of one run share."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.api.prefetch import Prefetcher
from tap_sage200.api.prefetch_plan import PrefetchPlan
from tap_sage200.api.request import Request
from tap_sage200.config.companies import Sites
from tap_sage200.pagination.largest_page import LargestPage
from tap_sage200.records.bad_values import BadValues
from tap_sage200.records.body import parse_list
from tap_sage200.records.unknown_fields import UnknownFields
from tap_sage200.sync.results import RunResults
from tap_sage200.sync.run_start import RunStart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_sage200.api.client import Sage200Client
    from tap_sage200.config.companies import Company
    from tap_sage200.config.settings import Settings
    from tap_sage200.records.decoder import RecordDecoder
    from tap_sage200.sync.cursor import CursorStore
    from tap_sage200.sync.output import Output
    from tap_sage200.sync.table_sync import TableSync

logger = logging.getLogger(__name__)


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
        self._is_select_noted = False
        self._largest_pages: dict[str, LargestPage] = {}
        self._stores: list[CursorStore] = []

    @cached_property
    def companies(self) -> tuple[Company, ...]:
        """The companies to read. Sage lists them, once, if the settings do not name them."""
        if self.settings.companies:
            return self.settings.companies
        sites = Sites.of(self.api.get(Request("/sites"), parse_list).content)
        for reason in sites.left_out:
            logger.warning("%s", reason)
        return sites.choose(all_companies=self.settings.all_companies)

    def record_decoder(
        self, sync: TableSync, nested: Mapping[str, RecordDecoder], constant: Mapping[str, str | int] | None = None
    ) -> RecordDecoder:
        """Make the decoder of a table whose records are written, with what reports its surprises.

        Unknown fields are reported once in a run over all companies, bad values for each company.

        Args:
            sync: The table of a company.
            nested: The decoders of nested rows, by property.
            constant: Columns with the same value in each row, besides the company.
        """
        table, result = sync.table, sync.result
        policy, name = self.settings.on_unknown_field, table.name
        watch = UnknownFields(policy, name, table.found, expansions=table.expansions, related=table.related)
        unknown = self._unknown_fields.setdefault(name, watch)
        bad_values = BadValues(table.options.on_bad_value, table.key, result.bad_values)
        return table.record_decoder(result.company, nested, unknown, bad_values, constant or {})

    def note_selected_columns(self, table: str) -> None:
        """Note that only the selected columns of a table are requested: log once what this means."""
        if self.settings.on_unknown_field != "drop" and not self._is_select_noted:
            logger.info("%s", problems.rows.UNKNOWN_FIELDS_UNSEEN.text(table=table))
        self._is_select_noted = True

    def largest_page(self, company: Company | None) -> LargestPage:
        """Return the largest page that the site of a company has sent. Each site can have a server of its own."""
        return self._largest_pages.setdefault("" if company is None else company.site_id, LargestPage())

    def limit_bookmarks(self, stores: Sequence[CursorStore] = ()) -> None:
        """Limit the bookmarks of this run to its start, which becomes earlier if a response shows that Sage's clock is.

        Args:
            stores: The bookmarks, and the progress of windows, that the run is going to move, besides those of earlier
                calls.
        """
        self._stores.extend(stores)
        if self.start.has_moved:
            self.start.has_moved = False
            for store in self._stores:
                store.limit(self.start.earliest)
