"""What all streams have in common: a table is declared, and its state is our own."""

from __future__ import annotations

from copy import deepcopy
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from singer_sdk import Stream
from singer_sdk.mapper import SameRecordTransform
from singer_sdk.singerlib import StateMessage

from tap_sage200.records.decoder import Columns, RecordDecoder
from tap_sage200.records.unknown_fields import UnknownFields
from tap_sage200.singer.writer import BufferedWriter
from tap_sage200.sync.reader import Part
from tap_sage200.sync.results import TableResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from singer_sdk import Tap
    from singer_sdk.helpers.types import Context, Record
    from singer_sdk.singerlib import MetadataMapping

    from tap_sage200.api.prefetch_plan import PlannedTable
    from tap_sage200.config.companies import Company
    from tap_sage200.records.decoder import Row
    from tap_sage200.sync.context import RunContext

COMPANY_KEY = ("site_id", "company_id")
LONGEST_SELECT = 1200
"""Characters of a `$select`: servers of Microsoft's, as Sage 200 stands on, refuse a query of over 2,048 (inferred)."""


class BaseStream(Stream):
    """A table of Sage 200, be it a resource of its own or nested in the rows of another one.

    A table's class only declares what the table is.
    """

    key: ClassVar[tuple[str, ...]] = ("id",)
    """The columns that identify a row within its company; none where the company has one row."""
    path: ClassVar[str | None] = None
    """The resource's path, where it is not the name."""
    introduced: ClassVar[str | None] = None
    """The day of the release that brought the table, such as 2020-09-16, where Sage tells (documented)."""
    edition: ClassVar[str | None] = None
    """The only edition of Sage 200 that has the table, `professional`, where not both have it (documented)."""

    def __init__(self, tap: Tap, run: Callable[[], RunContext]) -> None:
        """Make the stream of a tap.

        Args:
            tap: The tap.
            run: Gives what the streams of a run share; first called when something is read, never for discovery.
        """
        super().__init__(tap)
        self.primary_keys = (*COMPANY_KEY, *self.key)
        self.replication_key = self.declared_replication_key()
        self._get_run = run

    @classmethod
    def declared_replication_key(cls) -> str | None:
        """Return the column that tells what has changed since the last run; None where every run reads all."""
        return None

    @property
    def columns(self) -> Mapping[str, dict[str, Any]]:
        """The columns that are made of Sage's rows, as JSON Schema has them."""
        return {name: column for name, column in self.schema["properties"].items() if name not in COMPANY_KEY}

    @property
    def metadata(self) -> MetadataMapping:
        """The catalogue's metadata; a column that is slow to bring is selected only where somebody says so."""
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
    def column_expands(self) -> set[str]:
        """The expansions without which Sage leaves out columns that are selected."""
        columns = ((name, column.get("x-expand")) for name, column in self.columns.items())
        return {expand for name, expand in columns if expand and self.mask["properties", name]}

    def columns_of(self, expands: AbstractSet[str]) -> list[str]:
        """Name the columns that expansions bring."""
        return [name for name, column in self.columns.items() if column.get("x-expand") in expands]

    def narrowed(self, *, is_wanted: bool) -> Sequence[str]:
        """Name the columns to ask for, so that Sage need not send the others; none where all are wanted anyway.

        Args:
            is_wanted: Whether its records are written; else only what reading needs is asked for.
        """
        plain = [name for name, column in self.columns.items() if "x-expand" not in column]
        chosen = [name for name in plain if name in self.needed or (is_wanted and self.mask["properties", name])]
        fits = sum(map(len, chosen)) + len(chosen) <= LONGEST_SELECT
        return chosen if fits and len(chosen) < len(plain) else ()

    @cached_property
    def _unknown_fields(self) -> UnknownFields:
        return UnknownFields(self._get_run().settings.on_unknown_field, self.name)

    @property
    def needed(self) -> set[str]:
        """The columns that reading needs, be they selected or not."""
        return set(self.key)

    def row_type(
        self, context: Context | None, nested: Mapping[str, RecordDecoder], *, is_wanted: bool
    ) -> RecordDecoder:
        """Make the type of its rows.

        Args:
            context: The company.
            nested: The types of the rows that properties hold.
            is_wanted: Whether its records are written; else only what reading needs is read.
        """
        chosen = {name for name in self.columns if is_wanted and self.mask["properties", name]} | self.needed
        wanted = {name: column for name, column in self.columns.items() if name in chosen}
        columns = Columns(
            wanted=wanted,
            key=self.key,
            stamps=[name for name in self.widened if name in wanted],
            constant=dict(context or {}) if is_wanted else {},
            unwanted=self.columns.keys() - wanted.keys(),
        )
        return RecordDecoder(columns, nested, self._unknown_fields if is_wanted else None)

    @property
    def widened(self) -> Sequence[str]:
        """The stamps that are written in fixed width."""
        return ()

    @property
    def is_passed_through(self) -> bool:
        """Whether records reach the target as they are: no stream map, no other schema, our own writer."""
        maps, properties = self.stream_maps, self.effective_schema["properties"]
        return (
            isinstance(self._tap.message_writer, BufferedWriter)
            and len(maps) == 1
            and type(maps[0]) is SameRecordTransform
            and not maps[0].flattening_enabled
            and not self.emit_activate_version_messages
            and self.get_batch_config(self.config) is None
            and all(properties[name]["type"] == column["type"] for name, column in self.schema["properties"].items())
        )

    def readings(self) -> Iterator[PlannedTable]:
        """Say what reading this table consists of; nothing where it is read along with another one."""
        return iter(())

    def part(
        self, context: Context | None, company: Company | None, write: Callable[[Sequence[Row]], None] | None = None
    ) -> Part:
        """Begin to read this table of a company: its state, what becomes of it, and what writes its records."""
        outcome = self._get_run().outcomes.begin(self.name, company)
        return self._part(outcome, self.get_context_state(context), write)

    def foreseen(self, context: Context | None, company: Company | None) -> Part:
        """Return what `part` will, as far as the first request needs it; nothing begins."""
        return self._part(TableResult(self.name, company), deepcopy(self.get_context_state(context)), None)

    def _part(self, outcome: TableResult, state: dict[str, Any], write: Callable[[Sequence[Row]], None] | None) -> Part:
        replication_key = self.replication_key if self.replication_method == "INCREMENTAL" else None
        return Part(outcome, state, replication_key, write)

    def get_replication_key_signpost(self, context: Context | None = None) -> None:
        """Set no signpost: the bookmark keeps itself from running ahead."""

    def _write_state_message(self) -> None:
        """Write the state; a `BufferedWriter` knows itself whether it says anything new. Private to the SDK."""
        writer = self._tap.message_writer
        if not isinstance(writer, BufferedWriter):
            super()._write_state_message()
        elif not self.state_manager.is_flushed:
            writer.write_message(StateMessage(value=self.tap_state))
            self.state_manager.is_flushed = True

    def _increment_stream_state(self, latest_record: Record, *, context: Context | None = None) -> None:
        """Leave the state alone; the SDK would move it row by row.

        It compares stamps as text, trusts stamps in the future, and cannot resume within a table that is read by its
        key. There is no public hook; without this one the end of a stream would promote the SDK's own bookmark.
        """
