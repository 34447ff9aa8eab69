"""Converts values that have another JSON type than their column.

Sage's own documentation is inconsistent: it types a key as an object, and a number of days is text in one view and an
integer in another (documented). Both forms must load.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from tap_sage200 import problems

if TYPE_CHECKING:
    from collections.abc import Mapping

_EXPECTED: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "number": (Decimal, int),
    "boolean": (bool,),
    "string": (str,),
}
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def kind_of(column: Mapping[str, Any]) -> str:
    """Return the JSON type of a column, without `null`."""
    (kind,) = (kind for kind in column["type"] if kind != "null")
    return str(kind)


def needs_conversion(value: object, kind: str) -> bool:
    """Return whether a value has another type than its column."""
    return value is not None and type(value) not in _EXPECTED[kind]


def read_as(kind: str, name: str, value: object) -> int | Decimal | bool | str | None:
    """Convert a value to the type of its column.

    An object is replaced by its `id`. An empty text becomes null, unless the column is text.

    Raises:
        ValueError: The value cannot be converted.
    """
    if isinstance(value, dict):
        value = value.get("id")
    if value is None or (value == "" and kind != "string"):
        return None
    try:
        return _convert(kind, value)
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise ValueError(problems.rows.WRONG_VALUE.text(name=name, type=kind)) from error


def _convert(kind: str, value: object) -> int | Decimal | bool | str:
    match kind:
        case "integer":
            return _integer(value)
        case "number":
            return Decimal(str(value))
        case "boolean":
            return _BOOLEANS[str(value).lower()]
        case _:
            return _text(value)


def _integer(value: object) -> int:
    exact = Decimal(str(value))
    if exact != int(exact):
        raise ValueError
    return int(exact)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | str | Decimal):
        return str(value)
    raise TypeError
