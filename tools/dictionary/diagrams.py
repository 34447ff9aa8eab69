"""The relations within a ledger, as diagrams in Mermaid's language.

One shows which table refers to which, the other what comes with which: together they would be too large to read. Both
go from left to right, since the names are long (Mermaid 11.5 or later).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from tools.dictionary.tables import Nesting, Table


def references(tables: Sequence[Table]) -> list[str]:
    """Draw which tables of a ledger refer to which, as the relations of a diagram; none where no table does.

    That a nested table refers to its parent shows in the other diagram.
    """
    drawn = _drawn(tables)
    return [relation for table in drawn.values() for relation in _references(table, drawn.keys())]


def nestings(tables: Sequence[Table]) -> list[str]:
    """Draw what comes with which table of a ledger, or is asked for by its rows, as the relations of a diagram."""
    return [_nesting(table.name, table.key, table.nesting) for table in _drawn(tables).values() if table.nesting]


def _drawn(tables: Sequence[Table]) -> dict[str, Table]:
    """Leave out what would hide the rest: fixed lists, and resources not selected by default, as most repeat others."""
    return {table.name: table for table in tables if table.line[0].by_default and not table.is_fixed_list}


def _references(table: Table, drawn: Collection[str]) -> Iterator[str]:
    """Draw one line for each table that this one refers to, whatever the number of columns."""
    parent = table.nesting.parent.name if table.nesting else None
    columns: dict[str, list[str]] = defaultdict(list)
    for name, column in table.columns.items():
        target = column.get("x-references", "")
        if target in drawn and not (target == parent and "x-link" in column):
            columns[target].append(name)
    for target, names in columns.items():
        end = "||" if set(names) & set(table.key) else "o|"
        yield f'{table.name} }}o--{end} {target} : "{", ".join(names)}"'


def _nesting(name: str, key: Sequence[str], nesting: Nesting) -> str:
    """Draw how many rows of a table there are for a row of the one that it is nested in."""
    listed = bool(nesting.path) and not str(nesting.path).endswith("}")
    one_of_each = set(key) <= nesting.links.keys() and not listed
    shared = nesting.path is not None and nesting.asked_by != nesting.parent.key
    line = f"{'}o' if shared else '||'}{'..' if nesting.path else '--'}{'o|' if one_of_each else 'o{'}"
    return f'{nesting.parent.name} {line} {name} : "{nesting.expand or "asked for"}"'
