"""The relations within a ledger, as a diagram."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from docs.tables import Table


def diagram(tables: Sequence[Table]) -> list[str]:
    """Draw which tables of a ledger refer to which, as the lines of a Mermaid diagram; none where no table does.

    Fixed lists would hide the rest, and so would the tables that are not selected by default: most repeat others.
    """
    drawn = {table.name: table for table in tables if table.by_default and not table.is_fixed_list}
    lines = [line for table in drawn.values() for line in _relations(table, drawn.keys())]
    return ["```mermaid", "erDiagram", *lines, "```"] if lines else []


def _relations(table: Table, drawn: Collection[str]) -> Iterator[str]:
    """Draw one line for each table that this one refers to, whatever the number of columns."""
    columns: dict[str, list[str]] = defaultdict(list)
    for name, column in table.columns.items():
        if column.get("x-references") in drawn:
            columns[column["x-references"]].append(name)
    for target, names in columns.items():
        end = "||" if set(names) & set(table.key) else "o|"
        yield f'    {table.name} }}o--{end} {target} : "{", ".join(names)}"'
