"""The column list of a table on a page. Numbered columns that differ only in the number share a row."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from tap_sage200.singer.base_stream import COMPANY_KEY
from tap_sage200.streams.shared.named_values import DOCUMENTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.dictionary.tables import Table

_WORDS = {"string": "text", "integer": "whole number", "boolean": "yes/no"}
_NUMBERED = re.compile(r"(.+_)(\d+)")
_MONTH = len("2021-11")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the column list: one column, or several that differ only in the number.

    Attributes:
        name: The name of the column, or the first and the last name, as code.
        type: The type in words.
        meaning: The description, then the known values and the remarks.
        refers_to: The table whose key the column holds.
    """

    name: str
    type: str
    meaning: str
    refers_to: str | None


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    schema: dict[str, Any]
    remarks: tuple[str, ...]

    @property
    def number(self) -> str | None:
        numbered = _NUMBERED.fullmatch(self.name)
        return numbered[2] if numbered else None

    @property
    def type(self) -> str:
        if self.schema.get("format") == "date-time":
            return "date and time"
        if "x-scale" in self.schema:
            return f"decimal ({self.schema['x-scale']})"
        (kind,) = (kind for kind in self.schema["type"] if kind != "null")
        return _WORDS[kind]

    @property
    def likeness(self) -> tuple[object, ...]:
        """Return the properties that all columns of one row share."""
        name = _NUMBERED.sub(r"\1#", self.name)
        return (name, self.type, self.schema.get("x-references"), self.described("#"), self.known_values, self.remarks)

    @property
    def known_values(self) -> str:
        """The known values of the column as a sentence, or an empty text."""
        return known_values(self.schema.get("x-values", ()))

    def described(self, number: str) -> str:
        """Return the description with another number instead of the column's own."""
        description: str = self.schema.get("description", "")
        return re.sub(rf"\b{self.number}\b", number, description) if self.number else description


def known_values(names: Sequence[str]) -> str:
    """Write known values as a sentence. Values from Sage's own documentation are marked."""
    marked = (f"`{name}` (documented)" if name in DOCUMENTED else f"`{name}`" for name in names)
    return f"Known values (seen): {', '.join(marked)}." if names else ""


def rows(table: Table) -> list[Row]:
    """Make the column list of a table, without the company's columns."""
    columns = [
        _Column(name, schema, tuple(_remarks(table, schema)))
        for name, schema in table.columns.items()
        if name not in COMPANY_KEY
    ]
    return [_row(list(alike)) for _, alike in groupby(columns, key=lambda column: column.likeness)]


def _row(alike: list[_Column]) -> Row:
    first, last = alike[0], alike[-1]
    if first is last:
        name, meaning = f"`{first.name}`", first.described(first.number or "")
    else:
        name, meaning = f"`{first.name}` … `{last.name}`", first.described(f"{first.number} to {last.number}")
    words = (meaning.replace("|", r"\|"), first.known_values, *first.remarks)
    return Row(name, first.type, " ".join(filter(None, words)), first.schema.get("x-references"))


def _remarks(table: Table, column: dict[str, Any]) -> list[str]:
    """Write the remarks on a column, except those that apply to the whole table."""
    written = []
    edition, since = column.get("x-edition"), column.get("x-since")
    if edition and edition != table.edition:
        written.append(f"*{edition.capitalize()}.*")
    if since and since != table.introduced:
        written.append(f"*Since {since[:_MONTH]}.*")
    if "x-expand" in column:
        slow = ", slow; not selected by default" if column.get("x-slow") else ""
        written.append(f"*Needs `$expand={column['x-expand']}`{slow}.*")
    return written
