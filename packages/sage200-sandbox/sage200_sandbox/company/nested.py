"""Rows that Sage nests in those of another table: whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.facts import identifying, resources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sage200_sandbox.rows import Row, Value


def nested(table: str, parent: Row, **values: Value) -> Row:
    """A row of a nested table that belongs to this row of its parent's table."""
    return blank(table, **_whose(table, parent), **values)


def numbered(table: str, parent: Row, items: Iterable[Row]) -> list[Row]:
    """Rows of a nested table that only their place in the parent's list tells apart."""
    whose = _whose(table, parent)
    return [blank(table, **whose, position=position, **item) for position, item in enumerate(items, start=1)]


def again(table: str, rows: Iterable[Row]) -> list[Row]:
    """The rows of a nested table as another table repeats them, whose parents have the same ids."""
    ((own, _),) = identifying(resources()[table].links).items()
    made = []
    for row in rows:
        whose, *rest = row
        made.append({own: row[whose], **{name: row[name] for name in rest}})
    return made


def _whose(table: str, parent: Row) -> Row:
    return {own: parent[theirs] for own, theirs in identifying(resources()[table].links).items()}
