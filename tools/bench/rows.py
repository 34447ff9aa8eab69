"""Rows of Sage's tables, in the bytes in which Sage writes them, at a speed that is never what is measured."""

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
"""From one key to the next: Sage's keys are not dense (seen)."""
PATTERNS = 97
"""Rows that differ in more than their key."""
NULLS = 0.3
"""How many of the fields are null, and so left out."""
_BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
_SECONDS = 180_000_000
_WORDS = ("account balance", "carriage", "delivery", "invoice", "ledger", "nominal", "order", "payment", "receipt")


def keys_of(rows: int) -> range:
    """Return the keys of so many rows."""
    return range(GAP, rows * GAP + 1, GAP)


class Rows:
    """The rows of a table whose key is `id`, numbered from 1 on."""

    def __init__(self, table: str) -> None:
        """Prepare the rows of a table; they are the same each time."""
        self._resource = resource_called(table)

    def body(self, numbers: Sequence[int]) -> bytes:
        """Write a page of rows as Sage does.

        Args:
            numbers: Which rows, in this order.
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
        chance = random.Random(self._resource.name)  # noqa: S311 - from a seed: the rows are to be the same each time
        return [_around_the_key(self._resource, chance) for _ in range(PATTERNS)]


def _around_the_key(resource: Resource, chance: random.Random) -> tuple[bytes, bytes]:
    """Write a row but for its key: what comes before it, and what comes after."""
    stamps = {*resource.timestamps, resource.created}
    values: dict[str, Value] = {
        name: None if name not in stamps and chance.random() < NULLS else _value(resource.fields[name], chance)
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
