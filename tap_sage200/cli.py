"""The command `sage200`: what a person does by hand."""

from __future__ import annotations

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tap-sage200")
def cli() -> None:
    """Work with Sage 200 by hand."""


try:
    from tap_sage200.sandbox.cli import sandbox
except ModuleNotFoundError as error:
    _missing = error.name

    @cli.command()
    def sandbox() -> None:
        """Serve a Sage 200 of our own on this machine (needs the extra `sandbox`)."""
        msg = f"The sandbox needs {_missing}, which is not installed: install tap-sage200 with the extra [sandbox]."
        raise click.ClickException(msg)

else:
    cli.add_command(sandbox)
