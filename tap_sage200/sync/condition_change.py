"""Notices that a table is not what earlier runs read: it has another condition, or a person declares it otherwise.

The state of a table keeps its condition, and what a table of a person's own is read from. With others, the bookmark
does not show what the warehouse lacks: the table is read whole once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.sync import row_history
from tap_sage200.sync.table_bookmarks import bookmark_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_sage200.sync.table import ResourceTable
    from tap_sage200.sync.table_sync import TableSync

CONDITION = "condition"
"""The name of the condition in the state of a table."""
SOURCE = "source"
"""The name of what is read, in the state of a view or a custom table."""


def forget_other(root: ResourceTable, sync: TableSync) -> Iterator[str]:
    """Forget what was read with another condition or source, and return a line for the log if there was anything.

    Args:
        root: The resource that the table is read with.
        sync: The table with its state.
    """
    where = root.options.where
    now = {CONDITION: None if where is None else where.text, SOURCE: root.source}
    changed = [name for name, text in now.items() if sync.state.get(name) != text]
    if not changed:
        return
    if row_history.has_returned_rows(sync):
        if CONDITION in changed:
            yield problems.state.CONDITION_CHANGED.text(condition=now[CONDITION] or "none")
        if SOURCE in changed:
            yield problems.state.SOURCE_CHANGED.text(source=root.path)
    if SOURCE in changed:
        row_history.forget(sync)
    else:
        row_history.forget_count(sync)
    bookmark_of(root, sync).discard()
    for name in changed:
        if (text := now[name]) is None:
            del sync.state[name]
        else:
            sync.state[name] = text
