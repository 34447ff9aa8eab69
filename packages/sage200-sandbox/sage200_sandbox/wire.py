"""Values, rows and collections as Sage writes them in JSON."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sage200_sandbox.rows import Value

NULL = "null"
_SECONDS = len("2026-03-31T09:30:15")
_MILLISECONDS = len("2026-03-31T09:30:15.000")

_quoted = json.JSONEncoder(ensure_ascii=False).encode


def text(value: Value) -> str:
    """Return the value as JSON: decimals with every place of their scale (seen), date-times as in `timestamp`."""
    match value:
        case str():
            return _quoted(value)
        case None:
            return NULL
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case datetime():
            return f'"{timestamp(value)}"'
        case Decimal():
            return f"{value:f}"


def timestamp(instant: datetime) -> str:
    """Return a time in UTC with 0 to 3 digits of a second, without trailing zeros (seen)."""
    if not instant.microsecond:
        return instant.isoformat()[:_SECONDS] + "Z"
    return instant.isoformat(timespec="milliseconds")[:_MILLISECONDS].rstrip("0").rstrip(".") + "Z"


def entity(names: Iterable[str], texts: Iterable[str]) -> str:
    """Return a row as an object, without its nulls (seen).

    Args:
        names: The fields.
        texts: Their values as JSON, in the same order.
    """
    pairs = zip(names, texts, strict=True)
    return "{" + ",".join([f'"{name}":{value}' for name, value in pairs if value != NULL]) + "}"


def collection(names: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as a bare array of objects (documented)."""
    return "[" + ",".join([entity(names, row) for row in rows]) + "]"


def record(values: Mapping[str, Value]) -> str:
    """Return a row as an object with its nulls, for the control path."""
    return "{" + ",".join(f'"{name}":{text(value)}' for name, value in values.items()) + "}"
