"""Changes of rows as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sage200_sandbox import wire
from sage200_sandbox.facts import resource_called
from sage200_sandbox.rows import Change, Delete, Insert, Update
from sage200_sandbox.store.values import parsed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sage200_sandbox.facts import Resource
    from sage200_sandbox.rows import Key, Row


def read(given: object) -> Change:
    """Return the change in a JSON object. `insert`, `update` or `delete` has the name of the table.

    Raises:
        LookupError: The table is unknown.
        ValueError: The object is not a change, or a value does not fit its field.
    """
    match given:
        case {"insert": str(table), "row": dict(values)}:
            return Insert(table, _values(resource_called(table), values))
        case {"update": str(table), "key": list(key), "values": dict(values)}:
            resource = resource_called(table)
            return Update(table, _key(resource, key), _values(resource, values))
        case {"delete": str(table), "key": list(key)}:
            return Delete(table, _key(resource_called(table), key))
    msg = 'A change is {"insert", "row"}, {"update", "key", "values"} or {"delete", "key"}.'
    raise ValueError(msg)


def written(change: Change) -> str:
    """Return the change as the JSON that `read` takes."""
    table = json.dumps(change.table)
    match change:
        case Insert(row=row):
            return f'{{"insert":{table},"row":{wire.record(row)}}}'
        case Update(key=key, values=values):
            return f'{{"update":{table},"key":{_array(key)},"values":{wire.record(values)}}}'
        case Delete(key=key):
            return f'{{"delete":{table},"key":{_array(key)}}}'


def _values(resource: Resource, given: Mapping[str, object]) -> Row:
    unknown = given.keys() - resource.fields.keys()
    if unknown:
        msg = f"{resource.name} has no field {', '.join(sorted(unknown))}."
        raise ValueError(msg)
    return {name: parsed(resource.fields[name], value) for name, value in given.items()}


def _key(resource: Resource, given: Sequence[object]) -> Key:
    if len(given) != len(resource.key):
        msg = f"A key of {resource.name} is {', '.join(resource.key)}."
        raise ValueError(msg)
    return tuple(parsed(resource.fields[name], part) for name, part in zip(resource.key, given, strict=True))


def _array(key: Key) -> str:
    return "[" + ",".join(wire.text(part) for part in key) + "]"
