"""The base of tables that Sage returns only with, or for, the rows of another table."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, cast

from tap_sage200.singer.base_stream import BaseStream
from tap_sage200.sync.table import NestedTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.helpers.types import Context

    from tap_sage200.singer.resource_stream import ResourceStream


class NestedStream(BaseStream):
    """A table whose rows are in the rows of its parent, or are requested for each of them.

    The parent's stream reads it together with its own table. It is incremental by the column that repeats the
    replication key of the parent, if it has one. Then each change of a parent's row returns its nested rows again.
    """

    expand: ClassVar[str | None] = None
    """The property that holds the rows: of the parent's row or, if there is a path, of the rows in the response."""

    _has_schema = False

    @classmethod
    def declared_links(cls) -> dict[str, str]:
        """Return the columns that link a row with its parent, each with the column of the parent that it repeats."""
        columns = vars(cls)["schema"]["properties"]
        return {name: column["x-link"] for name, column in columns.items() if "x-link" in column}

    @classmethod
    def declared_replication_key(cls) -> str | None:
        """Return the column that repeats the replication key of the parent; None without one."""
        parent = cls.parent_stream_type
        theirs = parent.declared_replication_key() if parent and issubclass(parent, BaseStream) else None
        return next((own for own, repeated in cls.declared_links().items() if repeated == theirs), None)

    @cached_property
    def table(self) -> NestedTable:
        """The table as the engine reads it, with the selection of the catalogue."""
        return NestedTable(
            name=self.name,
            key=self.key,
            columns=self.columns,
            selected_columns=self.selected_columns,
            is_selected=self.selected,
            replication_key=self.incremental_key,
            nested=[stream.table for stream in nested_in(self)],
            path=self.path,
            expand=self.expand,
            links=self.declared_links(),
            options=self.options,
            expansions=self._tap.added_columns.expansions_of(type(self)),
            found=self.found,
        )

    @contextmanager
    def syncing(self, context: Context | None) -> Iterator[None]:
        """Do what the SDK does around the sync of a stream: write the SCHEMA once, and count the records."""
        if not self._has_schema:
            self.write_schema()
            self._has_schema = True
        with self.get_record_counter() as counter:
            counter.with_context(context)
            yield

    @cached_property
    def root(self) -> ResourceStream:
        """The stream that reads this table."""
        [parent] = (stream for stream in self._tap.streams.values() if type(stream) is self.parent_stream_type)
        root: ResourceStream = cast("BaseStream", parent).root
        return root

    def read(self, context: Context | None) -> None:
        """Read nothing: the parent's stream reads this table."""

    def finalize_state_progress_markers(self, state: dict[str, object] | None = None) -> None:
        """Write no state: the parent's stream writes the state of all tables."""


def nested_in(parent: BaseStream) -> list[NestedStream]:
    """Return the streams of the tables that are nested in a table, selected or not."""
    return [stream for stream in parent.child_streams if isinstance(stream, NestedStream)]
