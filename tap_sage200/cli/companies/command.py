"""`sage200 companies`: list the companies that the user may see, and divide them into shards for a scheduler."""

from __future__ import annotations

import json
import re
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

    from tap_sage200.config.companies import Sites
    from tap_sage200.records.body import SageRow

COLUMNS = ("company_name", "company_id", "site_name", "site_id")
PLUGIN_NAME = re.compile(r"\w[\w.-]*")
"""A name that is one word of a job of Meltano."""


@click.command(cls=BaseCommand)
@config_option
@click.option(
    "--meltano",
    "for_meltano",
    is_flag=True,
    help="Bring companies.meltano.yml up to date: an extractor, a job and a schedule for each shard.",
)
@click.option(
    "--shard-size",
    "size",
    type=click.IntRange(min=1),
    show_default="the one that the file has, or 1",
    help="With --meltano: the number of companies that one run loads. Shards that are full stay as they are.",
)
@click.option(
    "--loader",
    default="target-postgres",
    show_default=True,
    help="With --meltano: the loader of new shards.",
)
@json_option
def companies(config_files: Sequence[Path], *, for_meltano: bool, size: int | None, loader: str, as_json: bool) -> None:
    """List the companies that the signed-in user has access to.

    With --json, the output also has the shards of companies.meltano.yml, with their companies and commands. The exit
    code is 3 if only a new sign-in helps.
    """
    if not PLUGIN_NAME.fullmatch(loader):
        msg = f"{loader!r} is not the name of a plugin, such as target-postgres."
        raise click.BadParameter(msg, param_hint="--loader")
    from tap_sage200.cli.companies import fleet  # noqa: PLC0415 - reads YAML, which only fleets need

    settings = Settings.from_config(read(config_files))
    if for_meltano:
        fleet.check_project(settings)
    listed = _listed(settings)
    if for_meltano:
        for line in fleet.update(listed, size, loader):
            click.echo(line, err=as_json)
    if as_json:
        shards = fleet.known()
        if remark := fleet.outdated(shards, listed):
            click.echo(remark, err=True)
        click.echo(json.dumps({"companies": _rows(listed), "shards": fleet.running(shards)}, indent=1))
    elif not for_meltano:
        _show(listed)


@click.command(cls=BaseCommand)
@config_option
@json_option
def sites(config_files: Sequence[Path], *, as_json: bool) -> None:
    """List the companies, as `companies` does. With --json, the output is a list of companies alone."""
    listed = _listed(Settings.from_config(read(config_files)))
    if as_json:
        click.echo(json.dumps(_rows(listed), indent=1))
    else:
        _show(listed)


def _listed(settings: Settings) -> Sites:
    listed = connect(settings).sites()
    for reason in listed.left_out:
        click.echo(one_line(reason), err=True)
    if not listed.rows:
        raise ConfigurationError(problems.settings.NO_COMPANY)
    return listed


def _rows(listed: Sites) -> list[SageRow]:
    return [described(row) for row in listed.rows.values()]


def _show(listed: Sites) -> None:
    for line in table([*listed.rows.values()]):
        click.echo(line)


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
