"""The column list of a table on a page. Numbered columns that differ only in the number share a row.

Names of tables are written as code: `prose.py` makes links of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from tap_sage200.singer.base_stream import COMPANY_KEY
from tap_sage200.streams.shared.named_values import DOCUMENTED
from tools.dictionary.tables import KNOWN_VALUES, TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.dictionary.tables import Table

_WORDS = {"string": "text", "integer": "whole number", "boolean": "yes/no"}
_NUMBERED = re.compile(r"(.+_)(\d+)")
_MONTH = len("2021-11")
_LISTS = {table.name: table.ledger for table in TABLES if table.is_fixed_list and not table.known_values}
"""The ledgers of the fixed lists whose values are not known. Those of others are shown with the column."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the column list: one column, or several that differ only in the number.

    Attributes:
        name: The name of the column, or the first and the last name, as code.
        type: The type in words.
        meaning: The description, then the table whose key the column holds, the known values and the remarks.
    """

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    schema: dict[str, Any]
    remarks: tuple[str, ...]
    is_key: bool

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
    def refers_to(self) -> str:
        """The table whose key the column holds, after an arrow, or an empty text."""
        table = self.schema.get("x-references")
        return f"→ `{table}`" if table else ""

    @property
    def known_values(self) -> str:
        """The known values of the column, or of the fixed list that it refers to, as a sentence or an empty text."""
        if referred := KNOWN_VALUES.get(self.schema.get("x-references", "")):
            return known_values(referred, of="the list")
        return known_values(self.schema.get("x-values", ()), of=_list_of(self.schema))

    def described(self, number: str) -> str:
        """Return the description with another number instead of the column's own."""
        unnamed = "Primary key." if self.is_key and not self.refers_to else ""
        description: str = self.schema.get("description", unnamed)
        return re.sub(rf"\b{self.number}\b", number, description) if self.number else description


def known_values(names: Sequence[str], *, of: str = "") -> str:
    """Write known values as a sentence. Values from Sage's own documentation are marked."""
    marked = (f"`{name}` (documented)" if name in DOCUMENTED else f"`{name}`" for name in names)
    return f"Known values{of and f' of {of}'} (seen): {', '.join(marked)}." if names else ""


def _list_of(schema: Mapping[str, Any]) -> str:
    """Name the fixed list that has the column's known values, unless several have them or the description names it."""
    lists = [f"`{name}`" for name, values in KNOWN_VALUES.items() if values == schema.get("x-values")]
    return lists[0] if len(lists) == 1 and lists[0] not in schema.get("description", "") else ""


def rows(table: Table) -> list[Row]:
    """Make the column list of a table, without the company's columns."""
    columns = [
        _Column(name, schema, tuple(_remarks(table, name)), is_key=name in table.key)
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
    words = (meaning.replace("|", r"\|"), first.refers_to, first.known_values, *first.remarks)
    return Row(name, first.type, " ".join(filter(None, words)))


def _remarks(table: Table, name: str) -> list[str]:
    """Write the remarks on a column, except those that apply to the whole table."""
    column, values = table.columns[name], f"{name}s"
    written = []
    if _LISTS.get(values) == table.ledger and f"`{values}`" not in column.get("description", ""):
        written.append(f"A value of `{values}` (inferred).")
    edition, since = column.get("x-edition"), column.get("x-since")
    if edition and edition != table.edition:
        written.append(f"*{edition.capitalize()}.*")
    if since and since != table.introduced:
        written.append(f"*Since {since[:_MONTH]}.*")
    if "x-expand" in column:
        slow = ", slow; not selected by default" if column.get("x-slow") else ""
        written.append(f"*Needs `$expand={column['x-expand']}`{slow}.*")
    return written
