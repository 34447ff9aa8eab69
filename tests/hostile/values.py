"""Deviations of fields and values: names that no table has, and values that a column cannot hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.hostile.deviation import Deviation
from tests.hostile.source import Odd

if TYPE_CHECKING:
    from tests.hostile.odata import Query
    from tests.hostile.source import Row, Source

PLACE = -21
"""The place of the odd row: in the middle of the second page that a run reads."""


@dataclass(frozen=True, kw_only=True)
class OddValue(Deviation):
    """A row has an odd value, which stays there."""

    column: str
    wire: str
    """The JSON of the value."""
    held: object = None
    """The value that a target must hold."""

    def begin(self, source: Source) -> None:
        """Put it into a row of the table."""
        _odd_row(source)[self.column] = Odd(self.wire, self.held)


@dataclass(frozen=True, kw_only=True)
class UnreadableValue(Deviation):
    """A row has a value without which it cannot be read, until somebody repairs it."""

    column: str
    wire: str
    """The JSON of the value."""
    _true: list[tuple[Row, Any]] = field(default_factory=list)

    def begin(self, source: Source) -> None:
        """Put it into a row of the table."""
        row = _odd_row(source)
        self._true.append((row, row[self.column]))
        row[self.column] = Odd(self.wire, truth=row[self.column])

    def end(self, source: Source) -> None:
        """Write the true value again."""
        del source
        row, value = self._true.pop()
        row[self.column] = value


@dataclass(frozen=True, kw_only=True)
class OddlyWritten(Deviation):
    """The key or the timestamp of a row is written in another form."""

    column: str
    before: str
    """What is written before the usual JSON."""
    after: str

    def begin(self, source: Source) -> None:
        """Write it so."""
        row = _odd_row(source)
        true = row[self.column]
        if not isinstance(true, Odd):
            row[self.column] = Odd(f"{self.before}{true}{self.after}", held=true, truth=true)


@dataclass(frozen=True, kw_only=True)
class UnknownField(Deviation):
    """Rows have a field that no schema has."""

    field: str
    wire: str = '"new"'
    nested: bool = False
    """Whether the rows nested in them have it; else they have it themselves."""

    def rows(self, query: Query, rows: list[Row]) -> list[Row]:
        """Add it."""
        for row in rows:
            owners = [row]
            if self.nested:
                owners = [line for nested in query.table.nested for line in row.get(nested.expand, ())]
            for owner in owners:
                owner[self.field] = Odd(self.wire)
        return rows


@dataclass(frozen=True, kw_only=True)
class MissingField(Deviation):
    """One row lacks a field."""

    field: str

    def rows(self, query: Query, rows: list[Row]) -> list[Row]:
        """Leave it out of one row of each later page."""
        if query.is_later_page and rows:
            rows[len(rows) // 2].pop(self.field, None)
        return rows


@dataclass(frozen=True, kw_only=True)
class RenamedField(Deviation):
    """A field has another name, in all rows."""

    field: str
    to: str

    def rows(self, query: Query, rows: list[Row]) -> list[Row]:
        """Rename it."""
        del query
        return [{self.to if name == self.field else name: value for name, value in row.items()} for row in rows]


@dataclass(frozen=True, kw_only=True)
class NoNestedRows(Deviation):
    """An expansion is accepted, and has no effect."""

    def rows(self, query: Query, rows: list[Row]) -> list[Row]:
        """Leave out the rows that are nested in others."""
        for nested in query.table.nested:
            for row in rows:
                row.pop(nested.expand, None)
        return rows


def _odd_row(source: Source) -> Row:
    name = source.table.name
    return source.rows[name][source.keys(name)[PLACE]]
