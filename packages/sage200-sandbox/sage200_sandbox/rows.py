"""What a row of a table is, and what can happen to one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

Value: TypeAlias = int | str | bool | Decimal | datetime | None
"""A value: date-times are aware and in UTC, to the millisecond; decimals have the field's scale."""

Row: TypeAlias = dict[str, Value]
"""A row by field names. What is not there is null."""

Key: TypeAlias = tuple[Value, ...]
"""What names a row: the values of the resource's key fields, in their order."""


@dataclass(frozen=True, slots=True)
class Insert:
    """A row is written into a table."""

    table: str
    row: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Update:
    """Some values of a row change."""

    table: str
    key: Key
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Delete:
    """A row goes; Sage leaves no trace of it (documented: no tombstones)."""

    table: str
    key: Key


Change: TypeAlias = Insert | Update | Delete
