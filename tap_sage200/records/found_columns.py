"""Columns that a table gets while it is read: Sage sends a field that no declaration has."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tap_sage200.records.conversion import ADDED

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 50
"""The most columns that a table gets in this way, in all runs together."""
TEXT: dict[str, Any] = {"type": ["string", "null"], ADDED: True}
"""A column that holds each value as Sage wrote it."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,62}")
"""A name that each loader takes: no loader shortens it, and none of its own columns, such as `_sdc_batched_at`, has
it."""


def is_column_name(name: str) -> bool:
    """Tell whether a name can be the name of a column in each target."""
    return _NAME.fullmatch(name) is not None


@dataclass(slots=True)
class FoundColumns:
    """The columns of one table that were found in this run."""

    taken: set[str] = field(default_factory=set)
    """The names of all other columns, in lower case: some targets do not tell `Name` and `name` apart."""
    room: int = MOST
    """How many more columns can be found."""
    columns: dict[str, dict[str, Any]] = field(default_factory=dict)
    """These columns, as JSON Schema."""

    @classmethod
    def beside(cls, names: Iterable[str], *, room: int = MOST) -> FoundColumns:
        """Begin with no column.

        Args:
            names: The names of the columns that the table has.
            room: How many columns can be found.
        """
        return cls({name.lower() for name in names}, room)

    def add(self, name: str) -> bool:
        """Add a column, and tell whether that is possible."""
        if not is_column_name(name) or name.lower() in self.taken or self.room <= 0:
            return False
        self.taken.add(name.lower())
        self.room -= 1
        self.columns[name] = TEXT
        return True
