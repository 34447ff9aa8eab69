"""Views and lookups that repeat the rows of another table."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sage200_sandbox.facts import resource_called, resources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sage200_sandbox.rows import Row, Value


@cache
def master_of(table: str) -> str | None:
    """The table that a view or lookup repeats row by row, found by name. Views of orders and returns repeat orders."""
    name = table.replace("order_return_views", "order_views")
    plain = name.removeprefix("lookup_") if name.startswith("lookup_") else name.removesuffix("_views") + "s"
    resource, master = resource_called(table), resources().get(plain)
    repeats = plain != table and resource.key[:1] == ("id",) and not resource.parent
    return plain if repeats and master and master.key == ("id",) else None


@cache
def views_of(table: str) -> tuple[str, ...]:
    """The views and lookups that repeat a table."""
    return tuple(name for name in resources() if master_of(name) == table)


def repeated(table: str, row: Mapping[str, Value]) -> Row:
    """The values of another table's row that this table has under the same names."""
    return {name: row[name] for name in resources()[table].fields if name in row}
