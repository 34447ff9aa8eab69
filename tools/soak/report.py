"""Print headings and lines in plain text."""

from __future__ import annotations

import click


def heading(text: str) -> None:
    """Print the title of the next part."""
    click.secho(f"\n{text}", bold=True)


def line(text: str) -> None:
    """Print a line below a heading."""
    click.echo(f"  {text}")
