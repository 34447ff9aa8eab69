"""What a day of work in the company did to the selected tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from tools.demo.rows import Change, Key
    from tools.demo.source import Source

Keys: TypeAlias = "Mapping[str, AbstractSet[Key]]"
"""Keys of rows, by table."""


@dataclass(frozen=True, slots=True)
class Work:
    """The rows that a day of work touched. Each row is in one of the three groups."""

    new: Keys
    changed: Keys
    deleted: Keys

    @classmethod
    def of(cls, changes: Sequence[Change], tables: Mapping[str, Key], source: Source) -> Work:
        """Group the changes by what became of the row at the end of the day.

        Args:
            changes: The changes, in order.
            tables: The columns of the primary key, by table. Other tables are left out.
            source: The company.
        """

        def touched(kind: str) -> dict[str, set[Key]]:
            keys: dict[str, set[Key]] = {name: set() for name in tables}
            for change in changes:
                if change.get(kind) in keys:
                    keys[change[kind]].add(source.key_of(change, tables[change[kind]]))
            return keys

        new, changed, deleted = (touched(kind) for kind in ("insert", "update", "delete"))
        return cls(
            {name: new[name] - deleted[name] for name in tables},
            {name: changed[name] - new[name] - deleted[name] for name in tables},
            deleted,
        )

    @staticmethod
    def count(keys: Keys) -> int:
        """Return the number of rows in all tables."""
        return sum(map(len, keys.values()))

    def cleared(self, changes: Sequence[Change], source: Source) -> Change:
        """Return a change that cleared a value of a row that had been loaded before.

        Raises:
            StopIteration: There is none.
        """
        return next(
            change
            for change in changes
            if "update" in change
            and None in change["values"].values()
            and source.key(change["key"]) in self.changed.get(change["update"], ())
        )

    def written(self, name: str) -> AbstractSet[Key]:
        """Return the keys of a table that are new or changed."""
        return self.new.get(name, frozenset()) | self.changed.get(name, frozenset())
