"""What the source held, version by version, since a run began."""

from __future__ import annotations

from collections import defaultdict
from threading import RLock
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from sage200_sandbox.rows import Key, Row

Place: TypeAlias = "tuple[int, str]"
"""The number of a company, and a table in it."""


class History:
    """The versions of each row since the last mark, the one at the mark first; None where there is no row.

    Attributes:
        lock: Whoever changes the source holds it until the change is noted, so that a mark falls between changes.
    """

    def __init__(self) -> None:
        """Nothing was ever there."""
        self.lock = RLock()
        self._versions: defaultdict[Place, dict[Key, list[Row | None]]] = defaultdict(dict)
        self._gone: defaultdict[Place, set[Key]] = defaultdict(set)

    def note(self, place: Place, key: Key, row: Row | None) -> None:
        """Note what a row is from now on."""
        self._versions[place].setdefault(key, [None]).append(row)

    def mark(self) -> None:
        """Begin anew from what is there now."""
        with self.lock:
            for place, rows in self._versions.items():
                self._gone[place] |= {key for key, versions in rows.items() if versions[-1] is None}
                self._versions[place] = {key: versions[-1:] for key, versions in rows.items() if versions[-1]}

    def keys(self, place: Place) -> list[Key]:
        """Return the keys of the rows that are there now."""
        return [key for key, versions in self._versions[place].items() if versions[-1]]

    def row(self, place: Place, key: Key) -> Row:
        """Return a row as it is now.

        Raises:
            LookupError: It is not there.
        """
        row = self._versions[place][key][-1]
        if row is None:
            raise LookupError(place, key)
        return row

    def due(self, place: Place) -> list[Key]:
        """Return the keys of the rows that were there at the mark and still are."""
        return [key for key, versions in self._versions[place].items() if versions[0] and versions[-1]]

    def versions(self, place: Place, key: Key) -> list[Row]:
        """Return the versions of a row since the mark; none of one that is gone, or was never there."""
        versions = self._versions[place].get(key, [None])
        return [row for row in versions if row] if versions[-1] else []

    def knows(self, place: Place, key: Key) -> bool:
        """Tell whether there was ever such a row."""
        return key in self._versions[place] or key in self._gone[place]
