"""What a run with `end_date` reads of a table, and which tables it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200.sync.window import Window
from tap_sage200.sync.window_progress import WindowProgress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from tap_sage200.sync.table import ResourceTable, Table
    from tap_sage200.sync.table_sync import TableSync

COMPLETE, NO_WINDOWS = "already complete", "no windows"
"""What the summary says about a table that is not read."""


def windows_of(root: ResourceTable, now: datetime, *, in_steps: bool) -> Sequence[Window]:
    """Return the windows that a run reads of a table, in order. There are none without `end_date` or timestamps.

    Args:
        root: The resource that the table is read with.
        now: The start of the run.
        in_steps: Whether the window is cut as the settings say.
    """
    window = Window.of(root.options) if root.timestamps else None
    return () if window is None else window.steps(root.options.window_step if in_steps else None, now)


def not_read(syncs: Iterable[TableSync], windows: Sequence[Window], lookback: int) -> Mapping[Table, str]:
    """Return the tables that a run over windows does not read, with the reason.

    Args:
        syncs: The tables with their states.
        windows: The windows. There are none if the rows of the tables have no timestamps.
        lookback: The setting, in seconds.
    """
    found: dict[Table, str] = {}
    for sync in syncs:
        if not windows or sync.replication_key is None:
            found[sync.table] = NO_WINDOWS
        elif not any(map(WindowProgress(sync, lookback).missing, windows)):
            found[sync.table] = COMPLETE
    return found


def without_windows(root: ResourceTable) -> Iterator[Table]:
    """Find the selected tables among a resource and those nested in it whose rows belong to no window."""
    selected = [*([root] if root.is_selected else []), *root.selected_nested()]
    return (table for table in selected if not root.timestamps or table.replication_key is None)
