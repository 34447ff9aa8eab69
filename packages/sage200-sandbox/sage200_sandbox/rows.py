"""Rows of a table, and the changes that a row can have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Value: TypeAlias = int | str | bool | Decimal | datetime | None
"""A value. Date-times are in UTC, to the millisecond. Decimals have the scale of their field."""

Row: TypeAlias = dict[str, Value]
"""A row by field name. A missing field is null."""

Key: TypeAlias = tuple[Value, ...]
"""Primary key of a row: the values of the resource's key fields, in their order."""


@dataclass(frozen=True, slots=True)
class Insert:
    """Add a row to a table."""

    table: str
    row: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Update:
    """Change some values of a row."""

    table: str
    key: Key
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete a row. Sage leaves no trace of it (documented: no tombstones)."""

    table: str
    key: Key


Change: TypeAlias = Insert | Update | Delete
