"""The joins of tables: by references, by the parent's key, and by the columns in `joins.toml`."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.dictionary.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tools.dictionary.tables import Table

_TABLE = {table.name: table for table in TABLES}


@dataclass(frozen=True, slots=True)
class Join:
    """Columns of a table that match another table.

    Attributes:
        columns: The columns that match `by` together, or that each match the `id` of a row.
        matches: The table that they match.
        by: The columns of that table. Empty for references and links to a parent: they match its key.
        many: Whether several rows of that table can match.
        requests: Whether the tap needs requests of its own for the rows of the table.
    """

    columns: tuple[str, ...]
    matches: str
    by: tuple[str, ...] = ()
    many: bool = False
    requests: bool = False


@dataclass(frozen=True, slots=True)
class DeclaredJoin:
    """An entry of `joins.toml`.

    Attributes:
        finds: What the join finds.
        tables: The tables that have the columns.
        join: The columns, and what they match.
    """

    finds: str
    tables: tuple[str, ...]
    join: Join


def _declared(entries: Sequence[Mapping[str, Any]]) -> Iterator[DeclaredJoin]:
    for entry in entries:
        join = Join(tuple(entry["columns"]), entry["matches"], tuple(entry["by"]), entry.get("many", False))
        yield DeclaredJoin(entry["finds"], tuple(entry["tables"]), join)


DECLARED: tuple[DeclaredJoin, ...] = tuple(
    _declared(tomllib.loads(Path(__file__).with_name("joins.toml").read_text(encoding="utf-8"))["join"])
)
"""The joins that are not by a key."""


def joins_of(table: Table) -> list[Join]:
    """Return the joins of a table with its parent and other tables, without fixed lists."""
    declared = [entry.join for entry in DECLARED if table.name in entry.tables]
    return [*_links(table), *_references(table), *declared]


def _links(table: Table) -> Iterator[Join]:
    """Return the join of a nested table by all its links that are not timestamps, mostly with the parent.

    With a path, the rows may be nested in rows that are not the parent's: then the links refer to their table.
    """
    if table.nesting:
        columns = tuple(name for name in table.nesting.links if "format" not in table.columns[name])
        target = table.columns[columns[0]].get("x-references", table.nesting.parent.name)
        yield Join(columns, target, requests=table.nesting.path is not None)


def _references(table: Table) -> Iterator[Join]:
    """Return one join per table that columns refer to, without the links."""
    links = table.nesting.links if table.nesting else {}
    columns: dict[str, list[str]] = defaultdict(list)
    for name, column in table.columns.items():
        target = column.get("x-references")
        if target and name not in links and not _TABLE[target].is_fixed_list:
            columns[target].append(name)
    for target, names in columns.items():
        yield Join(tuple(names), target)
