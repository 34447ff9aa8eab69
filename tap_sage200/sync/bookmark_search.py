"""Looks for the row that set a bookmark, after a look-back that should have read it.

The row may have been deleted, the table emptied, or Sage restored from a backup. Or the response was not what the tap
requested, and rows are missing in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tap_sage200 import odata, problems
from tap_sage200.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_sage200.records.page import Page
    from tap_sage200.sync.bookmarks import Bookmark
    from tap_sage200.sync.cursor import Cursor
    from tap_sage200.sync.fetcher import PageFetcher
    from tap_sage200.sync.table import ResourceTable
    from tap_sage200.sync.table_sync import TableSync


@dataclass(frozen=True, slots=True)
class BookmarkSearch:
    """Looks for rows as new as the bookmark of tables that are read together."""

    table: ResourceTable
    fetcher: PageFetcher
    syncs: Sequence[TableSync]
    bookmarks: Sequence[Bookmark]
    before: str | None
    """The bookmark before the look-back."""

    def finds_missing_rows(self, cursor: Cursor) -> bool:
        """Tell whether Sage has rows that the look-back lacks. If Sage has lost rows, note it, and go back with it.

        Args:
            cursor: The cursor at the end of the look-back.
        """
        if not self._is_lost(cursor):
            for sync in self.syncs:
                sync.result.still_there = self.before if cursor.changed == self.before else None
            return False
        if cursor.changed is None:
            newest = self._newest_row()
            if newest is None:
                return False
            if not newest:
                # An empty table more likely means a lost permission, or another company behind the same number.
                for sync in self.syncs:
                    sync.result.remarks.append(problems.rows.EMPTY_NOW.text())
                return False
            cursor = self._past(newest, cursor)
            if not self._is_lost(cursor):
                return True
        for sync, bookmark in zip(self.syncs, self.bookmarks, strict=True):
            sync.result.has_gone_back = True
            sync.result.latest_lost = self.before
            bookmark.go_back_to(cursor.changed)
        return False

    def _is_lost(self, cursor: Cursor) -> bool:
        return self.bookmarks[0].is_lost(cursor)

    def _past(self, page: Page, cursor: Cursor) -> Cursor:
        """Move a cursor past a page whose rows are not written."""
        for _ in page.chunks(self.table.timestamps):
            pass
        return cursor.past(page.last_key[0] if self.table.seek_key else None, page.latest_change)

    def _newest_row(self) -> Page | None:
        """Request the row that changed last. None if Sage refuses the order."""
        order = (self.table.timestamps or self.table.key)[:1]
        try:
            return self.fetcher.fetch({"$top": 1, "$orderby": odata.descending(order)})
        except RefusedError:
            return None
