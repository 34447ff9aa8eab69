"""The bookmark of a table, by the kind of the resource that it is read with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200.sync.append_only import KeyBookmark
from tap_sage200.sync.bookmarks import Bookmark

if TYPE_CHECKING:
    from tap_sage200.sync.table import ResourceTable
    from tap_sage200.sync.table_sync import TableSync


def bookmark_of(root: ResourceTable, sync: TableSync) -> Bookmark:
    """Return the bookmark of a table that is read together with a resource."""
    return (KeyBookmark if root.append_only else Bookmark)(sync.state, sync.replication_key or "")


def reached(root: ResourceTable, sync: TableSync) -> str | None:
    """Return the bookmark of a table that is read together with a resource as text. None for a full refresh."""
    return None if sync.replication_key is None else bookmark_of(root, sync).text
