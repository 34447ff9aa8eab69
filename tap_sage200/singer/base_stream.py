"""The base of all streams: a class declares a table, and the engine reads it."""

from __future__ import annotations

from abc import abstractmethod
from copy import deepcopy
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar

from tap_sage200.config.companies import Company
from tap_sage200.records.found_columns import MOST, FoundColumns
from tap_sage200.singer import decimals
from tap_sage200.singer.added_columns import NAMES, remember
from tap_sage200.singer.record_sink import CollectingSink, DeclaringSink
from tap_sage200.singer.sdk_overrides import OverriddenStream
from tap_sage200.sync.results import TableResult
from tap_sage200.sync.table_sync import TableSync

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from singer_sdk.helpers._batch import BatchConfig
    from singer_sdk.helpers.types import Context, Record
    from singer_sdk.metrics import Counter
    from singer_sdk.singerlib import MetadataMapping

    from tap_sage200.api.prefetch_plan import PlannedTable
    from tap_sage200.config.table_options import TableOptions
    from tap_sage200.singer.resource_stream import ResourceStream
    from tap_sage200.singer.sdk_overrides import OverriddenTap
    from tap_sage200.singer.writer import BufferedWriter
    from tap_sage200.sync.table import Table

COMPANY_KEY = ("site_id", "company_id")


class BaseStream(OverriddenStream):
    """A table of Sage 200: a resource of its own, or nested in the rows of another table.

    The class of a table only declares the table.
    """

    key: ClassVar[tuple[str, ...]] = ("id",)
    """The columns that identify a row within its company; empty where the company has one row."""
    path: ClassVar[str | None] = None
    """The path of the resource, if it differs from the name."""
    introduced: ClassVar[str | None] = None
    """The date of the release that introduced the table, such as 2020-09-16, if Sage tells it (documented)."""
    edition: ClassVar[str | None] = None
    """The only edition of Sage 200 that has the table, `professional`; None if both have it (documented)."""
    left_out: ClassVar[Mapping[str, dict[str, Any]]] = {}
    """The columns of Sage's rows that the table does not have, because a person declares it with fewer columns."""

    def __init__(self, tap: OverriddenTap) -> None:
        """Make the stream of a tap. It uses `tap.run` when it reads, and never for discovery."""
        super().__init__(tap)
        self.primary_keys = self.declared_primary_keys()
        self.replication_key = self.declared_replication_key()
        declared, added = self.declared_schema(), tap.added_columns.of(type(self))
        # The class declares its schema in place of a property of the SDK that cannot be set.
        properties = decimals.described({**declared["properties"], **added}, tap.decimals)
        vars(self)["schema"] = {**declared, "properties": properties}

    @classmethod
    def declared_name(cls) -> str:
        """Return the name of the table."""
        return str(attrgetter("name")(cls))

    @classmethod
    def declared_schema(cls) -> Mapping[str, Any]:
        """Return the JSON Schema of the table."""
        schema: Mapping[str, Any] = attrgetter("schema")(cls)
        return schema

    @classmethod
    def declared_primary_keys(cls) -> tuple[str, ...]:
        """Return the columns that identify a row among all companies."""
        return (*COMPANY_KEY, *cls.key)

    @classmethod
    def declared_replication_key(cls) -> str | None:
        """Return the column that shows which rows have changed since the last run; None for a full refresh."""
        return None

    @property
    @abstractmethod
    def table(self) -> Table:
        """The table as the engine reads it, with the selection of the catalogue."""

    @property
    def columns(self) -> Mapping[str, dict[str, Any]]:
        """The columns that come from Sage's rows, as JSON Schema."""
        own = {name: column for name, column in self.schema["properties"].items() if name not in COMPANY_KEY}
        return {**own, **self.left_out}

    @cached_property
    def found(self) -> FoundColumns:
        """The columns that are found while the table is read."""
        names = {*self.schema["properties"], *self.columns}
        return FoundColumns.beside(names, room=MOST - len(self._remembered))

    @property
    def _remembered(self) -> Sequence[str]:
        state: Mapping[str, Any] = self.tap_state.get("bookmarks", {}).get(self.name, {})
        return [*state.get(NAMES, ())]

    def undeclared(self, fields: Sequence[str]) -> Sequence[str]:
        """Return those of some fields that are found columns, and that no SCHEMA message has declared."""
        return [name for name in self.found.columns if name in fields and name not in self.schema["properties"]]

    def declare(self, names: Sequence[str]) -> None:
        """Declare found columns in a SCHEMA message, and remember them in the state."""
        for schema in (self.schema, self.effective_schema):
            schema["properties"].update({name: self.found.columns[name] for name in names})
        remember(self.stream_state, [*self._remembered, *names])
        self.declare_again()

    @property
    def selected_columns(self) -> frozenset[str]:
        """The selected ones of these columns."""
        return frozenset(name for name in self.columns if name not in self.left_out and self.mask["properties", name])

    @property
    def incremental_key(self) -> str | None:
        """The replication key, if the table is read incrementally."""
        method = self.options.replication or self.replication_method
        return self.replication_key if method.lower() == "incremental" else None

    @property
    def options(self) -> TableOptions:
        """What the settings say about the table."""
        return self._tap.table_options[self.name]

    @property
    def metadata(self) -> MetadataMapping:
        """The metadata of the catalogue. A column that is slow to read is not selected by default."""
        mapping = super().metadata
        for name in self._slow:
            entry = mapping.get(("properties", name))
            if entry is not None and entry.selected is None:
                entry.selected_by_default = False
        return mapping

    @cached_property
    def _slow(self) -> Sequence[str]:
        return [name for name, column in self.columns.items() if column.get("x-slow")]

    @property
    def message_writer(self) -> BufferedWriter:
        """The writer of the tap."""
        return self._tap.message_writer

    @property
    def written_columns(self) -> Sequence[str]:
        """The columns that records hold, in the order of the schema."""
        return [name for name in self.schema["properties"] if self.mask["properties", name]]

    @property
    def reads_only_written_columns(self) -> bool:
        """Whether all columns that reading needs are selected."""
        return self.table.required <= {*self.written_columns}

    @property
    def batch_config(self) -> BatchConfig | None:
        """The setting `batch_config`; None if records are written as RECORD messages."""
        return super().get_batch_config(self.config)

    def get_batch_config(self, config: Mapping[str, Any]) -> None:
        """Return nothing. With a value, the SDK would fill batches from `get_records`. The record sink writes them."""

    @cached_property
    def sink(self) -> DeclaringSink:
        """Where the records go."""
        return DeclaringSink(self)

    def get_record_counter(self, **_: object) -> Counter:
        """Return the counter of this stream's records. The SDK starts and ends it, and the record sink counts."""
        return self._counter

    @cached_property
    def _counter(self) -> Counter:
        return super().get_record_counter()

    @property
    def is_due(self) -> bool:
        """Whether the settings read the table in this run."""
        return True

    def planned_tables(self) -> Iterator[PlannedTable]:
        """Return what to read for this stream, in order; nothing if another stream reads it."""
        return iter(())

    def begin_sync(self, context: Context | None, company: Company | None) -> TableSync:
        """Begin to read this table of a company."""
        result = self._tap.run.results.begin(self.name, company)
        return TableSync(self.table, result, self.get_context_state(context), self.sink)

    def planned_sync(self, context: Context | None, company: Company | None) -> TableSync:
        """Return what `begin_sync` will return, as far as the first request needs it; nothing begins."""
        state = deepcopy(self.get_context_state(context))
        return TableSync(self.table, TableResult(self.name, company), state, self.sink)

    @property
    @abstractmethod
    def root(self) -> ResourceStream:
        """The stream that reads this table: its own, or the one that it is nested in."""

    def get_records(self, context: Context | None) -> Iterator[Record]:
        """Yield the records of one company, or of all, page by page, for a program that uses the stream itself.

        A run does not call this. Records start at the bookmark, as in a run. No message is written, and no bookmark
        moves.

        Raises:
            Sage200Error: The table cannot be read to its end.
        """
        for one in [context] if context else self.root.partitions or [{}]:
            yield from self._records_of(one or None)

    def _records_of(self, context: Context | None) -> Iterator[Record]:
        company, sink = Company(**context) if context else None, CollectingSink(self)
        sync = TableSync(self.table, TableResult(self.name, company), deepcopy(self.get_context_state(context)), sink)
        for _ in self.root.group(company, {self.table: sync}).pages():
            yield from sink.taken()

    def get_replication_key_signpost(self, context: Context | None = None) -> None:
        """Set no signpost: the bookmark never passes the start of a run."""
