"""Windows in states of earlier versions. A run with `end_date` had a state of its own, and moved its bookmark.

Such a bookmark only shows how far the window was read. Nothing shows that rows outside of the window were read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.sync.cursor import Cursor
from tap_sage200.sync.table_bookmarks import bookmark_of
from tap_sage200.sync.window import Window
from tap_sage200.sync.window_progress import WindowProgress
from tap_sage200.timestamps import back, fixed_width, from_text, to_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_sage200.sync.table import ResourceTable
    from tap_sage200.sync.table_sync import TableSync


def move_window(root: ResourceTable, sync: TableSync) -> Iterator[str]:
    """Move the window of an earlier version to where windows are kept, and return a line for the log if there is one.

    Args:
        root: The resource that the table is read with.
        sync: The table with its state, which can be read.
    """
    if sync.replication_key is None or root.append_only:
        return
    state, lookback = sync.state, root.options.lookback_seconds
    walk = state.get("walk") or {}
    until = state.get("end_date") or walk.get("until")
    if until is None:
        return
    value, since = state.get("replication_key_value"), state.get("start_date")
    bookmark_of(root, sync).discard()
    progress = WindowProgress(sync, lookback)
    if value is not None:
        # The bookmark is not later than the start of its run. Nothing else tells whether the window had ended then.
        complete = Window(since, min(until, to_text(back(from_text(fixed_width(value)), lookback))))
        if complete.begin < complete.until:
            progress.add(complete)
    if walk.get("until") is not None:
        progress.keep(Cursor(**walk))
    yield problems.state.WINDOW_OF_EARLIER_VERSION.text(until=until)
