"""Writes messages to standard output in large pieces."""

from __future__ import annotations

import signal
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from singer_sdk.singerlib import RecordMessage, StateMessage
from singer_sdk.singerlib.encoding import SimpleSingerWriter

from tap_sage200 import timestamps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from singer_sdk.singerlib import Message


LARGEST_PIECE = 131_072
"""Bytes in the buffer after which they are sent."""
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class BufferedWriter(SimpleSingerWriter):
    """Buffers lines. Each message but a RECORD sends them."""

    def __init__(self) -> None:
        """Begin with an empty buffer."""
        super().__init__()
        self.lines = bytearray()
        """The lines that are not yet sent."""
        self.time_extracted: str | None = None
        """When the rows since the last flush were extracted; None if there was no row yet."""
        self._state = b""
        self._is_sending = False
        self._postponed: int | None = None

    def write_message(self, message: Message) -> None:
        """Write a message as the SDK does, after the records before it."""
        if isinstance(message, StateMessage):
            self.write_state(message.value)
            return
        self.lines += self.serialize_message(message).encode() + b"\n"
        if not isinstance(message, RecordMessage):
            self.flush()

    def write_state(self, state: Mapping[str, object]) -> None:
        """Write a STATE message if the state has changed.

        The SDK copies and compares the whole state each time, with the bookmarks of all tables. That took most of the
        time of a run with few changes.
        """
        line = _ENCODER.encode({"type": "STATE", "value": state})
        if line != self._state:
            self._state = line
            self.lines += line + b"\n"
        self.flush()

    def note_extraction(self) -> str:
        """Note that rows are extracted now, and return the time."""
        self.time_extracted = timestamps.to_text(timestamps.now())
        return self.time_extracted

    def flush(self) -> None:
        """Send the buffer; called before each wait, so the next rows belong to a new page."""
        self.time_extracted = None
        self.send_lines()

    def postpones(self, signum: int) -> bool:
        """Postpone a signal that arrives while lines are being sent: its handler would write in the middle of a line.

        The signal is raised again after the lines. A second signal is not postponed.

        Returns:
            Whether the signal is postponed.
        """
        if not self._is_sending or self._postponed is not None:
            return False
        self._postponed = signum
        return True

    def send_lines(self) -> None:
        """Send the buffer, and raise a postponed signal again."""
        self._is_sending = True
        try:
            lines = bytes(self.lines)
            self.lines.clear()  # first: after an error, the same lines must not be sent twice
            if lines:
                self.send(lines)
        finally:
            self._is_sending = False
        postponed, self._postponed = self._postponed, None
        if postponed is not None:
            signal.raise_signal(postponed)

    def send(self, lines: bytes) -> None:
        """Write lines to standard output.

        With PYTHONUNBUFFERED, a signal cuts a write short, and only the result of the write shows it.
        """
        rest = memoryview(lines)
        while rest:
            rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.buffer.flush()


@dataclass(frozen=True, slots=True)
class SingerOutput:
    """The output of a run: the writer, and the state of the tap."""

    writer: BufferedWriter
    state: Mapping[str, object]

    def flush(self) -> None:
        """Send everything that is buffered."""
        self.writer.flush()

    def save_state(self) -> None:
        """Write the state of all tables, after the records before it."""
        self.writer.write_state(self.state)
