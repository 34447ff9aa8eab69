"""The base of the streams that are resources of their own. It connects the engine with the SDK."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from tap_sage200.api.prefetch_plan import PlannedTable
from tap_sage200.config.companies import Company
from tap_sage200.singer.base_stream import BaseStream
from tap_sage200.singer.nested_stream import NestedStream, nested_in
from tap_sage200.sync.read_limits import ReadLimits
from tap_sage200.sync.table import ForEach, ResourceTable
from tap_sage200.sync.table_group import TableGroup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from singer_sdk.helpers.types import Context

    from tap_sage200.api.request import Request
    from tap_sage200.sync.table import Table
    from tap_sage200.sync.table_sync import TableSync


class ResourceStream(BaseStream):
    """A table of Sage 200 that is a resource of its own."""

    timestamps: ClassVar[tuple[str, ...]] = ("date_time_updated",)
    """The timestamps of which at least one moves when a row changes, the row's own first; empty if Sage has none."""
    created: ClassVar[str | None] = "date_time_created"
    """The timestamp of creation. It can be later than the others (seen)."""
    filters_by_key: ClassVar[bool] = True
    """Whether Sage's filter of the table accepts its key. If not, pages are requested with `$skip`."""
    append_only: ClassVar[bool] = False
    """Whether a table without timestamps only gets new rows, and its key shows which rows are new (inferred)."""
    query_options: ClassVar[Mapping[str, Sequence[str]]] = {}
    """Sage's further query options for the table, with their values; without values, a whole number (documented)."""
    every: ClassVar[str | None] = None
    """How often to read the table, if the settings do not say it; None to read it in each run."""
    singleton: ClassVar[bool] = False
    """Whether Sage returns one object instead of a list of rows (documented)."""
    of_company: ClassVar[bool] = True
    """Whether its rows belong to a company; true for all tables but `sites`."""
    where: ClassVar[str | None] = None
    """The condition of a view, as OData."""
    query: ClassVar[Mapping[str, str | int]] = {}
    """The query options of a view."""
    for_each: ClassVar[ForEach | None] = None
    """The query option whose values are read one after the other. The value is a part of the key."""
    may_change: ClassVar[bool] = False
    """Whether a person has declared the table. Its path, key and timestamps can then be others in the next run."""

    @classmethod
    def declared_primary_keys(cls) -> tuple[str, ...]:
        """Return the columns that identify a row among all companies, and among all values of a query option."""
        return (*super().declared_primary_keys(), *([cls.for_each.column] if cls.for_each else []))

    @classmethod
    def declared_replication_key(cls) -> str | None:
        """Return the first timestamp, or the key of an append-only table."""
        return next(iter((*cls.timestamps, *cls.key)), None) if cls.timestamps or cls.append_only else None

    @property
    def columns(self) -> Mapping[str, dict[str, Any]]:
        """The columns that come from Sage's rows: all columns, if the rows are the companies themselves."""
        properties: dict[str, dict[str, Any]] = self.schema["properties"]
        if not self.of_company:
            return properties
        of_option = self.for_each and self.for_each.column
        return {name: column for name, column in super().columns.items() if name != of_option}

    @cached_property
    def table(self) -> ResourceTable:
        """The table as the engine reads it, with the selection of the catalogue."""
        return ResourceTable(
            name=self.name,
            key=self.key,
            columns=self.columns,
            selected_columns=self.selected_columns,
            is_selected=self.selected,
            replication_key=self.incremental_key,
            nested=[stream.table for stream in nested_in(self)],
            path=self.path or f"/{self.name}",
            timestamps=(*self.timestamps, self.created) if self.timestamps and self.created else self.timestamps,
            filters_by_key=self.filters_by_key,
            append_only=self.append_only,
            is_one_object=self.singleton or not self.of_company,
            belongs_to_company=self.of_company,
            for_each=self.for_each,
            may_change=self.may_change,
            options=self.options,
            expansions=self._tap.added_columns.expansions_of(type(self)),
            found=self.found,
        )

    @cached_property
    def _limits(self) -> ReadLimits:
        most, page_size = self.ABORT_AT_RECORD_COUNT, self.options.page_size
        if most is not None:
            return ReadLimits.sample(self.name, most, page_size=page_size)
        return ReadLimits.of(self.name, page_size=page_size, prefetch=self._tap.run.prefetcher.depth)

    @property
    def partitions(self) -> list[dict[str, Any]] | None:
        """The companies of the run. Each has a state of its own."""
        if not self.of_company:
            return None
        companies = self._tap.run.companies
        # A connection test needs one row of each table, of any company.
        return [company.context() for company in (companies[:1] if self._limits.is_sample else companies)]

    @property
    def root(self) -> ResourceStream:
        """This stream: the table is a resource of its own."""
        return self

    def read(self, context: Context | None) -> None:
        """Read one company, with the selected tables that are nested in this one.

        Raises:
            RunError: Nothing more can be read in this run.
        """
        run, company = self._tap.run, Company(**context) if context else None
        run.plan.reached(self.name, context)
        not_read = self._planned_group(context).not_read()
        for stream in self._selected():
            if stream.table in not_read:
                run.results.leave_out(stream.name, company, not_read[stream.table])
        due = [stream for stream in self._selected() if stream.table not in not_read]
        with ExitStack() as stack:
            for nested in due:
                if isinstance(nested, NestedStream):
                    stack.enter_context(nested.syncing(context))
            syncs = {stream.table: stream.begin_sync(context, company) for stream in due}
            if syncs:
                self.group(company, syncs).read()

    def _selected_nested(self) -> Sequence[NestedStream]:
        streams = {stream.name: stream for stream in self.descendent_streams if isinstance(stream, NestedStream)}
        return [streams[table.name] for table in self.table.selected_nested()]

    def _selected(self) -> Sequence[BaseStream]:
        return [self, *self._selected_nested()] if self.selected else self._selected_nested()

    def planned_tables(self) -> Iterator[PlannedTable]:
        """Return what to read for this stream, in order: one company after the other."""
        for context in self.partitions or (None,):
            yield PlannedTable(self, context)

    def first_request(self, context: Context | None) -> Request | None:
        """Return the first request for this table, or those nested in it; None if Sage has refused the company."""
        if self._tap.run.results.is_refused(Company(**context) if context else None):
            return None
        return self._planned_group(context).first_request()

    @property
    def is_due(self) -> bool:
        """Whether the settings read the table in this run, for any company."""
        is_read_always = not self.options.every or not self.tap_state.get("bookmarks", {}).get(self.name)
        if is_read_always and self.options.end_date is None:
            return True
        contexts = self.partitions or (None,)
        return any(self.table not in self._planned_group(context).not_read() for context in contexts)

    def _planned_group(self, context: Context | None) -> TableGroup:
        """Return what will read this table of a company, with copies of the states."""
        company = Company(**context) if context else None
        return self.group(company, {one.table: one.planned_sync(context, company) for one in self._selected()})

    def group(self, company: Company | None, syncs: Mapping[Table, TableSync]) -> TableGroup:
        """Return what reads this table, and tables nested in it, for one company."""
        return TableGroup(self._tap.run, self.table, self._limits, company, syncs)
