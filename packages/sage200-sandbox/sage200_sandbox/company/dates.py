"""Dates in rows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sage200_sandbox.rows import Row


def date_in(row: Row, field: str) -> datetime:
    """The date or timestamp in a field.

    Raises:
        TypeError: The field has no date.
    """
    value = row[field]
    if not isinstance(value, datetime):
        message = f"{field} is {value!r}, but a date is needed"
        raise TypeError(message)
    return value
