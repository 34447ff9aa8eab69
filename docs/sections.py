"""What a page says of its tables, as lines of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docs.columns import column_table
from docs.tables import FIXED_LIST_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docs.tables import Table

_PROFESSIONAL = "- **Edition:** Professional only"


def table_section(table: Table, link: Callable[[str], str]) -> list[str]:
    """Write all about a table."""
    edition = [_PROFESSIONAL] if table.professional else []
    return [
        f"## {table.name}",
        "",
        table.about,
        "",
        *table.notes,
        *edition,
        "",
        *column_table(table.columns, link),
        "",
    ]


def fixed_lists_section(tables: Sequence[Table], link: Callable[[str], str]) -> list[str]:
    """Write once what a ledger's fixed lists have in common, then what each is about; nothing where it has none.

    Raises:
        ValueError: They have less in common.
    """
    if not tables:
        return []
    if len({table.notes for table in tables}) > 1:
        message = "The fixed lists of a ledger differ in more than their name. Write their notes one by one."
        raise ValueError(message)
    lines = [
        "## Fixed lists",
        "",
        "The values that a column may have, in words. All of these tables are alike:",
        "",
        *tables[0].notes,
        "",
        *column_table(FIXED_LIST_COLUMNS, link),
        "",
    ]
    for table in tables:
        edition = [_PROFESSIONAL, ""] if table.professional else []
        lines += [f"### {table.name}", "", table.about, "", *edition]
    return lines
