"""The base of tables that Sage gives only with, or for, the rows of another table."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from tap_sage200.records.decoder import plain
from tap_sage200.singer.base_stream import BaseStream
from tap_sage200.singer.writer import BufferedWriter
from tap_sage200.sync.nesting import POSITION, Branch, Output, types_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from singer_sdk.helpers.types import Context, Record

    from tap_sage200.records.decoder import RecordDecoder, Row
    from tap_sage200.sync.nesting import Asking
    from tap_sage200.sync.reader import Part


class NestedStream(BaseStream):
    """A table whose rows are in the rows of its parent, or are asked for by them.

    The parent's stream reads it along with itself. It is incremental by the column that repeats what its parent is
    incremental by, where it has one: then each change of a parent's row brings the rows nested in it again.
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
    def _links(self) -> Mapping[str, str]:
        return self.declared_links()

    @property
    def asked_key(self) -> tuple[str, ...]:
        """The fields that order the rows of its path; none where it gives one object."""
        if self.path is not None and self.path.endswith("}"):
            return ()
        if self.expand is not None:
            return tuple(self._links.values())
        return tuple(part for part in self.key if part not in self._links and part != POSITION)

    @property
    def needed(self) -> set[str]:
        """Its key and links, for the tables below it, too."""
        return {*self.key, *self._links}

    def branch(
        self,
        context: Context | None,
        part: Part | None,
        below: Sequence[Branch | Asking],
        beside: Mapping[str, RecordDecoder],
    ) -> Branch:
        """Make its place in the tree of what hangs on a table's rows.

        Args:
            context: The company.
            part: What is read of it; None where it only leads to tables below it.
            below: The tables below it.
            beside: The types of what further properties of its rows hold.
        """
        rows = self.row_type(context, {**types_of(below), **beside}, is_wanted=part is not None)
        output = Output(part.outcome, part.write) if part is not None and part.write is not None else None
        return Branch(self.expand, self._links, POSITION in self.key, rows, output, below)

    @contextmanager
    def writing(self, context: Context | None) -> Iterator[Callable[[Sequence[Row]], None]]:
        """Give what writes the records of one company. The SDK knows no public way to write for another stream."""
        if not self._announced:
            self._write_schema_message()
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
                        self._write_record_message(plain(row, chosen))
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
    """The streams of the tables that are nested in another one, be they selected or not."""
    return [stream for stream in parent.child_streams if isinstance(stream, NestedStream)]


def selected_below(parent: BaseStream) -> Iterator[NestedStream]:
    """Find the selected streams among all that are nested in another one, however deep."""
    for stream in nested_in(parent):
        if stream.selected:
            yield stream
        yield from selected_below(stream)
