"""How much to request of one table. A run learns from the responses which requests Sage accepts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tap_sage200.pagination.page_size import PageSize

if TYPE_CHECKING:
    from typing import Self

LARGEST_EXPANDED_PAGE = 500
"""Rows in a page of rows that have nested rows: Sage's own default page size (documented)."""


@dataclass(slots=True)
class ReadLimits:
    """The page sizes, the prefetch and the row limit of one table, and whether Sage accepts `$select` for it."""

    page_size: PageSize
    expanded_page_size: PageSize
    """The page size for rows that have nested rows."""
    prefetch: int
    """How many pages may be requested while one is written."""
    rows: int | None = None
    """The row limit: the most rows to read of the table, the most parents to request rows for, and the most rows to
    read for each of them. None reads everything."""
    supports_select: bool = True

    @classmethod
    def of(cls, table: str, *, page_size: int, prefetch: int, rows: int | None = None) -> Self:
        """Begin with the limits of the settings."""
        expanded = PageSize(table, min(page_size, LARGEST_EXPANDED_PAGE))
        return cls(PageSize(table, page_size), expanded, prefetch, rows)

    @classmethod
    def sample(cls, table: str, rows: int, *, page_size: int) -> Self:
        """Begin with a row limit, to test access: no page is larger than the limit, and nothing is prefetched."""
        return cls.of(table, page_size=min(page_size, rows), prefetch=0, rows=rows)

    @property
    def is_sample(self) -> bool:
        """Whether there is a row limit."""
        return self.rows is not None
