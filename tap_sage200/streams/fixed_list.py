"""The base of Sage's fixed lists."""

from __future__ import annotations

from typing import ClassVar

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import identifier, table, text


class FixedList(ResourceStream):
    """One of Sage's lists of named values, such as the statuses of an account. It has no timestamp."""

    known_values: ClassVar[tuple[str, ...]] = ()
    """The names in the list that are known, from `shared/named_values.py`; there may be more."""
    timestamps = ()
    created = None
    schema = table(
        identifier("id", "What views carry for the value, in a column ending in `_id`; from 0 (seen)."),
        text("value", "What other tables carry: the value's name."),
        text("description", "The value in words for people."),
    )
