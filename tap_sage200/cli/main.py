"""The command `sage200` with its subcommands."""

from __future__ import annotations

from typing import Any

import click

from tap_sage200 import output_encoding
from tap_sage200.cli.check import check
from tap_sage200.cli.companies import companies, sites
from tap_sage200.cli.describe import describe
from tap_sage200.cli.login import login
from tap_sage200.cli.query import query
from tap_sage200.cli.tables import tables
from tap_sage200.masking.installation import filter_stderr_and_logs, filter_stdout


class FilteredGroup(click.Group):
    """Commands whose output has no secrets and no control characters. Only `query` writes records, past the filter."""

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - click declares Any
        """Run a command."""
        output_encoding.use_utf8()
        filter_stderr_and_logs()
        filter_stdout()
        return super().main(*args, **kwargs)


@click.group(cls=FilteredGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tap-sage200")
def cli() -> None:
    """Sign in to Sage 200, list companies, check a set-up, and look at tables and rows.

    The commands use the settings of tap-sage200. They read them from TAP_SAGE200_* variables in the environment, from
    the file `.env` in the current folder, and from the files of --config.
    """


cli.add_command(login)
cli.add_command(companies)
cli.add_command(sites)
cli.add_command(check)
cli.add_command(tables)
cli.add_command(query)
cli.add_command(describe)
