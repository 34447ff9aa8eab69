"""The command `sage200 query`."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import click

from tap_sage200 import problems
from tap_sage200.cli.base_command import BaseCommand
from tap_sage200.cli.configuration import config_option, read
from tap_sage200.cli.one_company import company_option, given_company
from tap_sage200.cli.query import arguments
from tap_sage200.cli.query.formats import (
    CsvLines,
    EscapedCsvLines,
    EscapedJsonLines,
    JsonLines,
    RowCount,
    TableLines,
)
from tap_sage200.cli.terminal import is_terminal
from tap_sage200.config.settings import Settings
from tap_sage200.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tap_sage200.cli.query.formats import RowFormat
    from tap_sage200.cli.query.request import Asked, CheckedQuery

EXAMPLE = """\b
Example:
  sage200 query customers --where "balance gt 1000" \\
    --columns reference,name,balance --order "balance desc"
"""
"""It keeps its lines (`\\b`)."""


@click.command(cls=BaseCommand, epilog=EXAMPLE)
@click.argument("table")
@click.option("--where", help="A condition in OData, such as \"balance gt 1000 and startswith(name, 'A')\".")
@click.option("--columns", metavar="A,B", help="The columns to show, in this order. By default, all.")
@click.option("--order", metavar="A,B", help='The order, such as "balance desc, name". By default, that of the key.')
@click.option("--limit", metavar="N|all", help="The most rows. By default, 20 on a terminal and in a table.")
@click.option("--skip", metavar="N", default="0", help="How many rows to leave out first.")
@click.option(
    "--format", "form", metavar="|".join(arguments.FORMATS), help="By default, table on a terminal, else csv."
)
@click.option("--count", "counts", is_flag=True, help="Show only the number of rows.")
@company_option
@config_option
def query(  # noqa: PLR0913 - click passes each option as an argument of its own
    table: str,
    *,
    where: str | None,
    columns: str | None,
    order: str | None,
    limit: str | None,
    skip: str,
    form: str | None,
    counts: bool,
    company: str | None,
    config_files: Sequence[Path],
) -> None:
    """Show rows of TABLE, read as a run reads them. Nothing is stored, and no state is used.

    CSV and JSON have the values as Sage writes them, with every digit. JSON is one object in a line. A table is for
    people: it shortens long texts.
    """
    from tap_sage200.cli.query.request import Asked, checked  # noqa: PLC0415 - imports the tables: too slow for --help
    from tap_sage200.cli.query.showing import show  # noqa: PLC0415 - imports the tables too

    chosen = arguments.format_of(form, is_terminal=is_terminal())
    is_for_people = (chosen == "table" or is_terminal()) and not counts
    most = arguments.FEW if is_for_people else None
    asked = Asked(
        table=table,
        where=where,
        columns=columns,
        order=order,
        limit=most if limit is None else arguments.limit_of(limit),
        skip=arguments.skip_of(skip),
        counts=counts,
    )
    config = read(config_files)
    settings = Settings.from_config(config)
    ready = checked(asked, config)
    given_company(company, settings)
    if ready.condition is not None:
        _say(problems.commands.SETTINGS_NARROW.text(condition=ready.condition))
    rows = _rows_of(chosen, ready, asked)
    try:
        shown = show(ready, rows, settings, company)
    except OutputError as error:
        if error.problem is problems.run.LOADER_GONE:  # whoever reads the output has seen enough, as `head` does
            return
        raise
    if limit is None and shown == most:
        _say(problems.commands.FIRST_ROWS.text(limit=shown))
    if isinstance(rows, TableLines):
        _conclude(rows, shown)


def _rows_of(form: str, ready: CheckedQuery, asked: Asked) -> RowFormat:
    """Return what turns rows into text."""
    if asked.counts:
        return RowCount()
    on_terminal = is_terminal()
    match form:
        case "json":
            return (EscapedJsonLines if on_terminal else JsonLines)([*ready.columns])
        case "csv":
            return (EscapedCsvLines if on_terminal else CsvLines)([*ready.columns])
        case _ if asked.columns is None:
            width = shutil.get_terminal_size().columns if on_terminal else None
            return TableLines(ready.columns_of_rows, width)
        case _:
            return TableLines(ready.columns, None)


def _conclude(table: TableLines, rows: int) -> None:
    """Say what a table does not show."""
    if not rows:
        _say(problems.commands.NO_ROWS.text())
    elif table.shown < table.columns:
        _say(problems.commands.FIRST_COLUMNS.text(shown=table.shown, all=table.columns))


def _say(text: str) -> None:
    click.echo(text, err=True)
