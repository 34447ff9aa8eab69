"""Fields that hold ids. Sage gives ids to all tables of a company from one counter (seen)."""

from __future__ import annotations

from functools import cache

from sage200_sandbox.facts import resource_called


@cache
def id_fields(table: str) -> tuple[str, ...]:
    """Return the integer fields of a table that hold ids of its own or other rows, or belong to its key.

    An id need not be a key: a nested object has an id of its own beside the key of its parent.

    Raises:
        LookupError: The table is unknown.
    """
    resource = resource_called(table)
    return tuple(
        name
        for name, field in resource.fields.items()
        if field.type == "integer" and (name == "id" or name.endswith("_id") or name in resource.key)
    )
