"""How the soak prints."""

from __future__ import annotations

import click


def heading(text: str) -> None:
    """Print the title of the next part."""
    click.secho(f"\n{text}", bold=True)


def line(text: str) -> None:
    """Print a line that belongs to the heading above."""
    click.echo(f"  {text}")
