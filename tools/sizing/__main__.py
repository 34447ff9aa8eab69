"""`make sizing`: print the tables of the section Sizing in `docs/fleet.md`."""

import click

from tools.sizing.page import tables

click.echo(tables())
