"""`sage200 check`: tests a set-up step by step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tap_sage200.cli.base_command import BaseCommand, json_option
from tap_sage200.cli.configuration import config_option, read
from tap_sage200.cli.finding import Finding
from tap_sage200.cli.interruptible_clock import InterruptibleClock
from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@click.command(cls=BaseCommand)
@config_option
@click.option(
    "--catalog",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A Singer catalogue. The command tests its selected tables instead of the default selection.",
)
@json_option
@click.pass_context
def check(ctx: click.Context, config_files: Sequence[Path], *, catalog: Path | None, as_json: bool) -> None:
    """Test settings, network, token, companies and tables.

    The output says what to do about each problem. The command reads one row of each selected table, and stores none.
    The exit code is 1 if something is wrong.
    """
    from tap_sage200.cli import check_report  # noqa: PLC0415 - the drawing library takes long to import, and only check draws

    found = []
    shown = None if as_json else check_report.CheckReport()
    for finding in _findings(config_files, catalog):
        found.append(finding)
        if shown is not None:
            shown.show(finding)
    if shown is None:
        click.echo(check_report.as_json(found))
    else:
        shown.conclude(found)
    ctx.exit(int(any(finding.is_wrong for finding in found)))


def _findings(config_files: Sequence[Path], catalog: Path | None) -> Iterator[Finding]:
    from tap_sage200.cli.check_steps import findings  # noqa: PLC0415 - imports the tables: too slow for --help

    try:
        config = read(config_files)
    except ConfigurationError as error:
        yield Finding("settings", "wrong", str(error))
        return
    yield from findings(config, catalog, InterruptibleClock())
