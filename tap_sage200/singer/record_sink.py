"""The record sink of each stream, chosen once: the fast one, or one that leaves records to the Singer SDK."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct
from singer_sdk.batch import Batcher
from singer_sdk.mapper import SameRecordTransform

from tap_sage200.records.decoder import plain
from tap_sage200.singer.batch_storage import BatchStorage
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


def sink_for(stream: BaseStream) -> RecordSink:
    """Choose the record sink of a stream.

    Batch files are for tables that are resources of their own: the SDK never wrote any for nested tables.
    """
    batch_config = stream.batch_config
    if batch_config is not None and stream.parent_stream_type is None:
        return BatchSink(stream, batch_config)
    if batch_config is None and _are_written_unchanged(stream):
        return BufferedSink(stream.name, stream.message_writer, stream.get_record_counter())
    return SdkSink(stream)


def _are_written_unchanged(stream: BaseStream) -> bool:
    """Tell whether nothing changes records on their way: no stream map, no flattening, no other schema."""
    maps, columns, properties = stream.stream_maps, stream.schema["properties"], stream.effective_schema["properties"]
    return (
        len(maps) == 1
        and type(maps[0]) is SameRecordTransform
        and not maps[0].flattening_enabled
        and not stream.emit_activate_version_messages
        and all(properties.get(name, {}).get("type") == column["type"] for name, column in columns.items())
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
            some = [_Record("RECORD", self._stream, row, extracted) for row in rows[first : first + ROWS_AT_ONCE]]
            lines = _ENCODER.encode_lines(some)
            writer.lines.extend(lines)
            writer.data_bytes += len(lines)
            if len(writer.lines) > LARGEST_PIECE:
                writer.send_lines()
        self._uncounted += len(rows)

    def end_page(self) -> bool:
        """Count the records for the SDK's metrics."""
        self._counter.increment(self._uncounted)
        self._uncounted = 0
        return True

    def close(self) -> None:
        """Count the records since the last page."""
        self.end_page()


class SdkSink:
    """Hands records to the SDK one by one. The SDK applies stream maps, flattening and the schema of the catalogue."""

    def __init__(self, stream: BaseStream) -> None:
        """Begin with no record."""
        self._stream = stream
        self._columns = stream.written_columns
        self._counter = stream.get_record_counter()

    def write(self, rows: Sequence[Row]) -> None:
        """Write the records of rows."""
        for row in rows:
            self._stream.write_record(plain(row, self._columns))
        self._counter.increment(len(rows))

    def end_page(self) -> bool:
        """Do nothing: all records are written."""
        return True

    def close(self) -> None:
        """Do nothing: no record is held back."""


class CollectingSink:
    """Keeps records as dictionaries, for a program that asks a stream for its records."""

    def __init__(self, columns: Sequence[str]) -> None:
        """Begin with no record."""
        self._columns = columns
        self._records: list[dict[str, Any]] = []

    def write(self, rows: Sequence[Row]) -> None:
        """Keep the records of rows."""
        self._records.extend(plain(row, self._columns) for row in rows)

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
        self._batcher = Batcher(tap_name=stream.tap_name, stream_name=stream.name, batch_config=own)
        self._columns = stream.written_columns
        self._counter = stream.get_record_counter()
        self._records: list[dict[str, object]] = []

    def write(self, rows: Sequence[Row]) -> None:
        """Hold rows back until a page ends with enough of them for a file."""
        self._records.extend(plain(row, self._columns) for row in rows)
        self._counter.increment(len(rows))

    def end_page(self) -> bool:
        """Write the files if there are enough rows."""
        if len(self._records) >= self._config.batch_size:
            self.close()
        return not self._records

    def close(self) -> None:
        """Write files of all rows that are held back."""
        if not self._records:
            return
        records, self._records = self._records, []
        with self._stream.get_batch_counter() as files:
            for manifest in self._batcher.get_batches(records=iter(records)):
                self._stream.message_writer.data_bytes += self._storage.taken_bytes()
                self._stream.write_batch(self._config.encoding, manifest)
                files.increment()
