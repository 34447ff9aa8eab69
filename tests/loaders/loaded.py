"""What each loader holds after its runs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from tests.support.runs import catalog_of
from tools.demo.rows import by_key
from tools.demo.warehouse import Warehouse, as_stored

if TYPE_CHECKING:
    from pathlib import Path

    from tools.demo.rows import Key, Row


class Loaded(Protocol):
    """The tables that a loader has written."""

    def rows(self, table: str, key: tuple[str, ...]) -> dict[Key, Row]:
        """Return the rows by key. A table that the loader did not create has none.

        Raises:
            ValueError: Two rows share a key, though the loader keeps one row for each key.
        """

    def as_stored(self, row: Row) -> Row:
        """Return a row of the source in the form that this loader gives it."""


@dataclass(frozen=True, slots=True)
class PostgresTables:
    """Tables of PostgreSQL: one row for each key."""

    warehouse: Warehouse

    def rows(self, table: str, key: tuple[str, ...]) -> dict[Key, Row]:
        """Return the rows by key. The table's primary key is the tap's."""
        keys = self.warehouse.keys()
        assert keys[table] == key
        return by_key(self.warehouse.rows(table), key)

    def as_stored(self, row: Row) -> Row:
        """Return a row of the source in the form of the warehouse."""
        return as_stored(row)


@dataclass(frozen=True, slots=True)
class JsonLines:
    """Files with one row on each line. A changed row is one more line, so the last line of a key counts."""

    folder: Path

    def rows(self, table: str, key: tuple[str, ...]) -> dict[Key, Row]:
        """Return the last row of each key. A column that a line does not have is null."""
        lines = self._lines(table)
        columns: Row = dict.fromkeys(name for line in lines for name in line)
        (entry,) = (each for each in catalog_of(table)["streams"] if each["stream"] == table)
        properties = entry["schema"]["properties"]
        moments = [name for name in columns if properties[name].get("format") == "date-time"]
        latest: dict[Key, Row] = {tuple(line[name] for name in key): columns | line for line in lines}
        return {
            place: row | {name: datetime.fromisoformat(row[name]) for name in moments if row[name] is not None}
            for place, row in latest.items()
        }

    def as_stored(self, row: Row) -> Row:
        """Return the row as it is: JSON can hold each value."""
        return row

    def _lines(self, table: str) -> list[Row]:
        file = self.folder / f"{table}.jsonl"
        if not file.exists():
            return []
        with file.open(encoding="utf-8") as lines:
            return [json.loads(line, parse_float=Decimal) for line in lines]
