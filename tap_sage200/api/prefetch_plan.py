"""The tables that a run reads next. The first request of each is prefetched."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Protocol

from tap_sage200.api.prefetch import PrefetchQueue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tap_sage200.api.prefetch import Prefetcher
    from tap_sage200.api.request import Request


class Source(Protocol):
    """Reads a table."""

    @property
    def name(self) -> str:
        """The name of the table."""

    def first_request(self, context: Mapping[str, Any] | None) -> Request | None:
        """Return the first request for the table of a company, or None if nothing will be requested."""


@dataclass(slots=True)
class PlannedTable:
    """A table of a company that the run will read."""

    source: Source
    context: Mapping[str, Any] | None
    """The company. None for a table that belongs to no company."""
    _request: Request | None = field(default=None, init=False)
    _is_made: bool = field(default=False, init=False)

    @property
    def request(self) -> Request | None:
        """The first request for the table."""
        if not self._is_made:
            self._is_made = True
            try:
                self._request = self.source.first_request(self.context)
            except Exception:  # noqa: BLE001 - not its place to fail: the table makes this request again when it is read
                self._request = None
        return self._request


class PrefetchPlan:
    """The tables of a run, in the order in which they are read."""

    def __init__(self, prefetcher: Prefetcher) -> None:
        """Begin without tables."""
        self._queue = PrefetchQueue(prefetcher, urgent=False)
        self._depth = prefetcher.depth
        self._coming: Iterator[PlannedTable] = iter(())

    def follow(self, tables: Iterable[PlannedTable]) -> None:
        """Set the tables that the run will read. They are taken from the iterable when a table is reached."""
        self._coming = iter(tables)

    def reached(self, table: str, context: Mapping[str, Any] | None) -> None:
        """Note that a table is read now, and prefetch the first pages of the tables that follow."""
        for planned in self._coming:
            if (planned.source.name, planned.context) == (table, context):
                window = [planned, *islice(self._coming, self._depth)]
                self._coming = chain(window[1:], self._coming)
                self._queue.expect([request for request in (one.request for one in window) if request is not None])
                return
