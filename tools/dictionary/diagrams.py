"""The relations within a ledger, as Mermaid diagrams.

One diagram shows references, the other one shows nested tables. A single diagram would be too large to read. Both run
from left to right, because the names are long (Mermaid 11.5 or later).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from tools.dictionary.tables import Nesting, Table


def references(tables: Sequence[Table]) -> list[str]:
    """Draw the references between the tables of a ledger, one relation per line.

    References from a nested table to its parent are in the other diagram.
    """
    drawn = _drawn(tables)
    return [relation for table in drawn.values() for relation in _references(table, drawn.keys())]


def nestings(tables: Sequence[Table]) -> list[str]:
    """Draw the nested tables of a ledger with their parents, one relation per line."""
    return [_nesting(table.name, table.key, table.nesting) for table in _drawn(tables).values() if table.nesting]


def _drawn(tables: Sequence[Table]) -> dict[str, Table]:
    """Omit fixed lists, and resources not selected by default: most of these repeat others and would hide the rest."""
    return {table.name: table for table in tables if table.line[0].by_default and not table.is_fixed_list}


def _references(table: Table, drawn: Collection[str]) -> Iterator[str]:
    """Draw one line per referenced table, even if several columns refer to it."""
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
    """Draw how many nested rows there are per parent row."""
    listed = bool(nesting.path) and not str(nesting.path).endswith("}")
    one_of_each = set(key) <= nesting.links.keys() and not listed
    shared = nesting.path is not None and nesting.path_columns != nesting.parent.key
    line = f"{'}o' if shared else '||'}{'..' if nesting.path else '--'}{'o|' if one_of_each else 'o{'}"
    return f'{nesting.parent.name} {line} {name} : "{nesting.expand or "request"}"'
