"""Writes messages to standard output in large pieces, and records without a detour through dictionaries."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from singer_sdk.singerlib import RecordMessage, StateMessage
from singer_sdk.singerlib.encoding import SimpleSingerWriter

from tap_sage200 import timestamps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from singer_sdk.singerlib import Message

    from tap_sage200.records.decoder import Row

LARGEST_PIECE = 131_072
"""Bytes after which lines go out; less goes out before anything that waits."""
ROWS_AT_ONCE = 32
"""Rows that become lines in one step."""
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class _Record(Struct, gc=False):
    """A RECORD message."""

    type: str
    stream: str
    record: Row
    time_extracted: str


class BufferedWriter(SimpleSingerWriter):
    """Gathers lines; every message but a record sends them off."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self._lines = bytearray()
        self._state = b""
        self._extracted: str | None = None
        self._sending = False
        self._afterwards: Callable[[], None] | None = None

    def write_message(self, message: Message) -> None:
        """Write a message as the SDK does, after the records before it."""
        if isinstance(message, StateMessage):
            self._write_state(message)
        else:
            self._lines += self.serialize_message(message).encode() + b"\n"
        if not isinstance(message, RecordMessage):
            self.flush()

    def _write_state(self, message: StateMessage) -> None:
        """Write a state that says something new.

        The SDK copies and compares the whole state each time, with the bookmarks of all tables: that took most of the
        time of a run in which little has changed.
        """
        state = _ENCODER.encode({"type": "STATE", "value": message.value})
        if state != self._state:
            self._state = state
            self._lines += state + b"\n"

    def records_of(self, stream: str) -> Callable[[Sequence[Row]], None]:
        """Make what writes the records of a stream: those of some rows, which were all extracted at once."""
        lines, encode = self._lines, _ENCODER.encode_lines

        def write(rows: Sequence[Row]) -> None:
            extracted = self._extracted = self._extracted or timestamps.to_text(timestamps.now())
            for first in range(0, len(rows), ROWS_AT_ONCE):
                some = [_Record("RECORD", stream, row, extracted) for row in rows[first : first + ROWS_AT_ONCE]]
                lines.extend(encode(some))  # in one step: what handles a signal may write a message at any moment
                if len(lines) > LARGEST_PIECE:
                    self._send_off()

        return write

    def flush(self) -> None:
        """Send off what has gathered; it is called before each wait, so that a new page follows."""
        self._extracted = None
        self._send_off()

    def between_lines(self, do: Callable[[], None]) -> None:
        """Do something at once, or as soon as the lines that are just being sent off have gone.

        What handles a signal would otherwise write in the middle of them. A second call does not wait.
        """
        if self._sending and self._afterwards is None:
            self._afterwards = do
        else:
            do()

    def _send_off(self) -> None:
        self._sending = True
        try:
            lines = bytes(self._lines)
            self._lines.clear()  # first: what could not be sent must not be sent twice
            if lines:
                self.send(lines)
        finally:
            self._sending = False
        do, self._afterwards = self._afterwards, None
        if do is not None:
            do()

    def send(self, lines: bytes) -> None:
        """Hand lines to whoever reads them.

        With PYTHONUNBUFFERED a signal cuts a write short, and only its result says so.
        """
        rest = memoryview(lines)
        while rest:
            rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.buffer.flush()
