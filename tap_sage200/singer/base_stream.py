"""The base of all streams: a class declares a table, and the engine reads it."""

from __future__ import annotations

from abc import abstractmethod
from copy import deepcopy
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from singer_sdk.mapper import SameRecordTransform

from tap_sage200.singer.sdk_overrides import OverriddenStream
from tap_sage200.singer.writer import BufferedWriter
from tap_sage200.sync.results import TableResult
from tap_sage200.sync.table_sync import TableSync

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from singer_sdk import Tap
    from singer_sdk.helpers.types import Context
    from singer_sdk.singerlib import MetadataMapping

    from tap_sage200.api.prefetch_plan import PlannedTable
    from tap_sage200.config.companies import Company
    from tap_sage200.records.decoder import Row
    from tap_sage200.sync.context import RunContext
    from tap_sage200.sync.table import Table

COMPANY_KEY = ("site_id", "company_id")


class BaseStream(OverriddenStream):
    """A table of Sage 200, be it a resource of its own or nested in the rows of another one.

    A table's class only declares the table.
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
        """Return the column that tells which rows have changed since the last run; None where every run reads all."""
        return None

    @property
    @abstractmethod
    def table(self) -> Table:
        """The table as the engine reads it, with the selection of the catalogue."""

    @property
    def columns(self) -> Mapping[str, dict[str, Any]]:
        """The columns that are made of Sage's rows, as JSON Schema has them."""
        return {name: column for name, column in self.schema["properties"].items() if name not in COMPANY_KEY}

    @property
    def selected_columns(self) -> frozenset[str]:
        """The columns among them that are selected."""
        return frozenset(name for name in self.columns if self.mask["properties", name])

    @property
    def incremental_key(self) -> str | None:
        """The replication key, where the table is read incrementally."""
        return self.replication_key if self.replication_method == "INCREMENTAL" else None

    @property
    def metadata(self) -> MetadataMapping:
        """The catalogue's metadata; a column that is slow to read is selected only where somebody says so."""
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

    def planned_tables(self) -> Iterator[PlannedTable]:
        """Say what reading this table consists of; nothing where it is read along with another one."""
        return iter(())

    def begin_sync(
        self, context: Context | None, company: Company | None, write: Callable[[Sequence[Row]], None] | None = None
    ) -> TableSync:
        """Begin to read this table of a company: its result, its state, and the way of its records."""
        result = self._get_run().results.begin(self.name, company)
        return TableSync(self.table, result, self.get_context_state(context), write)

    def planned_sync(self, context: Context | None, company: Company | None) -> TableSync:
        """Return what `begin_sync` will, as far as the first request needs it; nothing begins."""
        return TableSync(self.table, TableResult(self.name, company), deepcopy(self.get_context_state(context)), None)

    def get_replication_key_signpost(self, context: Context | None = None) -> None:
        """Set no signpost: the bookmark never runs ahead."""
