"""What a run has learned about the requests that Sage accepts for one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tap_sage200.pagination.page_size import PageSize

if TYPE_CHECKING:
    from typing import Self

LARGEST_EXPANDED_PAGE = 500
"""Rows in a page whose rows have others nested in them: Sage's own default page size (documented)."""


@dataclass(slots=True)
class ReadLimits:
    """How many rows and pages to ask for, and whether Sage accepts `$select` for the table."""

    page_size: PageSize
    expanded_page_size: PageSize
    """The page size where others are nested in each row."""
    prefetch: int
    """How many pages may be requested while one is written."""
    supports_select: bool = True

    @classmethod
    def of(cls, table: str, *, page_size: int, prefetch: int) -> Self:
        """Begin with the limits of the settings."""
        expanded = PageSize(table, min(page_size, LARGEST_EXPANDED_PAGE))
        return cls(PageSize(table, page_size), expanded, prefetch)
