"""The command `sage200` and all that it can be told to do."""

from __future__ import annotations

import click

from tap_sage200.cli.check import check
from tap_sage200.cli.login import login
from tap_sage200.cli.sites import sites


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tap-sage200")
def cli() -> None:
    """Work with Sage 200 by hand.

    The commands take the settings of tap-sage200 from TAP_SAGE200_* variables, of the environment or of a file `.env`
    in the current folder, and from the files named by --config.
    """


cli.add_command(login)
cli.add_command(sites)
cli.add_command(check)
