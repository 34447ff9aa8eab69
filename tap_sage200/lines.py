"""Writes messages to standard output in large pieces, and records without a detour through dictionaries."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import msgspec
from singer_sdk.singerlib import RecordMessage
from singer_sdk.singerlib.encoding import SimpleSingerWriter

from tap_sage200 import timestamps

if TYPE_CHECKING:
    from collections.abc import Callable

    from singer_sdk.singerlib import Message

    from tap_sage200.rows import Row

LARGEST_PIECE = 262_144
"""Bytes that wait at most; less goes out before anything that waits."""
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class LineWriter(SimpleSingerWriter):
    """Gathers lines; every message but a record sends them off."""

    def __init__(self) -> None:
        """Begin with nothing."""
        super().__init__()
        self._lines = bytearray()
        self._extracted = b""
        self._sending = False
        self._afterwards: Callable[[], None] | None = None

    def write_message(self, message: Message) -> None:
        """Write a message as the SDK does, after the records before it."""
        self._lines += self.serialize_message(message).encode() + b"\n"
        if not isinstance(message, RecordMessage):
            self.flush()

    def records_of(self, stream: str) -> Callable[[Row], None]:
        """Make what writes the records of a stream."""
        lines, encode = self._lines, _ENCODER.encode_into
        line = bytearray(b'{"type":"RECORD","stream":' + _ENCODER.encode(stream) + b',"record":')
        start = len(line)

        def write(row: Row) -> None:
            encode(row, line, start)
            line.extend(self._extracted or self._extracting_now())
            lines.extend(line)  # in one step: what handles a signal may write a message of its own at any moment
            if len(lines) > LARGEST_PIECE:
                self._send_off()

        return write

    def _extracting_now(self) -> bytes:
        """Give what ends the records of a page: they were all extracted at once."""
        self._extracted = b',"time_extracted":"' + timestamps.to_text(timestamps.now()).encode() + b'"}\n'
        return self._extracted

    def flush(self) -> None:
        """Send off what has gathered; it is called before each wait, so that a new page follows."""
        self._extracted = b""
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
