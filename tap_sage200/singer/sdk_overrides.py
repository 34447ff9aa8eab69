"""Every private or final name of the Singer SDK that the tap overrides or calls, with the reason.

The SDK has no public hook for any of them. If a release renames one, a test fails instead of a run in production.
"""

from __future__ import annotations

import logging
import sys
from abc import abstractmethod
from copy import deepcopy
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from singer_sdk import Stream, Tap
from singer_sdk.helpers._state import StateWriter
from singer_sdk.mapper import PluginMapper
from singer_sdk.plugin_base import _ConfigInput
from typing_extensions import override

from tap_sage200.config.files import settings_in
from tap_sage200.errors import Sage200Error
from tap_sage200.singer.stream_maps import maps_of

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from contextlib import AbstractContextManager

    import click
    from singer_sdk.helpers._batch import BaseBatchFileEncoding
    from singer_sdk.helpers.types import Context, Record, TapState
    from singer_sdk.mapper import StreamMap

    from tap_sage200.config.table_options import TableOptions
    from tap_sage200.singer.added_columns import AddedColumns
    from tap_sage200.singer.output import SingerOutput
    from tap_sage200.singer.writer import BufferedWriter
    from tap_sage200.sync.context import RunContext

ENVIRONMENT = "ENV"
"""The value of `--config` that stands for the environment variables."""


class OverriddenStream(Stream):
    """A stream whose records are written by a record sink, and whose state is written by the engine."""

    _tap: OverriddenTap

    @abstractmethod
    def read(self, context: Context | None) -> None:
        """Read one company, and write its records."""

    @override
    def _sync_records(
        self, context: Context | None = None, *, write_messages: bool = True
    ) -> Generator[Record, None, None]:
        """Read one company, or all. The SDK would take the records one by one from `get_records`."""
        del write_messages
        with self.get_record_counter() as counter, self.get_sync_timer() as timer:
            for one in [context] if context else self.partitions or [{}]:
                counter.with_context(one)
                timer.with_context(one)
                self.read(one or None)
                self._write_state_message()
        self._tap.output.flush()
        yield from ()

    @property
    @abstractmethod
    def is_due(self) -> bool:
        """Whether the settings read the table in this run."""

    @override
    def _write_schema_message(self) -> None:
        """Write SCHEMA messages, but none of a table that is not read in this run."""
        if self.is_due:
            super()._write_schema_message()

    @override
    def _write_state_message(self) -> None:
        """Write the state if it is due. The SDK would write it after each table, and copy it to compare it."""
        self._tap.output.save_state()

    @override
    def log(self, message: str, *args: Any, level: int = logging.INFO, **kwargs: Any) -> None:
        """Log a message, but do not announce a known error as an unhandled one. The end of the run reports it."""
        if not (message.startswith("An unhandled error") and isinstance(sys.exception(), Sage200Error)):
            super().log(message, *args, level=level, **kwargs)

    @override
    @cached_property
    def stream_maps(self) -> list[StreamMap]:
        """The stream maps of this stream. The SDK would make those of all streams first, deselected ones too."""
        return maps_of(self, self._tap.mapper)

    @property
    def emit_activate_version_messages(self) -> bool:
        """No: the message would come before the rows, and the loader would delete the rows of all companies."""
        return False

    def declare_again(self) -> None:
        """Write the SCHEMA message again, with stream maps that see the columns that the schema has now."""
        vars(self).pop("stream_maps", None)
        self._write_schema_message()

    def write_schema(self) -> None:
        """Write the SCHEMA message of a stream that the SDK does not sync itself."""
        self._write_schema_message()

    def write_record(self, record: Record) -> None:
        """Write RECORD messages as the SDK does: with stream maps, flattening and the schema of the catalogue."""
        self._write_record_message(record)

    def write_batch(self, encoding: BaseBatchFileEncoding, manifest: list[str]) -> None:
        """Write the BATCH message of a file."""
        self._write_batch_message(encoding, manifest)


class NoStateWriter(StateWriter):
    """Writes no state. The output of a run decides when a state is due."""

    @override
    def write_state(self, state: TapState) -> None:
        """Write nothing."""


class OverriddenTap(Tap):
    """A tap that sees the end of a run."""

    message_writer: BufferedWriter

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - passed on to the SDK, whose own constructor types them
        """Make the tap. The SDK would write the state before anything is read, and in the middle of a signal."""
        super().__init__(**kwargs)
        self._state_writer = NoStateWriter(self.message_writer)

    @property
    @abstractmethod
    def run(self) -> RunContext:
        """Everything that the streams of a run share."""

    @property
    @abstractmethod
    def table_options(self) -> Mapping[str, TableOptions]:
        """What the settings say about each table, by its name."""

    @property
    @abstractmethod
    def added_columns(self) -> AddedColumns:
        """The columns that tables have besides those that their classes declare."""

    @property
    @abstractmethod
    def decimals(self) -> str:
        """How records hold numbers with decimal places."""

    @property
    @abstractmethod
    def output(self) -> SingerOutput:
        """The output of a run."""

    @abstractmethod
    def syncing(self) -> AbstractContextManager[None]:
        """Surround the sync of all streams."""

    @abstractmethod
    def place_of(self, stream: Stream) -> int:
        """Return the place of a stream in the order of reading. Streams with the same place are read by name."""

    @abstractmethod
    def testing_connection(self) -> AbstractContextManager[None]:
        """Surround a connection test."""

    @classmethod
    @override
    def cb_config(cls, ctx: click.Context, param: click.Option, value: tuple[str, ...]) -> _ConfigInput:
        """Read the files of `--config`. An error of the SDK would be a traceback, in one case with the content.

        Raises:
            ConfigurationError: A file cannot be read.
        """
        config: dict[str, Any] = {}
        for file in value:
            config |= {} if file == ENVIRONMENT else settings_in(Path(file))
        return _ConfigInput(config=config, parse_env=ENVIRONMENT in value)

    @override
    @cached_property
    def mapper(self) -> PluginMapper:
        """The stream maps of the settings. Each stream makes its own maps when it is read."""
        settings = {name: deepcopy(value) for name, value in self.config.items() if value is not None}
        return PluginMapper(settings, self.logger)

    @override
    def setup_mapper(self) -> None:
        """Make no stream maps yet: the settings are not checked."""

    @override
    def _setup_signal_handlers(self) -> None:
        """Handle no signals: the process does, and a program that makes a tap keeps its own handlers."""

    @override  # type: ignore[misc] # final in the SDK, which logs a line for each nested table in it
    def load_streams(self) -> list[Stream]:
        """Make the streams in the order of reading, without the SDK's log line for each nested table."""
        level = self.logger.level
        self.logger.setLevel(logging.WARNING)
        try:
            return sorted(super().load_streams(), key=self.place_of)
        finally:
            self.logger.setLevel(level)

    @override  # type: ignore[misc] # final in the SDK; nothing else sees the end of a run
    def sync_all(self) -> None:
        """Read all selected streams.

        Raises:
            RunFailedError: At least one table could not be read; all other tables were read.
        """
        with self.syncing():
            super().sync_all()

    @override  # type: ignore[misc] # final in the SDK; nothing else sees the end of a connection test
    def run_connection_test(self) -> bool:
        """Read one row of each table.

        Raises:
            RunFailedError: At least one table could not be read.
        """
        with self.testing_connection():
            return super().run_connection_test()
