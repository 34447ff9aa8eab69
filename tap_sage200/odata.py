"""Literals and expressions in the subset of OData that Sage supports, as pure functions.

Documented: the operators `eq ne gt ge lt le and or` and brackets. Dates have no quotes, and a date-time requires its
`Z`. Strings are in single quotes, with each quote doubled. A space in a URL is `%20`, never `+`.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Value = str | int | datetime


def literal(value: Value) -> str:
    """Return a value as a literal for a `$filter`.

    A timestamp is truncated to milliseconds, the highest precision in Sage's documentation. Truncation can only make a
    lower bound earlier, so no row is missed.

    Raises:
        ValueError: A timestamp has no offset.
    """
    if isinstance(value, datetime):
        if value.tzinfo is None:
            msg = "a timestamp without an offset cannot be in a filter"
            raise ValueError(msg)
        utc = value.astimezone(UTC).replace(tzinfo=None)
        return utc.isoformat(timespec="milliseconds") + "Z"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)


def compare(field: str, operator: str, value: Value) -> str:
    """Return a comparison, as in `id gt 7`."""
    return f"{field} {operator} {literal(value)}"


def any_of(*terms: str) -> str:
    """Join terms with `or`, in brackets if there are several."""
    return terms[0] if len(terms) == 1 else "(" + " or ".join(terms) + ")"


def all_of(*terms: str | None) -> str | None:
    """Join terms with `and`, without those that are None. None if no term is left."""
    return " and ".join(term for term in terms if term is not None) or None


def ascending(fields: Iterable[str]) -> str:
    """Return an ascending order, as in `code asc,id asc`."""
    return ",".join(f"{field} asc" for field in fields)


def descending(fields: Iterable[str]) -> str:
    """Return a descending order, as in `id desc`."""
    return ",".join(f"{field} desc" for field in fields)


def query_string(options: Mapping[str, str | int]) -> str:
    """Return the query string of a URL, with a space as `%20`."""
    return "&".join(f"{quote(name, safe='$')}={quote(str(value), safe='')}" for name, value in options.items())
