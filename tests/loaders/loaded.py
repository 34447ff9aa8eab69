"""What each loader holds after its runs."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from tests.support.runs import catalog_of
from tools.demo.rows import by_key
from tools.demo.warehouse import Warehouse, as_stored

if TYPE_CHECKING:
    from collections.abc import Iterator
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
        moments = [name for name in columns if columns_of(table)[name].get("format") == "date-time"]
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


@dataclass(frozen=True, slots=True)
class CsvFiles:
    """Files of one run each. A changed row is in a later file too, so the last row of a key counts."""

    folder: Path

    def rows(self, table: str, key: tuple[str, ...]) -> dict[Key, Row]:
        """Return the last row of each key. A column that a file does not have is null."""
        types = columns_of(table)
        rows = [{name: _read(text, types[name]) for name, text in row.items()} for row in self._rows(table)]
        columns: Row = dict.fromkeys(name for row in rows for name in row)
        return {tuple(row[name] for name in key): columns | row for row in rows}

    def as_stored(self, row: Row) -> Row:
        """Return the row with null for empty text: CSV does not tell them apart."""
        return {name: None if value == "" else value for name, value in row.items()}

    def _rows(self, table: str) -> Iterator[dict[str, str]]:
        for file in sorted(self.folder.glob(f"{table}-*.csv")):
            with file.open(encoding="utf-8", newline="") as lines:
                yield from csv.DictReader(lines)


def columns_of(table: str) -> dict[str, dict[str, Any]]:
    """Return the columns of a table in the tap's catalogue, as JSON Schema."""
    (entry,) = (each for each in catalog_of(table)["streams"] if each["stream"] == table)
    columns: dict[str, dict[str, Any]] = entry["schema"]["properties"]
    return columns


def _read(text: str, column: dict[str, Any]) -> object:
    if text == "":
        return None
    if column.get("format") == "date-time":
        return datetime.fromisoformat(text)
    match column["type"][0]:
        case "integer":
            return int(text)
        case "number":
            return Decimal(text)
        case "boolean":
            return {"True": True, "False": False}[text]
    return text
