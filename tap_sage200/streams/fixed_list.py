"""The base class of Sage's fixed lists."""

from __future__ import annotations

from typing import ClassVar

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import identifier, table, text


class FixedList(ResourceStream):
    """A fixed list: Sage's named values of one kind, such as the statuses of an account. It has no timestamp."""

    known_values: ClassVar[tuple[str, ...]] = ()
    """The known names in the list, from `shared/named_values.py`. There may be more."""
    every = "24h"
    timestamps = ()
    created = None
    schema = table(
        identifier("id", "Number of the value, from 0 (seen). Views have it in columns that end in `_id`."),
        text("value", "Name of the value, as in the columns of other tables."),
        text("description", "Label of the value, as shown to users."),
    )
