"""Print headings, lines and tables in plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def heading(text: str) -> None:
    """Print the title of the next step."""
    click.secho(f"\n{text}", bold=True)


def line(text: str) -> None:
    """Print a line below a heading."""
    click.echo(f"  {text}")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table. The first column is left-aligned, the others are right-aligned."""
    cells = [list(head), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    for row in cells:
        first, *others = (
            cell.rjust(width) if column else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        line("   ".join([first, *others]).rstrip())


def _cell(value: object) -> str:
    if value is None:
        return "null"
    return f"{value:,}" if isinstance(value, int) else str(value)
