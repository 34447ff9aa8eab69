"""Small rows of the sandbox's tables: a test names only the values that it is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sage200_sandbox.facts import resources

if TYPE_CHECKING:
    from sage200_sandbox.rows import Row, Value

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def row(table: str, key: int, **values: Value) -> Row:
    """Return a row with its key, its timestamps (the morning) and the given values. All other values are null."""
    resource = resources()[table]
    stamps = [*resource.timestamps, *([resource.created] if resource.created else [])]
    return dict.fromkeys(resource.fields) | dict.fromkeys(stamps, MORNING) | {resource.key[0]: key} | values


def nested_row(table: str, key: int, **values: Value) -> Row:
    """Return a row of a nested table with its own `id`, if it has one, and the given values. All others are null."""
    fields = resources()[table].fields
    return dict.fromkeys(fields) | ({"id": key} if "id" in fields else {}) | values


def customers(count: int, **values: Value) -> list[Row]:
    """Return customers 1 to `count`. Each timestamp is a second later than the last, unless the values name one."""
    return [
        row("customers", number, **{"date_time_updated": MORNING + timedelta(seconds=number)} | values)
        for number in range(1, count + 1)
    ]
