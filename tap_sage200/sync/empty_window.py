"""Looks whether a window is empty, after a reading of it that brought no row.

A complete window is not read again, so an empty response must not complete one that has rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tap_sage200 import odata, problems
from tap_sage200.errors import RefusedError, UnexpectedPageError
from tap_sage200.sync.row_history import has_returned_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_sage200.pagination.base import Options
    from tap_sage200.sync.cursor import Cursor
    from tap_sage200.sync.fetcher import PageFetcher
    from tap_sage200.sync.paginators import Paginators
    from tap_sage200.sync.table_sync import TableSync


@dataclass(slots=True)
class EmptyWindows:
    """Checks windows of one table without rows."""

    paginators: Paginators
    fetcher: PageFetcher
    syncs: Sequence[TableSync]
    _has_rows: bool | None = field(default=None, init=False)
    """Whether Sage has sent any row of the table in this run. None if that is not known."""

    def is_certain(self, cursor: Cursor) -> bool:
        """Tell whether a window certainly has no more rows. It is not certain if Sage sends no row of the table at all.

        Args:
            cursor: The cursor at the beginning of the reading.

        Raises:
            UnexpectedPageError: The window has rows.
        """
        if cursor.after is not None and self.paginators.table.seek_key is not None:
            return True  # the row at which it was interrupted came again
        if self._newest(self.paginators.where(cursor)):
            raise UnexpectedPageError(problems.rows.NO_ROWS_IN_WINDOW)
        if self._has_rows is None:
            self._has_rows = any(sync.result.rows for sync in self.syncs) or self._newest(None)
            if not self._has_rows and any(map(has_returned_rows, self.syncs)):
                for sync in self.syncs:
                    sync.result.remarks.append(problems.rows.EMPTY_NOW.text())
        return self._has_rows

    def _newest(self, where: str | None) -> bool:
        """Request the row with the greatest key, and tell whether there is one. No row counts if Sage refuses that."""
        options: Options = {"$top": 1, "$orderby": odata.descending(self.paginators.table.key)}
        try:
            return bool(self.fetcher.fetch(options if where is None else {**options, "$filter": where}))
        except RefusedError:
            return where is None
