"""The command `sage200 describe`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from tap_sage200 import problems
from tap_sage200.cli.base_command import BaseCommand, json_option
from tap_sage200.cli.configuration import config_option, read
from tap_sage200.cli.connection import connect
from tap_sage200.cli.one_company import company_of, company_option, given_company
from tap_sage200.config.settings import Settings
from tap_sage200.errors import ConfigurationError
from tap_sage200.masking import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@click.command(cls=BaseCommand, epilog="Example: sage200 describe /sop_returns")
@click.argument("path")
@company_option
@config_option
@json_option
def describe(path: str, *, company: str | None, config_files: Sequence[Path], as_json: bool) -> None:
    """Print the setting custom_tables for the resource at PATH, ready to paste into meltano.yml under config.

    The command reads 50 rows, and stores none. It infers the columns, the key and the timestamps from them. Check what
    is marked as inferred.
    """
    from tap_sage200.cli.describe import block, inference, sample  # noqa: PLC0415 - imports the tables: too slow for --help
    from tap_sage200.cli.known_tables import known_tables, table_with_path  # noqa: PLC0415 - imports the tables too

    resource = sample.path_of(path)
    config = read(config_files)
    settings = Settings.from_config(config)
    known = known_tables(config)
    given_company(company, settings)
    connection = connect(settings)
    taken = sample.sample(connection.client, resource, company_of(company, connection))
    table = inference.inferred(taken.rows, taken.types)
    if not table.columns:
        raise ConfigurationError(problems.commands.NOTHING_TO_DESCRIBE, path=resource)
    if (same := table_with_path(resource, known)) is not None:
        click.echo(problems.commands.IS_A_TABLE.text(path=resource, table=same), err=True)
    names = [one.declared_name() for one in known]
    name = block.name_of(resource, names)
    if as_json:
        click.echo(json.dumps(block.as_settings(name, resource, table, names), indent=1))
        for note in block.notes(table):
            click.echo(one_line(note), err=True)
    else:
        click.echo("\n".join(block.as_yaml(name, resource, table, names)))
