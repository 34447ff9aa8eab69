"""What all commands have in common."""

from __future__ import annotations

import click

from tap_sage200.errors import Sage200Error

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document, for machines.")


class BaseCommand(click.Command):
    """A command whose errors are one line that says what to do, and the exit code of their kind."""

    def invoke(self, ctx: click.Context) -> object:
        """Run it."""
        try:
            return super().invoke(ctx)
        except Sage200Error as error:
            click.echo(f"Error: {error}", err=True)
            ctx.exit(error.exit_code)
