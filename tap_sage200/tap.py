"""The tap: its settings, its streams, and the end of a run."""

from __future__ import annotations

import gc
import os
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from singer_sdk.helpers.capabilities import CapabilitiesEnum, PluginCapabilities, TapCapabilities

from tap_sage200 import problems
from tap_sage200.api.client import Sage200Client
from tap_sage200.auth import authenticator_for
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.config import checks
from tap_sage200.config.schema import CONFIG_JSONSCHEMA
from tap_sage200.config.sdk_settings import SDK_JSONSCHEMA
from tap_sage200.config.settings import Settings
from tap_sage200.config.table_options import options_of
from tap_sage200.custom.extra_columns import extra_columns
from tap_sage200.custom.known_streams import KnownStreams
from tap_sage200.errors import ConfigurationError, OutputError, Sage200Error
from tap_sage200.signals import SIGNALS
from tap_sage200.singer import selection, stored_state
from tap_sage200.singer.added_columns import AddedColumns, forget_known, remembered
from tap_sage200.singer.base_stream import BaseStream
from tap_sage200.singer.batch_storage import check_storage
from tap_sage200.singer.catalog import read as read_catalog
from tap_sage200.singer.command_line import CommandLineTap
from tap_sage200.singer.decimals import NUMBER
from tap_sage200.singer.output import SingerOutput
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.singer.stream_maps import check_names, deselect_unwritten
from tap_sage200.singer.writer import BufferedWriter
from tap_sage200.streams.facts import facts_of
from tap_sage200.sync import causes, preconditions, progress, summary
from tap_sage200.sync.context import RunContext
from tap_sage200.sync.row_history import most_rows
from tap_sage200.transport.session import HttpSession

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import PurePath

    from singer_sdk import Stream
    from singer_sdk.singerlib import Catalog, Message
    from singer_sdk.singerlib.encoding import GenericSingerWriter

    from tap_sage200.api.prefetch_plan import PlannedTable
    from tap_sage200.config.table_options import TableOptions
    from tap_sage200.errors import StreamError
    from tap_sage200.singer.catalog import ReadCatalog
    from tap_sage200.sync.table import ResourceTable


class TapSage200(CommandLineTap):
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
        self._entries = None if catalog is None else selection.entries_of(catalog)
        try:
            super().__init__(validate_config=False, **kwargs)
        except ValueError as error:
            raise ConfigurationError(problems.settings.VARIABLE_OF_WRONG_TYPE) from error
        if validate_config:
            refused = checks.refused_of(os.environ) if kwargs.get("parse_env_config") else {}
            self.settings = Settings.from_config({**self.config, **refused})
            _ = self.table_options, self.added_columns
            check_names(self.config.get("stream_maps") or {}, self.known_streams.names)
            check_storage(self.config)
            known = {*self.config_jsonschema["properties"], *SDK_JSONSCHEMA["properties"]}
            for name in sorted(set(self.config) - known):
                self.logger.warning("%s", problems.settings.UNKNOWN_SETTING.text(name=name))

    @cached_property
    def settings(self) -> Settings:
        """The settings of this run.

        Raises:
            ConfigurationError: A setting is missing or wrong.
        """
        return Settings.from_config(self.config)

    @cached_property
    def known_streams(self) -> KnownStreams:
        """The classes of all tables. A wrong view or custom table is found when they are used."""
        return KnownStreams(self.config, self._entries or ())

    @cached_property
    def given_catalog(self) -> ReadCatalog | None:
        """The catalogue as the tap uses it; None without one."""
        if self._entries is None:
            return None
        return self._read_catalog(self._entries)

    def _read_catalog(self, entries: Sequence[object]) -> ReadCatalog:
        return read_catalog(entries, self.known_streams.types, self._declared_columns, self.decimals)

    @property
    def decimals(self) -> str:
        """How records hold numbers with decimal places. Discovery needs it before the settings are checked."""
        return str(self.config.get("decimals") or NUMBER).strip()

    @property
    def input_catalog(self) -> Catalog | None:
        """The catalogue as the SDK uses it."""
        return self.given_catalog.catalog if self.given_catalog else None

    @cached_property
    def _declared_columns(self) -> AddedColumns:
        types = self.known_streams.types
        return AddedColumns(types, settings=extra_columns(self.config, types), state=remembered(self.state))

    @cached_property
    def added_columns(self) -> AddedColumns:
        """The columns that tables have besides those that their classes declare.

        Raises:
            ConfigurationError: The setting `extra_columns` is wrong.
        """
        catalog, declared = self.given_catalog, self._declared_columns
        return declared if catalog is None else replace(declared, catalogue=catalog.columns)

    def add_columns_of(self, entries: Sequence[object]) -> None:
        """Add the columns that were added to the entries of a catalogue, without the selection of the catalogue."""
        columns = self._read_catalog(entries).columns
        self.added_columns = replace(self._declared_columns, catalogue=columns)

    @cached_property
    def table_options(self) -> Mapping[str, TableOptions]:
        """What the settings say about each table, by its name.

        Raises:
            ConfigurationError: The setting `tables` is wrong.
        """
        return options_of(self.settings, facts_of(self.known_streams.types, self._declared_columns.settings))

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
        """Make a stream for each table. This needs only the settings of views and custom tables, and no network."""
        return [stream_type(self) for stream_type in self.known_streams.types]

    def place_of(self, stream: Stream) -> int:
        """Return a place by which the tables with the most rows in the last run are read first.

        A large page shows that Sage would not have cut the smaller ones after it. They need no further request.
        """
        return -most_rows(self.state.get("bookmarks", {}).get(stream.name, {}))

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

    def leave_out_failures(self) -> dict[str, StreamError]:
        """Deselect the tables that the catalogue or a stream map makes unreadable, and return the reasons."""
        failures = deselect_unwritten(self.streams.values())
        return failures if self.given_catalog is None else {**self.given_catalog.failures, **failures}

    def remarks_on_own_streams(self) -> Sequence[str]:
        """Return which streams of a person's own are not read, and why: views, custom tables, entries of catalogues."""
        declared = {*self.known_streams.declared}
        unselected = sorted(name for name, one in self.streams.items() if name in declared and not one.selected)
        remarks = [problems.custom.NOT_SELECTED.text(names=", ".join(unselected))] if unselected else []
        return [*remarks, *self.known_streams.remarks]

    def testing_connection(self) -> AbstractContextManager[None]:
        """Check the conditions, and log the results of a connection test.

        Raises:
            ConfigurationError: A condition is too long.
        """
        preconditions.check_conditions(self._tables)
        return self._concluded(len(self.streams))

    def load_state(self, state: dict[str, Any]) -> None:
        """Take the state of earlier runs, as far as it can be used."""
        super().load_state(stored_state.checked(state, self.known_streams.names))
        forget_known(self.state, self.known_streams.types)

    def _check_run(self) -> None:
        """Check that the run can read something, and note the tables that fail before a request is made.

        Raises:
            ConfigurationError: It cannot.
        """
        for remark in self.remarks_on_own_streams():
            self.logger.warning("%s", remark)
        failures = self.leave_out_failures()
        selected = sum(stream.selected for stream in self.streams.values()) + len(failures)
        preconditions.check(self.run, selected=selected)
        preconditions.warn_of_starts_in_future(self.run, self._tables)
        preconditions.check_conditions(self._tables)
        preconditions.warn_of_changing_columns(self._tables)
        preconditions.note_window(self.run, self._tables, selected=selected)
        for note in self.given_catalog.notes if self.given_catalog else ():
            self.logger.info("%s", note)
        for remark in self.given_catalog.remarks if self.given_catalog else ():
            self.logger.warning("%s", remark)
        for name, why in failures.items():
            self.run.results.fail(name, why)

    @property
    def _tables(self) -> Sequence[ResourceTable]:
        return [stream.table for stream in self.streams.values() if isinstance(stream, ResourceStream)]

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
        with SIGNALS.postponed():
            if self.run.results.all:
                self.output.end()

    @contextmanager
    def _concluded(self, streams: int) -> Iterator[None]:
        results = self.run.results
        try:
            with progress.shown(results, streams):
                yield
        except BaseException:
            summary.log(results, causes.of_failed(results.all), self.logger)
            raise
        failures = causes.of_failed(results.all)
        # The last line of the run has the cause if there is only one.
        summary.log(results, failures if len(failures) > 1 else (), self.logger)
        results.raise_if_failed()
