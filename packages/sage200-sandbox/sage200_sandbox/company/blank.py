"""Rows with every field of their table. Callers state only the values that matter."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING

from sage200_sandbox.facts import resources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sage200_sandbox.rows import Row, Value

_EMPTY: Mapping[str, Value] = {"integer": 0, "string": "", "boolean": False, "date-time": None}


@cache
def _pattern(table: str) -> tuple[Row, dict[str, Decimal]]:
    """The empty row of a table, and the smallest positive value of each decimal field."""
    row: Row = {}
    steps: dict[str, Decimal] = {}
    for name, field in resources()[table].fields.items():
        if field.type == "decimal":
            steps[name] = Decimal(1).scaleb(-(field.scale or 0))
            row[name] = Decimal(0).quantize(steps[name])
        else:
            row[name] = _EMPTY[field.type]
    return row, steps


def scaled(table: str, values: Mapping[str, Value]) -> Row:
    """The values, with decimals rounded to the scale of their field: halves away from zero, never -0.00.

    Raises:
        KeyError: The table has no such field.
    """
    row, steps = _pattern(table)
    unknown = values.keys() - row.keys()
    if unknown:
        message = f"{table} has no field {', '.join(sorted(unknown))}: see facts/{table}.json"
        raise KeyError(message)
    return {
        name: Decimal(value).quantize(steps[name], ROUND_HALF_UP) + 0
        if name in steps and isinstance(value, (int, Decimal))
        else value
        for name, value in values.items()
    }


def blank(table: str, **values: Value) -> Row:
    """A row of the table with these values. All other fields have Sage's values for missing input (seen).

    These are 0 (also for missing references), "", false, zero at the scale of the field, and null for dates.

    Raises:
        KeyError: The table has no such field.
    """
    row, _ = _pattern(table)
    return row | scaled(table, values)
