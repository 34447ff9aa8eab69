"""Rows that Sage nests in the rows of another table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.facts import identifying, resources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sage200_sandbox.rows import Row, Value


def nested(table: str, parent: Row, **values: Value) -> Row:
    """A nested row of this parent."""
    return blank(table, **_links(table, parent), **values)


def numbered(table: str, parent: Row, items: Iterable[Row]) -> list[Row]:
    """Nested rows of this parent, numbered by their position in its list."""
    links = _links(table, parent)
    return [blank(table, **links, position=position, **item) for position, item in enumerate(items, start=1)]


def again(table: str, rows: Iterable[Row]) -> list[Row]:
    """The same nested rows for another nested table. The parents of both tables have the same ids."""
    ((own, _),) = identifying(resources()[table].links).items()
    made = []
    for row in rows:
        link, *rest = row
        made.append({own: row[link], **{name: row[name] for name in rest}})
    return made


def _links(table: str, parent: Row) -> Row:
    return {own: parent[theirs] for own, theirs in identifying(resources()[table].links).items()}
