"""The base of the streams that are resources of their own: it ties the engine to the SDK."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from tap_sage200.api.prefetch_plan import PlannedTable
from tap_sage200.config.companies import Company
from tap_sage200.singer.base_stream import BaseStream
from tap_sage200.singer.nested_stream import nested_in, selected_below
from tap_sage200.singer.writer import BufferedWriter
from tap_sage200.sync.read_limits import ReadLimits
from tap_sage200.sync.table import ResourceTable
from tap_sage200.sync.table_group import TableGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from singer_sdk.helpers.types import Context, Record
    from singer_sdk.metrics import Counter

    from tap_sage200.api.request import Request
    from tap_sage200.records.decoder import Row
    from tap_sage200.sync.table import Table
    from tap_sage200.sync.table_sync import TableSync


class ResourceStream(BaseStream):
    """A table of Sage 200 that is a resource of its own."""

    timestamps: ClassVar[tuple[str, ...]] = ("date_time_updated",)
    """The timestamps of which at least one moves when a row changes, the row's own first; none if Sage gives none."""
    created: ClassVar[str | None] = "date_time_created"
    """The timestamp of creation. It can be later than the others (seen)."""
    filters_by_key: ClassVar[bool] = True
    """Whether Sage's filter of the table takes its key. Where it does not, pages are asked for by `$skip`."""
    append_only: ClassVar[bool] = False
    """Whether a table without timestamps only ever gets new rows, and its key tells which those are (inferred)."""
    singleton: ClassVar[bool] = False
    """Whether Sage gives one object in place of a list of rows (documented)."""
    of_company: ClassVar[bool] = True
    """Whether its rows belong to a company; they do in all tables but `sites`."""

    @classmethod
    def declared_replication_key(cls) -> str | None:
        """Return the first timestamp, or the key of a table that only ever gets new rows."""
        return next(iter((*cls.timestamps, *cls.key)), None) if cls.timestamps or cls.append_only else None

    @property
    def columns(self) -> Mapping[str, dict[str, Any]]:
        """The columns that are made of Sage's rows: all, where the rows are the companies themselves."""
        properties: dict[str, dict[str, Any]] = self.schema["properties"]
        return super().columns if self.of_company else properties

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
        )

    @cached_property
    def _limits(self) -> ReadLimits:
        run, most = self._get_run(), self.ABORT_AT_RECORD_COUNT
        if most is None:
            return ReadLimits.of(self.name, page_size=run.settings.page_size, prefetch=run.prefetcher.depth)
        return ReadLimits.of(self.name, page_size=min(run.settings.page_size, most), prefetch=0)

    @property
    def partitions(self) -> list[dict[str, Any]] | None:
        """The companies of the run, each with a state of its own."""
        if not self.of_company:
            return None
        companies = self._get_run().companies
        # A connection test wants one row of each table, of whichever company.
        return [company.context() for company in (companies if self.ABORT_AT_RECORD_COUNT is None else companies[:1])]

    def generate_child_contexts(self, record: Record, context: Context | None) -> Iterable[Context | None]:
        """Give the SDK no parent's row to read nested tables by: they are read with the pages of this one."""
        del record, context
        return ()

    def get_records(self, context: Context | None) -> Iterator[Record]:
        """Read one company; the records of nested tables are written on the way.

        Raises:
            RunError: Nothing more can be read in this run.
        """
        run = self._get_run()
        run.plan.reached(self.name, context)
        company = Company(**context) if context else None
        with ExitStack() as stack:
            syncs: dict[Table, TableSync] = {}
            if self.selected:
                syncs[self.table] = self.begin_sync(context, company, self._writing())
            for stream in selected_below(self):
                write = stack.enter_context(stream.writing(context))
                syncs[stream.table] = stream.begin_sync(context, company, write)
            yield from islice(self._group(company, syncs).records(), self.ABORT_AT_RECORD_COUNT)
            for sync in syncs.values():
                sync.result.settled = True  # also where a connection test wanted no more

    def planned_tables(self) -> Iterator[PlannedTable]:
        """Say what reading this table, or those nested in it, consists of: one company after the other."""
        for context in self.partitions or (None,):
            yield PlannedTable(self, context)

    def first_request(self, context: Context | None) -> Request | None:
        """Return the first request for this table, or those nested in it; None if Sage has refused the company."""
        run, company = self._get_run(), Company(**context) if context else None
        if run.results.is_refused(company):
            return None
        wanted: list[BaseStream] = [self] if self.selected else []
        syncs = {stream.table: stream.planned_sync(context, company) for stream in (*wanted, *selected_below(self))}
        return self._group(company, syncs).first_request()

    def _group(self, company: Company | None, syncs: Mapping[Table, TableSync]) -> TableGroup:
        return TableGroup(self._get_run(), self.table, self._limits, company, syncs, self.save_state)

    def get_record_counter(self, **_: object) -> Counter:
        """Count records in one place, be they yielded to the SDK or written past it."""
        return self._counter

    @cached_property
    def _counter(self) -> Counter:
        return super().get_record_counter()

    def _writing(self) -> Callable[[Sequence[Row]], None] | None:
        """Give what writes records past the SDK, which is fast, or None where only the SDK can do what is asked."""
        writer = self._tap.message_writer
        if (
            self.ABORT_AT_RECORD_COUNT is not None
            or not self.is_passed_through
            or not isinstance(writer, BufferedWriter)
        ):
            return None
        put, counter = writer.records_of(self.name), self._counter

        def write(rows: Sequence[Row]) -> None:
            put(rows)
            counter.increment(len(rows))

        return write
