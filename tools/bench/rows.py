"""Rows of Sage's tables in Sage's encoding. Generating them is too fast to affect a measurement."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from sage200_sandbox.facts import resource_called
from sage200_sandbox.wire import entity, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sage200_sandbox.facts import Field, Resource
    from sage200_sandbox.rows import Value

KEY = "id"
GAP = 3
"""The distance between two keys: Sage's keys are not consecutive (seen)."""
PATTERNS = 97
"""The number of rows that differ in more than the key."""
NULLS = 0.3
"""The share of fields that are null, and therefore omitted."""
_BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
_SECONDS = 180_000_000
_WORDS = ("account balance", "carriage", "delivery", "invoice", "ledger", "nominal", "order", "payment", "receipt")


def keys_of(rows: int) -> range:
    """Return the keys of this number of rows."""
    return range(GAP, rows * GAP + 1, GAP)


class Rows:
    """The rows of a table with the key `id`, numbered from 1."""

    def __init__(self, table: str) -> None:
        """Prepare the rows of a table. They are the same each time."""
        self._resource = resource_called(table)

    def body(self, numbers: Sequence[int]) -> bytes:
        """Write a page of rows in Sage's format.

        Args:
            numbers: The numbers of the rows, in this order.
        """
        patterns = self._patterns
        pieces = [b"["]
        for number in numbers:
            before, after = patterns[number % PATTERNS]
            pieces += (before, b"%d" % (number * GAP), after, b",")
        pieces[-1] = b"]" if numbers else b"[]"
        return b"".join(pieces)

    @cached_property
    def _patterns(self) -> list[tuple[bytes, bytes]]:
        chance = random.Random(self._resource.name)  # noqa: S311 - seeded: the rows must be the same each time
        return [_around_the_key(self._resource, chance) for _ in range(PATTERNS)]


def _around_the_key(resource: Resource, chance: random.Random) -> tuple[bytes, bytes]:
    """Write a row without its key: the text before the key, and the text after it."""
    timestamps = {*resource.timestamps, resource.created}
    values: dict[str, Value] = {
        name: None if name not in timestamps and chance.random() < NULLS else _value(resource.fields[name], chance)
        for name in resource.plain
    }
    key = "the key"
    row = entity(values, [text(value) for value in (values | {KEY: key}).values()])
    before, _, after = row.partition(text(key))
    return before.encode(), after.encode()


def _value(field: Field, chance: random.Random) -> Value:
    match field.type:
        case "integer":
            return chance.randrange(10_000)
        case "decimal":
            return Decimal(chance.randrange(10**9)).scaleb(-(field.scale or 0))
        case "boolean":
            return chance.choice((True, False))
        case "date-time":
            return _BEGAN + timedelta(seconds=chance.randrange(_SECONDS))
        case "string":
            return " ".join(chance.choices(_WORDS, k=chance.randint(1, 3)))
