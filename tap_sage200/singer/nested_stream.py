"""The base of tables that Sage gives only with, or for, the rows of another table."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from tap_sage200.records.decoder import plain
from tap_sage200.singer.base_stream import BaseStream
from tap_sage200.singer.writer import BufferedWriter
from tap_sage200.sync.table import NestedTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from singer_sdk.helpers.types import Context, Record

    from tap_sage200.records.decoder import Row


class NestedStream(BaseStream):
    """A table whose rows are in the rows of its parent, or are requested for each of them.

    The parent's stream reads it along with itself. It is incremental by the column that repeats the replication key of
    its parent, where it has one: then each change of a parent's row brings the rows nested in it again.
    """

    expand: ClassVar[str | None] = None
    """The property that holds the rows: of the parent's row or, where there is a path, of what the path gives."""

    _announced = False

    @classmethod
    def declared_links(cls) -> dict[str, str]:
        """Return the columns that tell whose row it is, each with the column of the parent's row that it repeats."""
        columns = vars(cls)["schema"]["properties"]
        return {name: column["x-link"] for name, column in columns.items() if "x-link" in column}

    @classmethod
    def declared_replication_key(cls) -> str | None:
        """Return the column that repeats the replication key of the parent, if there is one."""
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
        )

    @contextmanager
    def writing(self, context: Context | None) -> Iterator[Callable[[Sequence[Row]], None]]:
        """Give what writes the records of one company."""
        if not self._announced:
            self.write_schema()
            self._announced = True
        chosen = [name for name in self.schema["properties"] if self.mask["properties", name]]
        with self.get_record_counter() as counter:
            counter.with_context(context)

            writer = self._tap.message_writer
            put = (
                writer.records_of(self.name) if isinstance(writer, BufferedWriter) and self.is_passed_through else None
            )

            def write(rows: Sequence[Row]) -> None:
                if put is None:
                    for row in rows:
                        self.write_record(plain(row, chosen))
                else:
                    put(rows)
                counter.increment(len(rows))

            yield write

    def get_records(self, context: Context | None) -> Iterator[Record]:
        """Read nothing: the parent's stream reads this table along with itself."""
        del context
        return iter(())

    def finalize_state_progress_markers(self, state: dict[str, object] | None = None) -> None:
        """Write no state: the parent's stream writes that of all."""


def nested_in(parent: BaseStream) -> list[NestedStream]:
    """Return the streams of the tables that are nested in another one, be they selected or not."""
    return [stream for stream in parent.child_streams if isinstance(stream, NestedStream)]


def selected_below(parent: BaseStream) -> Iterator[NestedStream]:
    """Find the selected streams among all that are nested in another one, however deep."""
    for stream in nested_in(parent):
        if stream.selected:
            yield stream
        yield from selected_below(stream)
