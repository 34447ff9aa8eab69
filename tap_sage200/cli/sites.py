"""`sage200 sites`: list the companies that the user may see."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from tap_sage200 import problems
from tap_sage200.cli.base_command import BaseCommand, json_option
from tap_sage200.cli.configuration import config_option, read
from tap_sage200.cli.connection import connect
from tap_sage200.config.settings import Settings
from tap_sage200.errors import ConfigurationError
from tap_sage200.masking import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tap_sage200.records.body import SageRow

COLUMNS = ("company_name", "company_id", "site_name", "site_id")


@click.command(cls=BaseCommand)
@config_option
@json_option
def sites(config_files: Sequence[Path], *, as_json: bool) -> None:
    """List the sites and companies that the signed-in user has access to."""
    listed = connect(Settings.from_config(read(config_files))).sites()
    rows = list(listed.rows.values())
    for reason in listed.left_out:
        click.echo(one_line(reason), err=True)
    if as_json:
        click.echo(json.dumps([described(row) for row in rows], indent=1))
    else:
        for line in table(rows):
            click.echo(line)
    if not rows:
        raise ConfigurationError(problems.settings.NO_COMPANY)


def described(row: SageRow) -> SageRow:
    """Return the columns that identify a company."""
    return {name: row.get(name) for name in COLUMNS}


def table(rows: Sequence[SageRow]) -> Iterator[str]:
    """Return companies as lines of a table with a heading. No line if there is no company."""
    if not rows:
        return
    cells = [COLUMNS, *(tuple(one_line(str(row.get(name, ""))) for name in COLUMNS) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
