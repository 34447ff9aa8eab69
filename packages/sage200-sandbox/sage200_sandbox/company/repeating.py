"""What views repeat of other tables' rows."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sage200_sandbox.facts import resources

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value


def repeated(table: str, row: Row) -> Row:
    """The values of a row that a view shows under the same names."""
    return {name: row[name] for name in _shared(table, frozenset(row))}


@cache
def _shared(table: str, names: Collection[str]) -> list[str]:
    return [name for name in resources()[table].fields if name in names]


def ids(made: Tables, table: str, field: str) -> dict[Value, Value]:
    """The ids of a table's rows by a field that tells them apart; nothing if the table has not been made."""
    return {row[field]: row["id"] for row in made.get(table, [])}


def type_ids(made: Tables, table: str) -> dict[Value, Value]:
    """The ids of a fixed list by the values that other tables use."""
    return ids(made, table, "value")


def grouped(rows: Iterable[Row], field: str) -> dict[Value, list[Row]]:
    """The rows by the value of a field that several of them share."""
    groups: dict[Value, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[field], []).append(row)
    return groups
