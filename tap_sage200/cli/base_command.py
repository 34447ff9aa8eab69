"""The base class of the commands of `sage200`."""

from __future__ import annotations

from signal import SIGINT

import click

from tap_sage200 import problems
from tap_sage200.errors import Sage200Error
from tap_sage200.masking import one_line
from tap_sage200.signals import SIGNALS

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document, for scripts.")


EXIT_CODES = {SIGINT: 1}
"""Ctrl-C ends a command with the exit code that Click gives it."""


class BaseCommand(click.Command):
    """A command that reports an error or a signal as one line, and ends with the exit code of the error."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with SIGNALS.ending_process(EXIT_CODES):
            try:
                return super().invoke(ctx)
            except SystemExit:
                if SIGNALS.received is not None:
                    click.echo(f"Error: {problems.sign_in.COMMAND_STOPPED.text()}", err=True)
                raise
            except Sage200Error as error:
                click.echo(f"Error: {one_line(str(error))}", err=True)
                ctx.exit(error.exit_code)
