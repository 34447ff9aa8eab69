"""`sage200 tables`: list the tables of the tap."""

from __future__ import annotations

import json
import shutil
import textwrap
from typing import TYPE_CHECKING

import click

from tap_sage200.cli.base_command import BaseCommand, json_option
from tap_sage200.cli.configuration import config_option, read
from tap_sage200.cli.terminal import is_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tap_sage200.cli.table_list import ListedTable

INDENT = "    "


@click.command(cls=BaseCommand, epilog="Example: sage200 tables 'sales_posted_*'")
@click.argument("pattern", required=False)
@config_option
@json_option
def tables(pattern: str | None, *, config_files: Sequence[Path], as_json: bool) -> None:
    """List the tables, or those that PATTERN matches, such as customers or 'sop_*'.

    Each table has its ledger, what a row is, how a run loads it, and whether a run reads it by default. The command
    needs no settings and no network.
    """
    from tap_sage200.cli.known_tables import known_tables  # noqa: PLC0415 - imports the tables: too slow for --help
    from tap_sage200.cli.table_list import matching  # noqa: PLC0415 - imports the tables too

    found = matching(pattern, known_tables(read(config_files)))
    if as_json:
        click.echo(json.dumps([table.as_json() for table in found], indent=1))
    elif is_terminal():
        width = shutil.get_terminal_size().columns
        click.echo("\n".join(line for table in found for line in described(table, width)))
    else:
        click.echo("\n".join(map(in_one_line, found)))


def in_one_line(table: ListedTable) -> str:
    """Describe a table in one line, with tabs between the parts, for other programs."""
    return f"{table.name}\t{table.ledger}\t{table.loaded}\t{table.default}\t{table.row}"


def described(table: ListedTable, width: int) -> Iterator[str]:
    """Describe a table in lines of a terminal."""
    yield table.name
    for text in (table.row, f"{table.ledger}, {table.default}, {table.loaded}."):
        yield from textwrap.wrap(text, width, initial_indent=INDENT, subsequent_indent=INDENT)
