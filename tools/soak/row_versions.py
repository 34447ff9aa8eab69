"""The versions of each row of the source since a run began."""

from __future__ import annotations

from collections import defaultdict
from threading import RLock
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from sage200_sandbox.rows import Key, Row

Place: TypeAlias = "tuple[int, str]"
"""A company number and a table."""


class RowVersions:
    """The versions of each row since the last mark, starting with the one at the mark. None means no row.

    Attributes:
        lock: Held from a change in the source until it is recorded, so no mark falls between the two.
    """

    def __init__(self) -> None:
        """Start without rows."""
        self.lock = RLock()
        self._versions: defaultdict[Place, dict[Key, list[Row | None]]] = defaultdict(dict)
        self._gone: defaultdict[Place, set[Key]] = defaultdict(set)

    def record(self, place: Place, key: Key, row: Row | None) -> None:
        """Record a new version of a row."""
        self._versions[place].setdefault(key, [None]).append(row)

    def mark(self) -> None:
        """Forget all versions except the current ones."""
        with self.lock:
            for place, rows in self._versions.items():
                self._gone[place] |= {key for key, versions in rows.items() if versions[-1] is None}
                self._versions[place] = {key: versions[-1:] for key, versions in rows.items() if versions[-1]}

    def keys(self, place: Place) -> list[Key]:
        """Return the keys of the current rows."""
        return [key for key, versions in self._versions[place].items() if versions[-1]]

    def row(self, place: Place, key: Key) -> Row:
        """Return the current version of a row.

        Raises:
            LookupError: There is no such row.
        """
        row = self._versions[place][key][-1]
        if row is None:
            raise LookupError(place, key)
        return row

    def due(self, place: Place) -> list[Key]:
        """Return the keys of the rows that existed at the mark and still exist."""
        return [key for key, versions in self._versions[place].items() if versions[0] and versions[-1]]

    def versions(self, place: Place, key: Key) -> list[Row]:
        """Return the versions of a row since the mark, or none if it was deleted or never existed."""
        versions = self._versions[place].get(key, [None])
        return [row for row in versions if row] if versions[-1] else []

    def knows(self, place: Place, key: Key) -> bool:
        """Return whether the row ever existed."""
        return key in self._versions[place] or key in self._gone[place]
