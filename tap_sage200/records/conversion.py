"""Converts values that have another JSON type than their column, and refuses those that the column cannot hold.

Sage's own documentation is inconsistent: it types a key as an object, and a number of days is text in one view and an
integer in another (documented). Both forms must load. A column holds: `integer`, what fits in 64 bits; `number`, up to
38 digits; `date-time`, an instant from year 1 to 9999; text, any Unicode.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Raw

from tap_sage200.timestamps import fixed_width, from_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    Scalar = int | Decimal | bool | str | datetime

DATE_TIME = "date-time"
DECIMAL = "x-singer.decimal"
"""The format of a column of text that holds numbers with all of their digits."""
TIMESTAMP = "timestamp"
"""The kind of a `date-time` column that bookmarks compare."""
ADDED = "x-added"
"""What marks a column that its table's class does not declare, in its JSON Schema."""
WRITTEN = "written"
"""The kind of an added column of text: it holds each value as Sage wrote it."""
DIGITS = 38
"""The most digits of a number: the limit of SQL Server's decimal numbers, and of the narrowest loaders."""
SMALLEST, LARGEST = -(2**63), 2**63 - 1
"""The range of integers."""
ABSENT: Mapping[str, int | str] = {"integer": 0, "string": ""}
"""What an absent part of a composite key becomes, by its kind."""
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_HALVES = re.compile(r"[\ud800-\udfff]")
_BOOLEANS = {"true": True, "1": True, 1: True, "false": False, "0": False, 0: False}


def kind_of(column: Mapping[str, Any]) -> str:
    """Return the kind of a column: its format, its JSON type without `null`, or what an added column of text holds."""
    (kind,) = (kind for kind in column["type"] if kind != "null")
    if (form := column.get("format")) in {DATE_TIME, DECIMAL}:
        return str(form)
    return WRITTEN if kind == "string" and ADDED in column else str(kind)


def read_as(kind: str, value: object) -> Scalar | None:
    """Convert a value to the kind of its column.

    An object is replaced by its `id`. An empty text becomes null, unless the column is text.

    Raises:
        ValueError: The column cannot hold the value.
    """
    if kind == WRITTEN:
        return text_of(value)
    if isinstance(value, dict) and "id" in value:
        value = value["id"]
    if value is None or (value == "" and kind != "string"):
        return None
    try:
        return _READERS[kind](value)
    except (KeyError, TypeError, OverflowError, InvalidOperation) as error:
        raise ValueError(kind) from error


def text_of(value: object) -> str | None:
    """Write a value of any type as text: text as it is, and everything else as JSON.

    Raises:
        ValueError: The value is nested too deeply.
    """
    if value is None or isinstance(value, str):
        return value
    try:
        return msgspec.json.encode(_encodable(value)).decode()
    except RecursionError as error:
        raise ValueError(WRITTEN) from error


def _encodable(value: object) -> object:
    """Return a value with each number as it is to be written: it may have any number of digits."""
    match value:
        case dict():
            return {mended(str(name)): _encodable(part) for name, part in value.items()}
        case list():
            return [*map(_encodable, value)]
        case str():
            return mended(value)
        case SentNumber():
            return Raw(value.text.encode())
        case int() if not isinstance(value, bool):
            return Raw(str(value).encode())
        case _:
            return value


def mended(text: str) -> str:
    """Replace halves of surrogate pairs, which are not Unicode, by U+FFFD."""
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def number(digits: str) -> Decimal:
    """Read a number of JSON, `NaN` and `Infinity` included. An exponent beyond all bounds makes it not a number."""
    try:
        return Decimal(digits)
    except InvalidOperation:
        return Decimal("NaN")


class SentNumber(Decimal):
    """A number that knows how Sage wrote it."""

    text: str

    @classmethod
    def read(cls, digits: str) -> SentNumber:
        """Read a number of JSON, as `number` does."""
        exact = cls(number(digits))
        exact.text = digits
        return exact


def is_held(exact: Decimal) -> bool:
    """Tell whether a number has few enough digits, without arithmetic: an exponent may be huge."""
    _, digits, exponent = exact.as_tuple()
    return isinstance(exponent, int) and max(len(digits) + exponent, 0) + max(-exponent, 0) <= DIGITS


def _number(value: object) -> int | Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise TypeError
    if isinstance(value, int):
        exact = Decimal(value)
    elif isinstance(value, str):
        exact = Decimal(value) if _NUMBER.fullmatch(value := value.strip()) else Decimal("NaN")
    else:
        exact = Decimal(value)
    if not is_held(exact):
        raise ValueError(value)
    return value if isinstance(value, int) else exact


def plain_text(exact: Decimal) -> str:
    """Write a number with all of its digits and without an exponent."""
    return format(exact, "f")


def _decimal(value: object) -> str:
    return plain_text(Decimal(_number(value)))


def _integer(value: object) -> int:
    exact = _number(value)
    whole = int(exact)
    if whole != exact or not SMALLEST <= whole <= LARGEST:
        raise ValueError(value)
    return whole


def _boolean(value: object) -> bool:
    return _BOOLEANS[value.strip().lower() if isinstance(value, str) else value]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int) or (isinstance(value, Decimal) and value.is_finite()):
        return str(value)
    raise TypeError


def _date_time(value: object) -> datetime:
    if not isinstance(value, str):
        raise TypeError
    return from_text(value)


def _timestamp(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return fixed_width(value)


_READERS: Mapping[str, Callable[[object], Scalar]] = {
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "string": _text,
    DECIMAL: _decimal,
    DATE_TIME: _date_time,
    TIMESTAMP: _timestamp,
}
