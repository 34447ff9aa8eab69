"""Which paginator reads a table, by its key and by what Sage lets the tap filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tap_sage200 import odata
from tap_sage200.pagination.base import SingleRequestPaginator
from tap_sage200.pagination.keyset import KeysetPaginator
from tap_sage200.pagination.offset import OffsetPaginator

if TYPE_CHECKING:
    from tap_sage200.pagination.base import Paginator
    from tap_sage200.pagination.page_size import PageSize
    from tap_sage200.sync.cursor import Cursor
    from tap_sage200.sync.table import ResourceTable


@dataclass(frozen=True, slots=True)
class Paginators:
    """Makes the paginators of one table."""

    table: ResourceTable
    size: PageSize

    def whole(self, rows_before: int | None = None) -> Paginator:
        """Return the paginator that reads the whole table.

        Args:
            rows_before: The number of rows of the last complete reading. None if it is not known.
        """
        return self._paginator(None, None, rows_before)

    def beginning(self, cursor: Cursor) -> Paginator:
        """Return the paginator that reads the rows of a cursor, from the row after its key on."""
        return self._paginator(self.where(cursor), cursor.after, None)

    def resuming(self, cursor: Cursor) -> Paginator:
        """Return the paginator that resumes an interrupted reading at the last row that was written."""
        table = self.table
        if table.seek_key is None or cursor.after is None:
            return self.beginning(cursor)
        return KeysetPaginator.resuming(table.seek_key, self.size, where=self.where(cursor), seen=cursor.after)

    def where(self, cursor: Cursor) -> str | None:
        """Return the `$filter` for the rows of a cursor."""
        return cursor.where(timestamps=self.table.timestamps, key=self.table.seek_key)

    def _paginator(self, where: str | None, after: int | None, rows_before: int | None) -> Paginator:
        table = self.table
        if table.is_one_object:
            return SingleRequestPaginator()
        if table.seek_key is not None:
            return KeysetPaginator(table.seek_key, self.size, where=where, after=after, rows_before=rows_before)
        if table.resume_key is not None and after is not None:
            # All rows that share the first part of the key come again.
            where = odata.all_of(where, odata.compare(table.resume_key, "ge", after))
        seeks = table.resume_key is not None
        return OffsetPaginator(table.key, self.size, where=where, rows_before=rows_before, seeks=seeks)
