"""A value as its field holds it: checked, exact, at the field's scale."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sage200_sandbox.facts import Field, FieldType, Resource
    from sage200_sandbox.rows import Row, Value

_MILLISECOND = 1000
_NOTHING_ENTERED: Mapping[FieldType, Value] = {
    "integer": 0,
    "decimal": 0,
    "string": "",
    "boolean": False,
    "date-time": None,
}


def complete(resource: Resource, row: Mapping[str, Value]) -> Row:
    """The row with every field of its table, null where it says nothing.

    Raises:
        ValueError: for an unknown field, a value that does not fit its field, or a row without a key. Part
            of a view's key may be null: a heading of a report layout has no category (inferred).
    """
    unknown = row.keys() - resource.fields.keys()
    if unknown:
        msg = f"{resource.name} has no field {', '.join(sorted(unknown))}: see facts/{resource.name}.json."
        raise ValueError(msg)
    whole = {name: fitted(field, row.get(name)) for name, field in resource.fields.items()}
    if resource.key and all(whole[name] is None for name in resource.key):
        msg = f"A row of {resource.name} needs its key: {', '.join(resource.key)}."
        raise ValueError(msg)
    return whole


def filled(resource: Resource, row: Mapping[str, Value]) -> Row:
    """The row with what Sage keeps where a person entered nothing.

    That is an empty text, zero (also as a reference), false, and no date (seen).
    """
    entered = {name: field for name, field in resource.fields.items() if name not in resource.key}
    return {name: _NOTHING_ENTERED[field.type] for name, field in entered.items()} | dict(row)


def fitted(field: Field, value: Value) -> Value:
    """The value in the field's own type: decimals at its scale, date-times in UTC to the millisecond.

    Raises:
        ValueError: if it does not fit.
    """
    return None if value is None else _FITTING[field.type](field, value)


def parsed(field: Field, value: object) -> Value:
    """The value from JSON, where a date-time is a text; decimals must have been read as `Decimal`.

    Raises:
        ValueError: if it does not fit.
    """
    if field.type == "date-time" and isinstance(value, str):
        return fitted(field, datetime.fromisoformat(value))
    if value is None or isinstance(value, int | str | Decimal):
        return fitted(field, value)
    raise _misfit(field, value)


def _integer(field: Field, value: Value) -> Value:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _misfit(field, value)


def _decimal(field: Field, value: Value) -> Value:
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        raise _misfit(field, value)
    exact = Decimal(value)
    at_scale = exact.quantize(Decimal(1).scaleb(-(field.scale or 0)))
    if at_scale != exact:
        msg = f"{field.name} has {field.scale} decimal places: {value} does not fit."
        raise ValueError(msg)
    return at_scale


def _date_time(field: Field, value: Value) -> Value:
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise _misfit(field, value)
    instant = value.astimezone(UTC)
    return instant.replace(microsecond=instant.microsecond // _MILLISECOND * _MILLISECOND)


def _boolean(field: Field, value: Value) -> Value:
    if isinstance(value, bool):
        return value
    raise _misfit(field, value)


def _string(field: Field, value: Value) -> Value:
    if isinstance(value, str):
        return value
    raise _misfit(field, value)


def _misfit(field: Field, value: object) -> ValueError:
    aware = " with its time zone" if field.type == "date-time" else ""
    return ValueError(f"{field.name} is a {field.type}{aware}: {value!r} does not fit.")


_FITTING: Mapping[FieldType, Callable[[Field, Value], Value]] = {
    "integer": _integer,
    "decimal": _decimal,
    "date-time": _date_time,
    "boolean": _boolean,
    "string": _string,
}
