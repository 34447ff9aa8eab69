"""Literals and expressions of Sage's subset of OData: pure functions from values to text.

Documented: `eq ne gt ge lt le and or` and brackets; dates unquoted; a date-time needs its `Z`; strings in single
quotes with a quote doubled; a space in an address is `%20`, never `+`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Value = str | int | datetime


def literal(value: Value) -> str:
    """Write a value as Sage reads it in a `$filter`.

    A date-time is cut to milliseconds, the finest that Sage's documentation shows: a lower bound may only be earlier.

    Raises:
        ValueError: A date-time has no offset, so that nobody can tell which instant it means.
    """
    if isinstance(value, datetime):
        if value.tzinfo is None:
            msg = "a date-time without an offset has no place in a filter"
            raise ValueError(msg)
        utc = value.astimezone(UTC).replace(tzinfo=None)
        return utc.isoformat(timespec="milliseconds") + "Z"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)


def compare(field: str, operator: str, value: Value) -> str:
    """Compare a field with a value, as in `id gt 7`."""
    return f"{field} {operator} {literal(value)}"


def any_of(*terms: str) -> str:
    """Join terms of which one must hold; in brackets where there are several."""
    return terms[0] if len(terms) == 1 else "(" + " or ".join(terms) + ")"


def all_of(*terms: str | None) -> str | None:
    """Join terms that must all hold, leaving out those that are None; None when none is left."""
    return " and ".join(term for term in terms if term is not None) or None


def ascending(fields: Iterable[str]) -> str:
    """Order by fields, each ascending, as in `code asc,id asc`."""
    return ",".join(f"{field} asc" for field in fields)


def descending(fields: Iterable[str]) -> str:
    """Order by fields, each descending, as in `id desc`."""
    return ",".join(f"{field} desc" for field in fields)


def query_string(options: Mapping[str, str | int]) -> str:
    """Write query options for an address, with a space as `%20`."""
    return "&".join(f"{quote(name, safe='$')}={quote(str(value), safe='')}" for name, value in options.items())
