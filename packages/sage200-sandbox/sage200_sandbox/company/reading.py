"""Typed values of rows, and arithmetic with money."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sage200_sandbox.rows import Row, Value

T = TypeVar("T", int, str, Decimal)

PENNY = Decimal("0.01")
ZERO = Decimal("0.00")


def typed(row: Row, field: str, kind: type[T]) -> T:
    """The value of a field, which must have this type.

    Raises:
        TypeError: The value has another type, or is null.
    """
    value = row[field]
    if not isinstance(value, kind):
        message = f"{field} is {value!r}, but a {kind.__name__} is needed"
        raise TypeError(message)
    return value


def pence(value: Decimal) -> Decimal:
    """The value rounded to two decimal places, halves away from zero, as on an invoice."""
    return value.quantize(PENNY, ROUND_HALF_UP)


def in_base(document: Decimal, rate: Decimal) -> Decimal:
    """A document value in the company's own currency.

    A rate counts units of the foreign currency for one unit of the base currency (inferred).
    """
    return pence(document / rate)


def total(values: Iterable[Decimal]) -> Decimal:
    """The sum; 0.00 without values."""
    return sum(values, ZERO)


def by(rows: Iterable[Row], field: str) -> dict[Value, Row]:
    """The rows by the value of a unique field."""
    return {row[field]: row for row in rows}


def grouped(rows: Iterable[Row], field: str) -> dict[Value, list[Row]]:
    """The rows grouped by the value of a field."""
    groups: dict[Value, list[Row]] = {}
    for row in rows:
        groups.setdefault(row[field], []).append(row)
    return groups
