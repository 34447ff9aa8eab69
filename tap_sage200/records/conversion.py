"""Values in another form than their column: read as what they mean.

Sage's own description slips here and there: a key is typed as an object, a number of days is text in one view and a
whole number in another (documented). Both forms must load.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from tap_sage200 import problems

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_EXPECTED: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "number": (Decimal, int),
    "boolean": (bool,),
    "string": (str,),
}
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}


def kind_of(column: Mapping[str, Any]) -> str:
    """Name the JSON type of a column, whether or not it may be null."""
    (kind,) = (kind for kind in column["type"] if kind != "null")
    return str(kind)


def needs_conversion(value: object, kind: str) -> bool:
    """Tell whether a value is in another form than its column's."""
    return value is not None and type(value) not in _EXPECTED[kind]


def read_as(kind: str, name: str, value: object) -> int | Decimal | bool | str | None:
    """Read a value as its column's type.

    An object stands for the key that it holds. An empty text stands for nothing, unless the column is text.

    Raises:
        ValueError: It cannot be read so.
    """
    if isinstance(value, dict):
        value = value.get("id")
    if value is None or (value == "" and kind != "string"):
        return None
    try:
        return _READERS[kind](value)
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise ValueError(problems.rows.WRONG_VALUE.text(name=name, type=kind)) from error


def _integer(value: object) -> int:
    exact = Decimal(str(value))
    if exact != int(exact):
        raise ValueError
    return int(exact)


def _boolean(value: object) -> bool:
    return _TRUTHS[str(value).lower()]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | str | Decimal):
        return str(value)
    raise TypeError


_READERS: Mapping[str, Callable[[object], int | Decimal | bool | str]] = {
    "integer": _integer,
    "number": lambda value: Decimal(str(value)),
    "boolean": _boolean,
    "string": _text,
}
