"""Every private or final name of the Singer SDK that the tap overrides or calls, with the reason.

The SDK has no public hook for any of them. A release that renames one breaks a test, not a run in production.
"""

from __future__ import annotations

import logging
from abc import abstractmethod
from typing import TYPE_CHECKING

from singer_sdk import Stream, Tap
from singer_sdk.singerlib import StateMessage
from typing_extensions import override

from tap_sage200.singer.writer import BufferedWriter

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from types import FrameType

    from singer_sdk.helpers.types import Context, Record


class OverriddenStream(Stream):
    """A stream whose state is written by the engine alone."""

    @override
    def _write_state_message(self) -> None:
        """Write the state; a `BufferedWriter` knows itself whether it says anything new."""
        writer = self._tap.message_writer
        if not isinstance(writer, BufferedWriter):
            super()._write_state_message()
        elif not self.state_manager.is_flushed:
            writer.write_message(StateMessage(value=self.tap_state))
            self.state_manager.is_flushed = True

    @override
    def _increment_stream_state(self, latest_record: Record, *, context: Context | None = None) -> None:
        """Leave the state alone; the SDK would move it row by row.

        It compares timestamps as text, trusts timestamps in the future, and cannot resume within a table that is read
        by its key. Without this override the end of a stream would promote the SDK's own bookmark.
        """

    def save_state(self) -> None:
        """Write the state now. The SDK itself writes one only after a record of this very stream."""
        self.state_manager.is_flushed = False
        self._write_state_message()

    def write_schema(self) -> None:
        """Write the SCHEMA message of a stream that the SDK does not sync itself."""
        self._write_schema_message()

    def write_record(self, record: Record) -> None:
        """Write a RECORD of a stream that the SDK does not sync itself."""
        self._write_record_message(record)


class OverriddenTap(Tap):
    """A tap that sees the end of a run, and whose signals leave lines whole."""

    @abstractmethod
    def syncing(self) -> AbstractContextManager[None]:
        """Surround the sync of all streams."""

    @abstractmethod
    def testing_connection(self) -> AbstractContextManager[None]:
        """Surround a connection test."""

    @override
    def _handle_termination(self, signum: int, frame: FrameType | None) -> None:
        """Write the state on a signal between two lines; the SDK writes it wherever the signal came."""

        def terminate() -> None:
            super(OverriddenTap, self)._handle_termination(signum, frame)

        writer = self.message_writer
        if isinstance(writer, BufferedWriter):
            writer.between_lines(terminate)
        else:
            terminate()

    @override  # type: ignore[misc] # final in the SDK
    def load_streams(self) -> list[Stream]:
        """Make the streams, without the SDK's line in the log for each nested table."""
        level = self.logger.level
        self.logger.setLevel(logging.WARNING)
        try:
            return super().load_streams()
        finally:
            self.logger.setLevel(level)

    @override  # type: ignore[misc] # final in the SDK; nothing else sees the end of a run
    def sync_all(self) -> None:
        """Read all selected streams.

        Raises:
            RunFailedError: At least one table could not be read; all others were.
        """
        with self.syncing():
            super().sync_all()

    @override  # type: ignore[misc] # final in the SDK
    def run_connection_test(self) -> bool:
        """Read one row of each table.

        Raises:
            RunFailedError: At least one table could not be read.
        """
        with self.testing_connection():
            return super().run_connection_test()
