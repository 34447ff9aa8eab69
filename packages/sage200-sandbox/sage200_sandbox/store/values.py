"""Values in the type and scale of their field."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sage200_sandbox.facts import Field, FieldType, Resource
    from sage200_sandbox.rows import Row, Value

_MILLISECOND = 1000
_PLAIN_TYPES: Mapping[FieldType, type] = {"integer": int, "boolean": bool, "string": str}
_WITHOUT_INPUT: Mapping[FieldType, Value] = {
    "integer": 0,
    "decimal": 0,
    "string": "",
    "boolean": False,
    "date-time": None,
}


def complete(resource: Resource, row: Mapping[str, Value]) -> Row:
    """Return the row with every field of its table; missing fields are null.

    Raises:
        ValueError: A field is unknown, a value does not fit its field, or the key is missing. Part of a view's key
            may be null: a heading of a report layout has no category (inferred).
    """
    unknown = row.keys() - resource.fields.keys()
    if unknown:
        msg = f"{resource.name} has no field {', '.join(sorted(unknown))}: see facts/{resource.name}.json."
        raise ValueError(msg)
    whole: Row = {}
    for name, field in resource.fields.items():
        value = row.get(name)
        whole[name] = value if type(value) is _PLAIN_TYPES.get(field.type) else fitted(field, value)
    if resource.key and all(whole[name] is None for name in resource.key):
        msg = f"A row of {resource.name} needs its key: {', '.join(resource.key)}."
        raise ValueError(msg)
    return whole


def filled(resource: Resource, row: Mapping[str, Value]) -> Row:
    """Return the row with Sage's values for missing input: empty text, zero (also for ids), false, no date (seen)."""
    entered = {name: field for name, field in resource.fields.items() if name not in resource.key}
    return {name: _WITHOUT_INPUT[field.type] for name, field in entered.items()} | dict(row)


def fitted(field: Field, value: Value) -> Value:
    """Return the value in the field's type: decimals at its scale, date-times in UTC to the millisecond.

    Raises:
        ValueError: The value does not fit.
    """
    if value is None or type(value) is _PLAIN_TYPES.get(field.type):
        return value
    match field.type, value:
        case _, bool():
            raise _misfit(field, value)
        case "decimal", Decimal() | int():
            return _at_scale(field, Decimal(value))
        case "date-time", datetime(tzinfo=tzinfo()):
            instant = value.astimezone(UTC)
            extra = instant.microsecond % _MILLISECOND
            return instant.replace(microsecond=instant.microsecond - extra) if extra else instant
    raise _misfit(field, value)


def parsed(field: Field, value: object) -> Value:
    """Return the value of parsed JSON, where a date-time is text and a decimal is a `Decimal`.

    Raises:
        ValueError: The value does not fit.
    """
    if field.type == "date-time" and isinstance(value, str):
        return fitted(field, datetime.fromisoformat(value))
    if value is None or isinstance(value, int | str | Decimal):
        return fitted(field, value)
    raise _misfit(field, value)


def _at_scale(field: Field, value: Decimal) -> Decimal:
    step = _step(field.scale or 0)
    if value.same_quantum(step):
        return value
    at_scale = value.quantize(step)
    if at_scale != value:
        msg = f"{field.name} has {field.scale} decimal places: {value} does not fit."
        raise ValueError(msg)
    return at_scale


@cache
def _step(scale: int) -> Decimal:
    """Return the smallest positive value with this number of decimal places."""
    return Decimal(1).scaleb(-scale)


def _misfit(field: Field, value: object) -> ValueError:
    aware = " with a time zone" if field.type == "date-time" else ""
    return ValueError(f"{field.name} is a {field.type}{aware}: {value!r} does not fit.")
