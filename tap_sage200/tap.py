"""The tap: its settings, its streams, and the end of a run."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import contextmanager
from copy import deepcopy
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from singer_sdk.helpers.capabilities import CapabilitiesEnum, PluginCapabilities, TapCapabilities

from tap_sage200 import memory, problems
from tap_sage200.api.client import Sage200Client
from tap_sage200.auth import authenticator_for
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.config import checks
from tap_sage200.config.schema import CONFIG_JSONSCHEMA
from tap_sage200.config.settings import Settings
from tap_sage200.errors import ConfigurationError, Sage200Error
from tap_sage200.singer import log_level, pipe, selection
from tap_sage200.singer.base_stream import BaseStream
from tap_sage200.singer.catalog import read as read_catalog
from tap_sage200.singer.sdk_overrides import OverriddenTap
from tap_sage200.singer.stream_maps import check_names, deselect_unwritten
from tap_sage200.singer.writer import BufferedWriter, SingerOutput
from tap_sage200.streams import stream_types
from tap_sage200.sync import progress, summary
from tap_sage200.sync.context import RunContext
from tap_sage200.transport.session import HttpSession

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import PurePath

    import click
    from singer_sdk.singerlib import Catalog, Message
    from singer_sdk.singerlib.encoding import GenericSingerWriter

    from tap_sage200.api.prefetch_plan import PlannedTable
    from tap_sage200.errors import StreamError


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

    def __init__(
        self,
        *,
        catalog: PurePath | str | dict[str, Any] | Catalog | None = None,
        validate_config: bool = True,
        **kwargs: Any,  # noqa: ANN401 - passed on to the SDK, whose own constructor types them
    ) -> None:
        """Make the tap, and check its settings unless it only discovers.

        The SDK's own check is off: it quotes wrong values, secrets included.

        Raises:
            ConfigurationError: A setting is missing or wrong, or the catalogue cannot be read at all.
        """
        self.given_catalog = None if catalog is None else read_catalog(selection.entries_of(catalog), stream_types())
        used = self.given_catalog.catalog if self.given_catalog is not None else None
        try:
            super().__init__(catalog=used, validate_config=False, **kwargs)
        except ValueError as error:
            raise ConfigurationError(problems.settings.VARIABLE_OF_WRONG_TYPE) from error
        if validate_config:
            refused = checks.refused_of(os.environ) if kwargs.get("parse_env_config") else {}
            self.settings = Settings.from_config({**self.config, **refused})
            check_names(self.config.get("stream_maps") or {}, [one.declared_name() for one in stream_types()])
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
        run = RunContext(settings, api, SingerOutput(self.message_writer, self.state))
        run.api.observe(run.results)
        return run

    def discover_streams(self) -> list[BaseStream]:
        """Make a stream for each table. This needs neither settings nor network."""
        return [stream_type(self) for stream_type in stream_types()]

    @contextmanager
    def syncing(self) -> Iterator[None]:
        """Prefetch from the first table on, and log the results at the end."""
        self._note_failures()
        self.run.plan.follow(self._planned_tables())
        gc.freeze()  # all objects so far live to the end of the run, so collections need not look at them
        gc.enable()  # `main` has turned it off
        try:
            with self._concluded(sum(stream.selected for stream in self.streams.values())):
                yield
        finally:
            gc.unfreeze()

    def leave_out_failures(self) -> dict[str, StreamError]:
        """Deselect the tables that the catalogue or a stream map makes unreadable, and return the reasons."""
        failures = deselect_unwritten(self.streams.values())
        return failures if self.given_catalog is None else {**self.given_catalog.failures, **failures}

    def _note_failures(self) -> None:
        """Note the tables that fail before a request is made.

        Raises:
            ConfigurationError: Nothing is selected.
        """
        for note in self.given_catalog.notes if self.given_catalog else ():
            self.logger.info("%s", note)
        for remark in self.given_catalog.remarks if self.given_catalog else ():
            self.logger.warning("%s", remark)
        failures = self.leave_out_failures()
        if not failures and not any(stream.selected for stream in self.streams.values()):
            raise ConfigurationError(problems.settings.NO_TABLE_SELECTED)
        for name, why in failures.items():
            self.run.results.fail(name, why)

    def testing_connection(self) -> AbstractContextManager[None]:
        """Log the results of a connection test."""
        return self._concluded(len(self.streams))

    def _planned_tables(self) -> Iterator[PlannedTable]:
        """Return what the SDK will read, in its order."""
        for stream in self.streams.values():
            if isinstance(stream, BaseStream) and (stream.selected or stream.has_selected_descendents):
                yield from stream.planned_tables()

    @contextmanager
    def _concluded(self, streams: int) -> Iterator[None]:
        results = self.run.results
        try:
            with progress.shown(results, streams):
                yield
        finally:
            self.message_writer.flush()
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
