"""The tap: its settings, its streams, and the end of a run."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager, suppress
from copy import deepcopy
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar

from singer_sdk.helpers.capabilities import CapabilitiesEnum, PluginCapabilities, TapCapabilities

from tap_sage200 import memory, problems
from tap_sage200.api.client import Sage200Client
from tap_sage200.auth import authenticator_for
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.config.schema import CONFIG_JSONSCHEMA
from tap_sage200.config.settings import Settings
from tap_sage200.errors import ConfigurationError, OutputError, Sage200Error
from tap_sage200.singer import log_level, pipe, selection, stored_state
from tap_sage200.singer.base_stream import BaseStream
from tap_sage200.singer.output import SingerOutput
from tap_sage200.singer.sdk_overrides import OverriddenTap
from tap_sage200.singer.writer import BufferedWriter
from tap_sage200.streams import stream_types
from tap_sage200.sync import preconditions, progress, summary
from tap_sage200.sync.context import RunContext
from tap_sage200.transport.session import HttpSession

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    import click
    from singer_sdk.singerlib import Message
    from singer_sdk.singerlib.encoding import GenericSingerWriter

    from tap_sage200.api.prefetch_plan import PlannedTable


class TapSage200(OverriddenTap):
    """Singer tap for Sage 200 Standard and Professional (UK and Ireland)."""

    name = "tap-sage200"
    message_writer_class: type[GenericSingerWriter[str, Message]] = BufferedWriter
    clock: Clock = SYSTEM_CLOCK
    """The clock of a run; tests replace it."""
    capabilities: ClassVar[list[CapabilitiesEnum]] = [
        TapCapabilities.CATALOG,
        TapCapabilities.STATE,
        TapCapabilities.DISCOVER,
        PluginCapabilities.ABOUT,
        PluginCapabilities.STREAM_MAPS,
        PluginCapabilities.FLATTENING,
        PluginCapabilities.BATCH,
        PluginCapabilities.STRUCTURED_LOGGING,
    ]
    config_jsonschema = deepcopy(CONFIG_JSONSCHEMA)  # the SDK adds settings of its own to it

    def __init__(self, *, validate_config: bool = True, **kwargs: Any) -> None:  # noqa: ANN401 - passed on to the SDK, whose own constructor types them
        """Make the tap, and check its settings unless it only discovers.

        The SDK's own check is off: it quotes wrong values, secrets included.

        Raises:
            ConfigurationError: A setting is missing or wrong.
        """
        try:
            super().__init__(validate_config=False, **kwargs)
        except ValueError as error:
            raise ConfigurationError(problems.settings.VARIABLE_OF_WRONG_TYPE) from error
        if validate_config:
            self.settings = Settings.from_config(self.config)
            for name in sorted(set(self.config) - set(self.config_jsonschema["properties"])):
                self.logger.warning("%s", problems.settings.UNKNOWN_SETTING.text(name=name))

    @cached_property
    def settings(self) -> Settings:
        """The settings of this run.

        Raises:
            ConfigurationError: A setting is missing or wrong.
        """
        return Settings.from_config(self.config)

    @cached_property
    def run(self) -> RunContext:
        """Everything that the streams of this run share. No request is made before it is used."""
        settings = self.settings
        session = HttpSession(settings)
        authenticator = authenticator_for(settings, session, clock=self.clock)
        api = Sage200Client(settings, session, authenticator, clock=self.clock)
        run = RunContext(settings, api, self.output)
        run.api.observe(run.results)
        run.api.observe(run.start)
        return run

    @cached_property
    def output(self) -> SingerOutput:
        """The output of this run."""
        return SingerOutput(self.message_writer, self.state)

    def discover_streams(self) -> list[BaseStream]:
        """Make a stream for each table. This needs neither settings nor network."""
        return [stream_type(self) for stream_type in stream_types()]

    @contextmanager
    def syncing(self) -> Iterator[None]:
        """Check that the run can read something, prefetch from the first table on, and log the results at the end."""
        self._check_run()
        self.run.plan.follow(self._planned_tables())
        gc.freeze()  # all objects so far live to the end of the run, so collections need not look at them
        gc.enable()  # `main` has turned it off
        try:
            with self._concluded(sum(stream.selected for stream in self.streams.values())), self._saving_state():
                yield
            preconditions.raise_if_nothing_was_read(self.run)
        finally:
            gc.unfreeze()

    def testing_connection(self) -> AbstractContextManager[None]:
        """Log the results of a connection test."""
        return self._concluded(len(self.streams))

    def load_state(self, state: dict[str, Any]) -> None:
        """Take the state of earlier runs, as far as it can be used."""
        super().load_state(stored_state.checked(state, _names(stream_types())))

    def _check_run(self) -> None:
        """Check that the run can read something.

        Raises:
            ConfigurationError: It cannot.
        """
        append_only = _names(
            stream_type for stream_type in stream_types() if getattr(stream_type, "append_only", False)
        )
        selected = sum(stream.selected for stream in self.streams.values())
        preconditions.check(self.run, self.state, selected=selected, append_only=append_only)

    def _planned_tables(self) -> Iterator[PlannedTable]:
        """Return what the SDK will read, in its order."""
        for stream in self.streams.values():
            if isinstance(stream, BaseStream) and (stream.selected or stream.has_selected_descendents):
                yield from stream.planned_tables()

    @contextmanager
    def _saving_state(self) -> Iterator[None]:
        """Write the last state when the run ends, fails or is ended by a signal, if it has begun to read."""
        try:
            yield
        except Sage200Error:
            with suppress(OutputError):  # the first error is the one to report
                self._save_last_state()
            raise
        finally:
            self._save_last_state()

    def _save_last_state(self) -> None:
        if self.run.results.all:
            self.output.end()

    @contextmanager
    def _concluded(self, streams: int) -> Iterator[None]:
        results = self.run.results
        try:
            with progress.shown(results, streams):
                yield
        finally:
            summary.log(results, self.logger)
        results.raise_if_failed()

    @classmethod
    def get_singer_command(cls) -> click.Command:
        """Make the SDK's command, with an option for the log level."""
        command = super().get_singer_command()
        command.params.append(log_level.OPTION)
        log_level.quieten_others()
        return command

    @classmethod
    def invoke(cls, **kwargs: Any) -> None:  # noqa: ANN401 - the options of the SDK's command
        """Run from the command line. An error is one line that says what to do, and the exit code of its type."""
        memory.give_large_blocks_back()
        pipe.widen(sys.stdout)
        with cls._one_line_for_errors():
            if (catalog := kwargs.get("catalog")) is not None:
                kwargs["catalog"] = selection.shortened(catalog)
            if (state := kwargs.get("state")) is not None:
                kwargs["state"] = stored_state.opened(state)
            super().invoke(**kwargs)

    @classmethod
    def cb_test(cls, ctx: click.Context, param: click.Option, value: str) -> None:
        """Run `--test` from the command line, with errors as in `invoke`."""
        with cls._one_line_for_errors():
            super().cb_test(ctx, param, value)

    @classmethod
    @contextmanager
    def _one_line_for_errors(cls) -> Iterator[None]:
        try:
            yield
        except Sage200Error as error:
            # Meltano shows only the last line of a failed test.
            cls.logger.error("%s", " ".join(str(error).split()))  # noqa: TRY400 - users need no traceback
            sys.exit(error.exit_code)


def _names(stream_types: Iterable[type[BaseStream]]) -> set[str]:
    return set(map(attrgetter("name"), stream_types))
