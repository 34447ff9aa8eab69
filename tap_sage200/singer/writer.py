"""Writes messages to standard output in large pieces."""

from __future__ import annotations

import errno
import select
import sys
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING

from singer_sdk.singerlib import RecordMessage, SchemaMessage
from singer_sdk.singerlib.encoding import SimpleSingerWriter

from tap_sage200 import problems, timestamps
from tap_sage200.errors import OutputError
from tap_sage200.signals import SIGNALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk.singerlib import Message


LARGEST_PIECE = 131_072
"""Bytes in the buffer after which they are sent."""


class BufferedWriter(SimpleSingerWriter):
    """Buffers lines. Each message but a RECORD sends them.

    After an error, nothing more is sent: the lines of the error are lost, and a STATE after them would say that their
    rows were written.
    """

    def __init__(self) -> None:
        """Begin with an empty buffer."""
        super().__init__()
        self.lines = bytearray()
        """The lines that are not yet sent."""
        self.time_extracted: str | None = None
        """When the rows since the last flush were extracted; None if there was no row yet."""
        self.data_bytes = 0
        """The size of all data so far: RECORD and SCHEMA messages, and batch files."""
        self._is_broken = False

    def write_message(self, message: Message) -> None:
        """Write a message as the SDK does, after the records before it."""
        line = self.serialize_message(message).encode() + b"\n"
        self.lines += line
        if isinstance(message, RecordMessage | SchemaMessage):
            self.data_bytes += len(line)
        if not isinstance(message, RecordMessage):
            self.flush()

    def note_extraction(self) -> str:
        """Note that rows are extracted now, and return the time."""
        self.time_extracted = timestamps.to_text(timestamps.now())
        return self.time_extracted

    def flush(self) -> None:
        """Send the buffer; called before each wait, so the next rows belong to a new page."""
        self.time_extracted = None
        self.send_lines()

    def send_lines(self) -> None:
        """Send the buffer. A signal waits until its lines are whole, or else the last state would follow half a line.

        Raises:
            OutputError: The lines cannot be sent.
        """
        with SIGNALS.postponed():
            lines = bytes(self.lines)
            self.lines.clear()  # first: after an error, the same lines must not be sent twice
            if lines and not self._is_broken:
                self._is_broken = True  # until they are sent
                self.send(lines)
                self._is_broken = False

    def send(self, lines: bytes) -> None:
        """Write lines to standard output.

        Raises:
            OutputError: The loader does not read any more, or the disk is full.
        """
        write(lines)


def write(content: bytes) -> None:
    """Write to standard output.

    This goes past Python's buffer: Python would try to write again at its end what it has kept after an error. A signal
    may cut a write short, and only the result of the write shows it. A pipe that must not block, because its owner said
    so, writes nothing while it is full.

    Raises:
        OutputError: The loader does not read any more, or the disk is full.
    """
    if sys.stdout is None:  # the process was started without one
        raise OutputError(problems.run.LOADER_GONE)
    buffer = sys.stdout.buffer
    output = getattr(buffer, "raw", buffer)
    rest = memoryview(content)
    try:
        while rest:
            written = output.write(rest)
            if written is None:
                select.select([], [output], [])
            rest = rest[written or 0 :]
    except BrokenPipeError as error:
        raise OutputError(problems.run.LOADER_GONE) from error
    except OSError as error:
        if error.errno == errno.EINVAL and sys.platform == "win32":  # its sign of a closed pipe
            raise OutputError(problems.run.LOADER_GONE) from error
        raise OutputError(problems.run.OUTPUT_FAILED, reason=error.strerror) from error


@contextmanager
def printing() -> Iterator[None]:
    """Write what the SDK prints.

    Raises:
        OutputError: It cannot be written.
    """
    with redirect_stdout(StringIO()) as printed:
        yield
    write(printed.getvalue().encode())
