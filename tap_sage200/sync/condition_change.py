"""Notices that the condition of a table is not the one that earlier runs read it with.

The state of a table keeps its condition. With another one, the bookmark does not show what the warehouse lacks: the
table is read whole once.
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
"""The name in the state of a table."""


def forget_other(root: ResourceTable, sync: TableSync) -> Iterator[str]:
    """Forget what was read with another condition, and return a line for the log if there was anything.

    Args:
        root: The resource that the table is read with.
        sync: The table with its state.
    """
    where = root.options.where
    text = None if where is None else where.text
    if sync.state.get(CONDITION) == text:
        return
    if row_history.has_returned_rows(sync):
        yield problems.state.CONDITION_CHANGED.text(condition=text or "none")
    row_history.forget_count(sync)
    bookmark_of(root, sync).discard()
    if text is None:
        del sync.state[CONDITION]
    else:
        sync.state[CONDITION] = text
