"""Rows and keys, the same for source and warehouse."""

from __future__ import annotations

from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]
"""Values by field name: int, Decimal, str, bool, datetime or None."""
Key: TypeAlias = tuple[Any, ...]
Change: TypeAlias = dict[str, Any]
"""A change to one row: `insert`, `update` or `delete` with the table, then `key`, and `row` or `values`."""


def by_key(rows: list[Row], fields: tuple[str, ...]) -> dict[Key, Row]:
    """Return rows by key.

    Raises:
        ValueError: Two rows share a key.
    """
    keyed = {tuple(row[field] for field in fields): row for row in rows}
    if len(keyed) < len(rows):
        msg = f"{len(rows) - len(keyed)} rows have a duplicate key in {', '.join(fields)}"
        raise ValueError(msg)
    return keyed
