"""The rows that a loader holds, and what they lack of those in Sage."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tests.hostile.source import Odd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.hostile.source import Key, Row, Source


@dataclass
class Target:
    """What a loader that upserts by primary key holds, and the state that it has confirmed."""

    rows: dict[tuple[int, str], dict[Key, Row]] = field(default_factory=dict)
    """The rows of each company and table."""
    state: dict[str, Any] = field(default_factory=dict)

    def copy(self) -> Target:
        """Copy everything that may change."""
        return Target({table: dict(rows) for table, rows in self.rows.items()}, self.state)

    def load(self, messages: Sequence[dict[str, Any]]) -> None:
        """Load what a run wrote."""
        keys: dict[str, list[str]] = {}
        columns: dict[str, set[str]] = {}
        for message in messages:
            match message["type"]:
                case "SCHEMA":
                    keys[message["stream"]] = message["key_properties"]
                    columns[message["stream"]] = {*message["schema"]["properties"]}
                case "RECORD":
                    record, stream = message["record"], message["stream"]
                    assert record.keys() <= columns[stream], "each column is declared before its first row"
                    key = tuple(record[part] for part in keys[stream] if part not in {"site_id", "company_id"})
                    self.rows.setdefault((record["company_id"], stream), {})[key] = record
                case "STATE":
                    self.state = message["value"]

    def lacks(self, source: Source, company: int = 1) -> list[str]:
        """Name each value of Sage's rows that is missing here for a company, or is another one."""
        return [lack for table in source.rows for lack in self._lacks(source, company, table)]

    def whole_tables(self, source: Source, company: int = 1) -> set[str]:
        """Name the tables of which nothing is missing here for a company."""
        return {table for table in source.rows if not any(self._lacks(source, company, table))}

    def _lacks(self, source: Source, company: int, table: str) -> Iterator[str]:
        held = self.rows.get((company, table), {})
        for key, row in source.rows[table].items():
            if (ours := held.get(key)) is None:
                yield f"{table} {key} is missing"
                continue
            for column, value in row.items():
                if not is_same(value, ours[column]):
                    yield f"{table} {key} has {column} {ours[column]!r}, not {value!r}"


def is_same(value: object, held: object) -> bool:
    """Tell whether a target holds a value of Sage."""
    if isinstance(value, Odd):
        return is_same(value.held, held)
    if isinstance(value, datetime) and isinstance(held, str):
        return datetime.fromisoformat(held).replace(tzinfo=UTC) == value
    if isinstance(value, Decimal | int) and isinstance(held, Decimal | int):
        return isinstance(value, bool) == isinstance(held, bool) and value == held
    return type(value) is type(held) and value == held
