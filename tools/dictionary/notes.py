"""What is said of a table before its columns, as the items of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200.singer.base_stream import COMPANY_KEY
from tools.dictionary.words import names

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.dictionary.tables import Nesting, Table


def notes(table: Table, link: Callable[[str], str]) -> list[str]:
    """Say what tells a row of a table, where its rows are, how they are loaded, and whether they are by default.

    Args:
        table: The table.
        link: Makes the link to a table of this name.
    """
    return [
        f"- **Key:** {names((*COMPANY_KEY, *table.key))}",
        *([_origin(table.nesting, link)] if table.nesting else []),
        f"- **Loaded:** {table.loading.sentence}",
        f"- **Selected by default:** {'yes' if table.by_default else 'no'}",
    ]


def availability(table: Table) -> list[str]:
    """Say which edition has a table and since when, where not all have always had it."""
    return [
        *(["- **Edition:** Professional only"] if table.professional else []),
        *([f"- **Since:** {table.facts.introduced} (Sage's release dates)"] if table.facts.introduced else []),
    ]


def _origin(nesting: Nesting, link: Callable[[str], str]) -> str:
    parent = link(nesting.parent.name)
    part = f" (its `{nesting.expand}`)" if nesting.expand else ""
    if nesting.path is None:
        return f"- **Comes with:** {parent}{part}"
    rows = "row" if nesting.asked_by == nesting.parent.key else f"different {names(nesting.asked_by)}"
    return f"- **Asked for:** one request for each {rows} of {parent}, at each run: `{nesting.path}`{part}"
