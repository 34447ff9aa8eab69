"""When a table is due that the settings do not read in each run, such as a fixed list.

The state of such a table keeps when it was last read whole, and what was read of it.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import blake2s
from typing import TYPE_CHECKING

from tap_sage200 import timestamps
from tap_sage200.timestamps import from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tap_sage200.sync.table import ResourceTable
    from tap_sage200.sync.table_sync import TableSync

NOT_DUE = "not due"
"""What the summary says about a table that is not read."""
READ_AT, READ = "read_at", "read"
"""The names in the state of a table."""
EARLIEST_PART, EARLIEST_MOST = 10, timedelta(minutes=30)
"""A table is due a tenth of its time early, but not more than half an hour: runs do not start at the same second."""


def is_due(root: ResourceTable, syncs: Iterable[TableSync], now: datetime) -> bool:
    """Tell whether one of the tables that are read together is due.

    Args:
        root: The resource that they are read with.
        syncs: The tables with their states.
        now: The start of the run.
    """
    every = root.options.every
    if not every:
        return True
    time = timedelta(seconds=every)
    time -= min(time / EARLIEST_PART, EARLIEST_MOST)
    return not all(_was_read_within(time, root, sync, now) for sync in syncs)


def note(root: ResourceTable, sync: TableSync, began: datetime) -> None:
    """Note in the state of a table that it was read whole.

    Args:
        root: The resource that it is read with.
        sync: The table with its state.
        began: The start of the run.
    """
    if root.options.every:
        sync.state[READ_AT], sync.state[READ] = to_text(began), _what(root, sync)
    else:
        sync.state.pop(READ_AT, None)
        sync.state.pop(READ, None)


def _was_read_within(time: timedelta, root: ResourceTable, sync: TableSync, now: datetime) -> bool:
    if sync.state.get(READ) != _what(root, sync):
        return False
    try:
        age = now - from_text(sync.state.get(READ_AT, ""))
    except (ValueError, TypeError):  # a damaged state
        return False
    return timedelta() <= age < time


def _what(root: ResourceTable, sync: TableSync) -> str:
    """Return a short text that changes with the columns to read, the condition and the window."""
    options = root.options
    asked = (
        *sorted({*sync.table.selected_columns, *sync.table.found.columns}),
        options.where and options.where.text,
        *sorted(options.query.items()),
        options.start_date and timestamps.to_text(options.start_date),
        sync.replication_key,
        root.source,
        root.for_each and root.for_each.values,
    )
    return blake2s(repr(asked).encode(), digest_size=4).hexdigest()
