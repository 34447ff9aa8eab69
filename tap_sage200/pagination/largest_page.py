"""The largest pages that Sage has sent in a run. They show which short pages are not cut.

A server, or a gateway before it, can limit a response: by rows, by bytes, or by compressed bytes. No response tells the
limit, but each page shows that the limit is not lower than the page. A short page ends its table if it is so much
smaller than a page of the same run that a further row would have found room in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

ROOM = 2
"""A page has room for a further row if it takes at most one of so many parts of the largest page, in bytes."""
SMALL = 1000
"""A limit in bytes leaves room for two rows of this size (inferred)."""
TELLING = 10
"""Two short pages with the same number of rows can be cut by a limit if they have at least so many rows. Tables with
fewer rows are often equally long."""


class Sized(Protocol):
    """A page with its size."""

    @property
    def received(self) -> int:
        """The number of rows in the response."""

    @property
    def size(self) -> int:
        """The size of the body in bytes."""

    @property
    def packed(self) -> int:
        """The size of the body in bytes as it was sent, which may be compressed."""


@dataclass(slots=True)
class LargestPage:
    """The most rows, bytes and compressed bytes of a page. It is kept for the whole run, for each site."""

    rows: int = 0
    size: int = 0
    packed: int = 0
    ends: set[int] = field(default_factory=set)
    """The numbers of rows of short pages that ended a table without a further request."""
    was_cut: bool = False
    """Whether a short page was followed by further rows. From then on, no short page ends a table by its size."""

    def note(self, page: Sized) -> None:
        """Note a page that was received."""
        self.rows = max(self.rows, page.received)
        self.size = max(self.size, page.size)
        self.packed = max(self.packed, page.packed)

    def has_room(self, page: Sized) -> bool:
        """Return whether a further row would have found room in a short page."""
        is_usual_length = page.received >= TELLING and page.received in self.ends
        # A small body is sent as it is. It can be larger than a large body that is compressed.
        has_room = ROOM * page.size <= self.size and page.packed <= self.packed
        return page.received < self.rows and has_room and not is_usual_length

    def exceeds(self, page: Sized) -> bool:
        """Return whether a short page certainly ends its table: it has room, and no page was cut so far."""
        return not self.was_cut and self.has_room(page)

    def exceeds_row(self, page: Sized) -> bool:
        """Return whether a second row would certainly have come with a page of a single row."""
        has_room = self.has_room(page) or (page.received < self.rows and page.size <= SMALL)
        return not self.was_cut and has_room

    def note_end(self, page: Sized) -> None:
        """Note a short page that ends its table without a further request."""
        self.ends.add(page.received)

    def note_cut(self, page: Sized) -> None:
        """Note a short page that was cut. What larger pages showed before does not hold any more."""
        self.rows, self.size, self.packed = page.received, page.size, page.packed
        self.was_cut = True
