"""The output of a run: when its messages are sent, and when a STATE message is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_sage200.singer.writer import BufferedWriter

DATA_PER_STATE = 10
"""How many times its own size of data comes before each STATE message but the last."""
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class SingerOutput:
    """Sends messages, and writes a STATE message at the end and whenever enough data has been written since the last.

    A STATE holds the bookmarks of all tables and companies. After each page, they would take more than the rows. So all
    STATE messages together take at most a tenth of the data plus one STATE, and a crash costs at most the data of ten
    STATE messages. None is equal to the one before it.
    """

    def __init__(self, writer: BufferedWriter, state: Mapping[str, object]) -> None:
        """Begin with no STATE message.

        Args:
            writer: Sends the messages.
            state: The state of the tap, which moves on while tables are read.
        """
        self.flush = writer.flush
        """Sends everything that is buffered."""
        self._writer = writer
        self._state = state
        self._last = b""
        self._data_before_last = 0
        self._due_at = 0
        """A lower limit: while less data is written, the state need not even be encoded."""

    def save_state(self) -> None:
        """Write the state of all tables, after the records before it, if it is due."""
        if self._writer.data_bytes < self._due_at:
            return
        line = self._line()
        self._due_at = self._data_before_last + DATA_PER_STATE * len(line)  # it may have grown since the last one
        if self._writer.data_bytes >= self._due_at:
            self._write(line)

    def end(self) -> None:
        """Write the last state.

        Raises:
            OutputError: It cannot be sent.
        """
        self._write(self._line())

    def _line(self) -> bytes:
        return _ENCODER.encode({"type": "STATE", "value": self._state}) + b"\n"

    def _write(self, line: bytes) -> None:
        if line != self._last:
            self._writer.lines += line
            self._last = line  # second: a signal between the two lines must not lose the state
        self.flush()
        self._data_before_last = self._writer.data_bytes
        self._due_at = self._data_before_last + DATA_PER_STATE * len(line)
