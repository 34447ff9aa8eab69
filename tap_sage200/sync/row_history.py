"""Whether a table has ever returned a row. Its state shows it.

A table that Sage refuses is skipped only if it never had a row. A bookmark, a cursor and a greatest key show that a
resource had one. A nested table moves on with its parent, also without rows: `rows` is 0 in its state until it has had
one. A full refresh keeps the number of rows in `rows`, and `had_rows` if the table was emptied. Windows have a
`had_rows` of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200.sync.table import NestedTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from tap_sage200.sync.table_sync import TableSync

TRACES = ("replication_key_value", "walk")
"""What an incremental table leaves in its state."""


def has_returned_rows(sync: TableSync) -> bool:
    """Tell whether a table has returned a row in this run or an earlier one."""
    state = sync.state
    if sync.result.rows or state.get("rows") or state.get("had_rows"):
        return True
    windows = state.get("windows")
    if isinstance(windows, dict) and windows.get("had_rows"):
        return True
    if isinstance(sync.table, NestedTable) and state.get("rows") == 0:
        return False
    greatest = state.get("highest_key")
    return any(state.get(name) is not None for name in TRACES) or (isinstance(greatest, int) and greatest >= 0)


def most_rows(state: Mapping[str, Any]) -> int:
    """Return the most rows that the last full refresh of a table returned for a company. 0 if this is not known.

    Args:
        state: The state of the table for all companies.
    """
    found = [part.get("rows") for part in (state, *state.get("partitions", ()))]
    return max((rows for rows in found if isinstance(rows, int)), default=0)


def begin_changes(syncs: Iterable[TableSync]) -> None:
    """Note which nested tables never had a row, before they are read with their parent."""
    for sync in syncs:
        if isinstance(sync.table, NestedTable) and not has_returned_rows(sync):
            sync.state["rows"] = 0


def note_changes(syncs: Iterable[TableSync]) -> None:
    """Note which nested tables have had a row, before their bookmark moves."""
    for sync in syncs:
        if isinstance(sync.table, NestedTable) and sync.result.rows:
            sync.state.pop("rows", None)


def forget(sync: TableSync) -> None:
    """Forget that a table had rows: they came from another resource."""
    for name in ("rows", "had_rows", "highest_key", *TRACES):
        sync.state.pop(name, None)


def forget_count(sync: TableSync) -> None:
    """Forget how many rows a table had, but not that it had some."""
    if has_returned_rows(sync):
        sync.state["had_rows"] = True
    sync.state.pop("rows", None)


def note_refresh(sync: TableSync) -> None:
    """Note how many rows a full refresh has returned."""
    rows = sync.result.rows
    if rows:
        sync.state.pop("had_rows", None)
    elif sync.state.get("rows"):
        sync.state["had_rows"] = True
    sync.state["rows"] = rows
