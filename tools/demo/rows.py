"""What a row and a key are, in the source and in the warehouse alike."""

from __future__ import annotations

from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]
"""Values by the names of their fields: int, Decimal, str, bool, datetime or None."""
Key: TypeAlias = tuple[Any, ...]
Change: TypeAlias = dict[str, Any]
"""What happened to one row: `insert`, `update` or `delete` names the table; `key`, and `row` or `values`."""


def by_key(rows: list[Row], fields: tuple[str, ...]) -> dict[Key, Row]:
    """Return rows by their keys.

    Raises:
        ValueError: Two rows share a key.
    """
    keyed = {tuple(row[field] for field in fields): row for row in rows}
    if len(keyed) < len(rows):
        msg = f"{len(rows) - len(keyed)} rows share a key of {', '.join(fields)}"
        raise ValueError(msg)
    return keyed
