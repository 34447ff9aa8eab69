r"""Nests the keys of objects. Meltano flattens an object in variables: `{"customers.where": "..."}`."""

from __future__ import annotations

import re
from typing import Any

_DOT = re.compile(r"(?<!\\)\.")
"""A dot that is not escaped."""


def nested_or_given(value: object) -> Any:  # noqa: ANN401 - a setting of any type
    """Return an object without dots in its keys. What cannot be nested stays as it is: the checks refuse it."""
    try:
        return nested(value)
    except TypeError:
        return value


def nested(value: object) -> object:
    r"""Return an object whose keys have no dots. A dot that belongs to a key is written `\.`.

    Of two values with one key, the first one counts, as in the file that Meltano writes for the tap.

    Raises:
        TypeError: A key is below the key of a text.
    """
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {}
    for key, part in value.items():
        *outer, name = (step.replace("\\.", ".") for step in _DOT.split(key))
        place = found
        for step in outer:
            place = place.setdefault(step, {})
            if not isinstance(place, dict):
                raise TypeError(key)
        place[name] = _merged(place[name], part) if name in place else part
    return found


def _merged(first: object, second: object) -> object:
    """Return two values of one key as one: the parts of both objects, and else the first value."""
    if not isinstance(first, dict) or not isinstance(second, dict):
        return first
    common = {name: _merged(part, second[name]) for name, part in first.items() if name in second}
    return {**second, **first, **common}
