"""The record sink of each stream, chosen once: the fast one, or one that leaves records to the Singer SDK."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from singer_sdk.mapper import SameRecordTransform

from tap_sage200 import problems
from tap_sage200.errors import Sage200Error, StreamError
from tap_sage200.records.decoder import plain
from tap_sage200.singer.batch_files import batcher_for
from tap_sage200.singer.batch_storage import BatchStorage
from tap_sage200.singer.stream_maps import told
from tap_sage200.singer.writer import LARGEST_PIECE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from singer_sdk.helpers._batch import BatchConfig
    from singer_sdk.metrics import Counter

    from tap_sage200.records.decoder import Row
    from tap_sage200.singer.base_stream import BaseStream
    from tap_sage200.singer.writer import BufferedWriter
    from tap_sage200.sync.output import RecordSink

ROWS_AT_ONCE = 32
"""Rows that become lines in one step."""
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class DeclaringSink:
    """Declares the columns that are found while a table is read, before the first row that has them.

    Rows of one type have the same columns. Rows with fewer columns come first. The sink of the columns so far ends when
    columns are declared, and another one begins.
    """

    def __init__(self, stream: BaseStream) -> None:
        """Begin with the columns that are declared."""
        self._stream = stream
        self.current: RecordSink = sink_for(stream)
        """The sink of the columns that are declared so far."""
        self._row_type: type | None = None

    def write(self, rows: Sequence[Row]) -> None:
        """Write the records of rows, after a SCHEMA message if they have new columns."""
        if not rows or (type(rows[-1]) is self._row_type and type(rows[0]) is self._row_type):
            self.current.write(rows)
            return
        for row_type, alike in groupby(rows, type):
            self._begin(row_type)
            self.current.write([*alike])

    def _begin(self, row_type: type[Row]) -> None:
        self._row_type = row_type
        if names := self._stream.undeclared(row_type.__struct_fields__):
            self.current.close()
            self._stream.declare(names)
            self.current = sink_for(self._stream)

    def end_page(self) -> bool:
        """Note the end of a page, and tell whether all rows so far are written."""
        return self.current.end_page()

    def close(self) -> None:
        """Write all rows that are held back."""
        self.current.close()


def sink_for(stream: BaseStream) -> RecordSink:
    """Choose the record sink of a stream with the columns that it has now.

    Batch files are for tables that are resources of their own: the SDK never wrote any for nested tables.
    """
    batch_config = stream.batch_config
    if batch_config is not None and stream.parent_stream_type is None:
        return BatchSink(stream, batch_config)
    if batch_config is not None or not _are_written_unchanged(stream):
        return SdkSink(stream)
    if stream.reads_only_written_columns:
        return BufferedSink(stream.name, stream.message_writer, stream.get_record_counter())
    return SelectingSink(stream.name, stream.message_writer, stream.get_record_counter(), stream.written_columns)


def _are_written_unchanged(stream: BaseStream) -> bool:
    """Tell whether nothing changes records on their way: no stream map, no flattening, no other schema."""
    maps, own, used = stream.stream_maps, stream.schema["properties"], stream.effective_schema["properties"]
    return (
        len(maps) == 1
        and type(maps[0]) is SameRecordTransform
        and not maps[0].flattening_enabled
        and all(used[name]["type"] == own[name]["type"] for name in stream.written_columns)
    )


class _Record(Struct, gc=False):
    """A RECORD message."""

    type: str
    stream: str
    record: Row
    time_extracted: str


class BufferedSink:
    """Encodes rows as RECORD messages straight into the buffer of the writer, without dictionaries in between."""

    def __init__(self, stream: str, writer: BufferedWriter, counter: Counter) -> None:
        """Begin with no record."""
        self._stream = stream
        self._writer = writer
        self._counter = counter
        self._uncounted = 0

    def write(self, rows: Sequence[Row]) -> None:
        """Write the records of rows. All rows since the last flush have the same `time_extracted`."""
        writer = self._writer
        extracted = writer.time_extracted or writer.note_extraction()
        for first in range(0, len(rows), ROWS_AT_ONCE):
            lines = _ENCODER.encode_lines(self._records(rows[first : first + ROWS_AT_ONCE], extracted))
            writer.lines.extend(lines)
            writer.data_bytes += len(lines)
            if len(writer.lines) > LARGEST_PIECE:
                writer.send_lines()
        self._uncounted += len(rows)

    def _records(self, rows: Sequence[Row], extracted: str) -> list[_Record]:
        return [_Record("RECORD", self._stream, row, extracted) for row in rows]

    def end_page(self) -> bool:
        """Count the records for the SDK's metrics."""
        self._counter.increment(self._uncounted)
        self._uncounted = 0
        return True

    def close(self) -> None:
        """Count the records since the last page."""
        self.end_page()


class SelectingSink(BufferedSink):
    """Leaves out columns that are not selected, and that only reading needs: timestamps, and links to the parent."""

    def __init__(self, stream: str, writer: BufferedWriter, counter: Counter, columns: Sequence[str]) -> None:
        """Begin with no record."""
        super().__init__(stream, writer, counter)
        self._columns = columns
        self._values_of = attrgetter(*columns)

    def _records(self, rows: Sequence[Row], extracted: str) -> list[_Record]:
        columns = self._columns
        records = [dict(zip(columns, values, strict=True)) for values in map(self._values_of, rows)]
        return super()._records(records, extracted)


class _SdkRecords:
    """Makes the dictionaries that the SDK takes, with the columns and types of the catalogue."""

    def __init__(self, stream: BaseStream) -> None:
        own, used = stream.schema["properties"], stream.effective_schema["properties"]
        self._columns = stream.written_columns
        self._texts = [
            name
            for name in stream.written_columns
            if "string" in used[name]["type"] and not set(own[name]["type"]) <= set(used[name]["type"])
        ]

    def of(self, row: Row) -> dict[str, object]:
        """Return a row. A value that is no text becomes text where the catalogue says so."""
        record = plain(row, self._columns)
        for name in self._texts:
            value = record[name]
            if value is not None and not isinstance(value, str):
                record[name] = _ENCODER.encode(value).decode()
        return record


class SdkSink:
    """Hands records to the SDK one by one. The SDK applies stream maps, flattening and the schema of the catalogue."""

    def __init__(self, stream: BaseStream) -> None:
        """Begin with no record."""
        self._stream = stream
        self._records = _SdkRecords(stream)
        self._counter = stream.get_record_counter()

    def write(self, rows: Sequence[Row]) -> None:
        """Write the records of rows.

        Raises:
            StreamError: A stream map fails for a row.
        """
        for row in rows:
            record = self._records.of(row)
            key = ", ".join(str(record[name]) for name in self._stream.key) or "none"
            try:
                self._stream.write_record(record)
            except (OSError, Sage200Error):  # the output, and not the map
                raise
            except Exception as error:  # a map is an expression of the user, and can raise anything
                raise StreamError(problems.catalog.ROW_NOT_WRITTEN, key=key, error=told(error)) from error
        self._counter.increment(len(rows))

    def end_page(self) -> bool:
        """Do nothing: all records are written."""
        return True

    def close(self) -> None:
        """Do nothing: no record is held back."""


class CollectingSink:
    """Keeps records as dictionaries, for a program that asks a stream for its records."""

    def __init__(self, stream: BaseStream) -> None:
        """Begin with no record."""
        self._columns = stream.written_columns
        self._found = stream.found
        self._records: list[dict[str, Any]] = []

    def write(self, rows: Sequence[Row]) -> None:
        """Keep the records of rows."""
        for row in rows:
            found = [name for name in self._found.columns if name not in self._columns and hasattr(row, name)]
            self._records.append(plain(row, (*self._columns, *found)))

    def taken(self) -> list[dict[str, Any]]:
        """Return the records since the last call."""
        records, self._records = self._records, []
        return records

    def end_page(self) -> bool:
        """Do nothing: the program takes the records."""
        return True

    def close(self) -> None:
        """Do nothing: the program takes the records."""


class BatchSink:
    """Writes records to batch files with the SDK, and a BATCH message for each file."""

    def __init__(self, stream: BaseStream, config: BatchConfig) -> None:
        """Begin with no record."""
        self._stream = stream
        self._config = config
        self._storage = BatchStorage(stream.name, config.storage)
        own = replace(config, storage=self._storage)
        self._batcher = batcher_for(stream.name, stream.tap_name, own)
        self._dictionaries = _SdkRecords(stream)
        self._counter = stream.get_record_counter()
        self._records: list[dict[str, object]] = []

    def write(self, rows: Sequence[Row]) -> None:
        """Hold rows back until a page ends with enough of them for a file."""
        self._records.extend(map(self._dictionaries.of, rows))
        self._counter.increment(len(rows))

    def end_page(self) -> bool:
        """Write the files if there are enough rows."""
        if len(self._records) >= self._config.batch_size:
            self.close()
        return not self._records

    def close(self) -> None:
        """Write files of all rows that are held back.

        Raises:
            StreamError: A file cannot be written.
        """
        if not self._records:
            return
        records, self._records = self._records, []
        try:
            manifests = list(self._batcher.get_batches(records=iter(records)))
        except Sage200Error:
            raise
        except Exception as error:  # each storage has errors of its own
            raise StreamError(problems.catalog.BATCH_NOT_WRITTEN, error=error) from error
        with self._stream.get_batch_counter() as files:
            for manifest in manifests:
                self._stream.message_writer.data_bytes += self._storage.taken_bytes()
                self._stream.write_batch(self._config.encoding, manifest)
                files.increment()
