"""How the command line runs the tap: the options, the files that they name, and errors in one line."""

from __future__ import annotations

import json
import sys
from abc import abstractmethod
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tap_sage200 import memory, problems
from tap_sage200.errors import Sage200Error
from tap_sage200.masking import one_line
from tap_sage200.signals import ENDING, SIGNALS
from tap_sage200.singer import input_file, log_level, pipe, selection, stored_state
from tap_sage200.singer.sdk_overrides import OverriddenTap
from tap_sage200.singer.writer import printing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import Self

    import click


class CommandLineTap(OverriddenTap):
    """A tap that a command line runs."""

    @abstractmethod
    def add_columns_of(self, entries: Sequence[object]) -> None:
        """Add the columns that were added to the entries of a catalogue, without the selection of the catalogue."""

    @classmethod
    def get_singer_command(cls) -> click.Command:
        """Make the SDK's command, with an option for the log level, and with our errors for files."""
        command = super().get_singer_command()
        command.params.append(log_level.OPTION)
        for option in command.params:
            if option.name in {"catalog", "state"}:
                option.type = input_file.KIND
                option.is_eager = True  # `--discover` needs them, wherever it stands
        log_level.quieten_others()
        return command

    @classmethod
    def invoke(cls, **kwargs: Any) -> None:  # noqa: ANN401 - the options of the SDK's command
        """Run from the command line. An error is one line that says what to do, and the exit code of its type."""
        memory.give_large_blocks_back()
        pipe.widen(sys.stdout)
        pipe.end_without_reader(sys.stdout)
        with cls._commanded():
            if (catalog := kwargs.get("catalog")) is not None:
                kwargs["catalog"] = selection.shortened(input_file.opened(catalog, option="--catalog"))
            if (state := kwargs.get("state")) is not None:
                kwargs["state"] = stored_state.opened(input_file.opened(state, option="--state"))
            super().invoke(**kwargs)

    @classmethod
    def print_about(cls, output_format: str | None = None) -> None:
        """Print the settings, with errors of the output as in a run."""
        with printing():
            super().print_about(output_format)

    def run_discovery(self) -> str:
        """Print the catalogue, with errors of the output as in a run."""
        with printing():
            return super().run_discovery()

    @classmethod
    def cb_config(cls, ctx: click.Context, param: click.Option, value: tuple[str, ...]) -> Any:  # noqa: ANN401 - private in the SDK
        """Read the files of `--config`, with errors as in `invoke`."""
        with cls._commanded():
            return super().cb_config(ctx, param, value)

    @classmethod
    def cb_discover(cls, ctx: click.Context, param: click.Option, value: bool) -> None:  # noqa: FBT001 - as in the SDK
        """Run `--discover` from the command line, with errors as in `invoke`.

        The SDK ignores the state and the catalogue, which may have added columns.
        """
        del param
        with cls._commanded():
            if value:
                cls._for_discovery(**ctx.params).run_discovery()
                ctx.exit()

    @classmethod
    def _for_discovery(
        cls,
        config: Any = None,  # noqa: ANN401 - private in the SDK
        state: Path | None = None,
        catalog: Path | None = None,
        **_: object,
    ) -> Self:
        given: dict[str, Any] = {}
        if config is not None:
            given |= {"config": config.config, "parse_env_config": config.parse_env}
        if state is not None:
            given["state"] = json.load(stored_state.opened(input_file.opened(state, option="--state")))
        tap = cls(**given, validate_config=False, setup_mapper=False)
        if catalog is not None:
            content = selection.decoded(input_file.opened(catalog, option="--catalog").read())
            tap.add_columns_of(content["streams"])
        return tap

    @classmethod
    def cb_test(cls, ctx: click.Context, param: click.Option, value: str) -> None:
        """Run `--test` from the command line, with errors as in `invoke`."""
        with cls._commanded():
            super().cb_test(ctx, param, value)

    @classmethod
    @contextmanager
    def _commanded(cls) -> Iterator[None]:
        """Do what the command line asks for, and end after an error or a signal with one line."""
        with SIGNALS.ending_process(dict.fromkeys(ENDING, 0)):  # a signal is no failure, as in the SDK
            try:
                yield
            except SystemExit:
                if SIGNALS.received is not None:
                    cls.logger.info("%s", problems.run.ENDED_BY_SIGNAL.text(signal=SIGNALS.received))
                raise
            except Sage200Error as error:
                # Meltano shows only the last line of a failed test.
                cls.logger.error("%s", one_line(str(error)))  # noqa: TRY400 - users need no traceback
                sys.exit(error.exit_code)
