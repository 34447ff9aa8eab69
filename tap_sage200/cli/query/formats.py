"""The forms in which rows are shown: lines of CSV or JSON with every digit of Sage, a table for people, or a count."""

from __future__ import annotations

import csv
import unicodedata
from abc import ABC, abstractmethod
from io import StringIO
from operator import attrgetter
from typing import TYPE_CHECKING

import msgspec

from tap_sage200.masking import clean, escaped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from tap_sage200.records.decoder import Row

LONGEST_CELL = 60
"""The most characters of a text in a table for people."""
GAP = "  "
_ENCODER = msgspec.json.Encoder(decimal_format="number")


class RowFormat(ABC):
    """Turns rows into text."""

    def __init__(self, columns: Sequence[str]) -> None:
        """Begin without rows.

        Args:
            columns: The columns, in the order in which they are shown.
        """
        self._columns = columns
        # The first name comes twice: attrgetter returns a tuple only for two names or more.
        self._values_of = attrgetter(*columns, columns[0])

    @abstractmethod
    def add(self, rows: Sequence[Row]) -> None:
        """Take rows."""

    @abstractmethod
    def taken(self) -> str:
        """Return the text of the rows since the last call."""

    def end(self) -> str:
        """Return what comes after all rows, or if there is no row."""
        return ""

    def _values(self, row: Row) -> Sequence[object]:
        values: Sequence[object] = self._values_of(row)[:-1]
        return values


class JsonLines(RowFormat):
    """One JSON object in a line for each row, as in the RECORD messages of a run."""

    def __init__(self, columns: Sequence[str]) -> None:
        """Begin without rows."""
        super().__init__(columns)
        self._lines = bytearray()

    def add(self, rows: Sequence[Row]) -> None:
        """Encode rows."""
        records = [dict(zip(self._columns, self._values(row), strict=True)) for row in rows]
        self._lines += _ENCODER.encode_lines(records)

    def taken(self) -> str:
        """Return the lines."""
        lines, self._lines = self._lines.decode(), bytearray()
        return lines


class EscapedJsonLines(JsonLines):
    """The same for a terminal: equal JSON, in which no character controls the terminal."""

    def taken(self) -> str:
        """Return the lines."""
        return "\n".join(map(escaped, super().taken().split("\n")))


class CsvLines(RowFormat):
    """CSV with a heading (RFC 4180). A null is empty."""

    def __init__(self, columns: Sequence[str]) -> None:
        """Begin with the heading."""
        super().__init__(columns)
        self._text = StringIO()
        self._writer = csv.writer(self._text)
        self._has_rows = False

    def add(self, rows: Sequence[Row]) -> None:
        """Write rows."""
        if not self._has_rows:
            self._writer.writerow(map(self._shown, self._columns))
            self._has_rows = True
        self._writer.writerows([self._shown(text_of(value)) for value in self._values(row)] for row in rows)

    def taken(self) -> str:
        """Return the lines."""
        lines = self._text.getvalue()
        self._text.seek(0)
        self._text.truncate()
        return lines

    def end(self) -> str:
        """Return the heading if there is no row."""
        if not self._has_rows:
            self.add(())
        return self.taken()

    def _shown(self, text: str) -> str:
        return text


class EscapedCsvLines(CsvLines):
    """The same for a terminal: a character that would control the terminal is shown as an escape."""

    def _shown(self, text: str) -> str:
        return escaped(text)


class RowCount(RowFormat):
    """The number of rows."""

    def __init__(self) -> None:
        """Begin without rows."""
        super().__init__([""])
        self._count = 0

    def add(self, rows: Sequence[Row]) -> None:
        """Count rows."""
        self._count += len(rows)

    def taken(self) -> str:
        """Return nothing: the number is known at the end."""
        return ""

    def end(self) -> str:
        """Return the number."""
        return f"{self._count}\n"


class TableLines(RowFormat):
    """A table for people. The first page decides how wide the columns are."""

    def __init__(self, columns: Mapping[str, Mapping[str, Any]], width: int | None) -> None:
        """Begin without rows.

        Args:
            columns: The columns, as JSON Schema.
            width: The characters of a line, beyond which columns are left out. None to show all columns.
        """
        super().__init__(list(columns))
        self._is_number = ["integer" in column["type"] or "number" in column["type"] for column in columns.values()]
        self._width = width
        self._cells: list[list[str]] = []
        self._widths: Sequence[int] = ()

    @property
    def columns(self) -> int:
        """The number of columns."""
        return len(self._columns)

    @property
    def shown(self) -> int:
        """The number of columns that are shown."""
        return len(self._widths)

    def add(self, rows: Sequence[Row]) -> None:
        """Keep rows for the next page."""
        self._cells.extend([_cell(text_of(value)) for value in self._values(row)] for row in rows)

    def taken(self) -> str:
        """Return the lines, with the heading before the first one."""
        cells, self._cells = self._cells, []
        if cells and not self._widths:
            cells.insert(0, list(self._columns))
            self._widths = self._fitting([max(map(width_of, column)) for column in zip(*cells, strict=True)])
        return "".join(f"{self._line(row)}\n" for row in cells)

    def _fitting(self, widths: Sequence[int]) -> Sequence[int]:
        """Return the widths of the columns that fit, at least of the first one."""
        fitting: list[int] = []
        for width in widths:
            line = sum(fitting) + width + len(GAP) * len(fitting)
            if fitting and self._width is not None and line > self._width:
                break
            fitting.append(width)
        return fitting

    def _line(self, cells: Sequence[str]) -> str:
        parts = zip(cells, self._widths, self._is_number, strict=False)
        return GAP.join(_padded(text, width, is_number=is_number) for text, width, is_number in parts).rstrip()


def text_of(value: object) -> str:
    """Return a value as text, with every digit of Sage. Null is empty."""
    if isinstance(value, str):
        return value
    text = _ENCODER.encode(value).decode().strip('"')
    return "" if text == "null" else text


def width_of(text: str) -> int:
    """Return how many places of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(_places(character) for character in text)


def _places(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _cell(text: str) -> str:
    shown = clean(escaped(text))  # before it is cut: a part of a secret would not be known as one
    return shown if len(shown) <= LONGEST_CELL else f"{shown[: LONGEST_CELL - 3]}..."


def _padded(text: str, width: int, *, is_number: bool) -> str:
    blanks = " " * (width - width_of(text))
    return blanks + text if is_number else text + blanks
