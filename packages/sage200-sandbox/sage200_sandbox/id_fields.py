"""Which fields have the ids of rows: Sage gives them to all tables out of one counter (seen)."""

from __future__ import annotations

from functools import cache

from sage200_sandbox.facts import resource_called


@cache
def id_fields(table: str) -> tuple[str, ...]:
    """The fields of a table that have ids, of its own rows or of others, and all other numbers of its key.

    Not only keys are ids: what is nested in a row as one object has an id of its own beside the key of its parent.

    Raises:
        LookupError: for an unknown table.
    """
    resource = resource_called(table)
    return tuple(
        name
        for name, field in resource.fields.items()
        if field.type == "integer" and (name == "id" or name.endswith("_id") or name in resource.key)
    )
