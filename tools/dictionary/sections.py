"""What a page says of its tables, as lines of Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.dictionary.columns import column_table
from tools.dictionary.notes import availability, notes
from tools.dictionary.remarks import remarks
from tools.dictionary.tables import FIXED_LIST_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tools.dictionary.tables import Table


def table_section(table: Table, link: Callable[[str], str]) -> list[str]:
    """Write all about a table."""
    return [
        f"## {table.name}",
        "",
        table.about,
        "",
        *notes(table, link),
        *availability(table),
        "",
        *column_table(table.columns, link, remarks(table)),
        "",
    ]


def fixed_lists_section(tables: Sequence[Table], link: Callable[[str], str]) -> list[str]:
    """Write once what a ledger's fixed lists have in common, then what each is about; nothing where it has none.

    Raises:
        ValueError: They have less in common.
    """
    if not tables:
        return []
    if len({(*notes(table, link), *remarks(table).items()) for table in tables}) > 1:
        message = "The fixed lists of a ledger differ in more than their name. Write their notes one by one."
        raise ValueError(message)
    lines = [
        "## Fixed lists",
        "",
        "The values that a column may have, in words. All of these tables are alike:",
        "",
        *notes(tables[0], link),
        "",
        *column_table(FIXED_LIST_COLUMNS, link, remarks(tables[0])),
        "",
    ]
    for table in tables:
        available = availability(table)
        lines += [f"### {table.name}", "", table.about, "", *available, *([""] if available else [])]
    return lines
