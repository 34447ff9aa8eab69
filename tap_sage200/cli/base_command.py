"""The base class of the commands of `sage200`."""

from __future__ import annotations

import click

from tap_sage200.errors import Sage200Error
from tap_sage200.masking import one_line

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document, for scripts.")


class BaseCommand(click.Command):
    """A command that reports an error as one line, and ends with the exit code of the error."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except Sage200Error as error:
            click.echo(f"Error: {one_line(str(error))}", err=True)
            ctx.exit(error.exit_code)
