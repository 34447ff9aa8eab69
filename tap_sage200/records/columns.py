"""The columns to decode from the rows of a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tap_sage200.records.conversion import TIMESTAMP, kind_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns to decode from the rows of a table."""

    wanted: Mapping[str, Mapping[str, Any]]
    """The columns by name, each as its JSON Schema."""
    key: Sequence[str]
    """The key columns that come from the row itself. They are among the wanted columns."""
    timestamps: Sequence[str] = ()
    """The wanted timestamp columns to rewrite in fixed width, in which the order of the text is the order of time."""
    constant: Mapping[str, Any] = field(default_factory=dict)
    """Further columns with the same value in each row: the company."""
    unwanted: Collection[str] = ()
    """The columns of the table that are not selected."""

    @property
    def kinds(self) -> Mapping[str, str]:
        """The kind of each wanted column."""
        return {name: TIMESTAMP if name in self.timestamps else kind_of(column) for name, column in self.wanted.items()}

    @property
    def required(self) -> Sequence[str]:
        """The columns without which a row is invalid: the key, if it is a single column."""
        return self.key if len(self.key) == 1 else ()

    @property
    def parts(self) -> Sequence[str]:
        """The columns of a composite key. An absent one is 0 or an empty text, as Sage writes an absent reference."""
        return self.key if len(self.key) > 1 else ()

    @property
    def references(self) -> Mapping[str, str]:
        """The wanted columns that Sage may send only as an expanded object, which holds the key."""
        return {
            name: name.removesuffix("_id")
            for name, column in self.wanted.items()
            if column.get("x-expand") is not None and name.endswith("_id")
        }
