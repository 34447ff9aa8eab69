"""Small rows for tests: a key, timestamps, and the values that a test needs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sage200_sandbox.facts import resource_called

if TYPE_CHECKING:
    from sage200_sandbox.rows import Row, Value

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""The timestamp of sample rows."""


def row(table: str, key: int, **values: Value) -> Row:
    """Return a row with this key and these values. Its timestamps are `MORNING`, and all other fields are null.

    Raises:
        LookupError: The table is unknown.
    """
    resource = resource_called(table)
    timestamps = [*resource.timestamps, *filter(None, [resource.created])]
    return dict.fromkeys(resource.fields) | dict.fromkeys(timestamps, MORNING) | {resource.key[0]: key} | values


def nested_row(table: str, key: int, **values: Value) -> Row:
    """Return a row of a nested table with these values, and with this `id` if the table has one. The rest is null.

    Raises:
        LookupError: The table is unknown.
    """
    fields = resource_called(table).fields
    return dict.fromkeys(fields) | ({"id": key} if "id" in fields else {}) | values


def customers(count: int, **values: Value) -> list[Row]:
    """Return customers with the ids 1 to `count`.

    Each was updated one second after the one before, unless the values have other timestamps.
    """
    return [
        row("customers", number, **{"date_time_updated": MORNING + timedelta(seconds=number)} | values)
        for number in range(1, count + 1)
    ]
