"""The tables that a run reads next: the first request of each can be prefetched."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain, islice
from typing import TYPE_CHECKING

from tap_sage200.api.prefetch import PrefetchQueue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tap_sage200.api.prefetch import Prefetcher
    from tap_sage200.api.request import Request


@dataclass(slots=True)
class PlannedTable:
    """One table of one company that is to be read."""

    stream: str
    context: Mapping[str, object] | None
    """The company; None for a table that belongs to none."""
    first: Callable[[], Request | None]
    """Makes the request that it begins with; None if nothing should be asked."""
    _request: Request | None = field(default=None, init=False)
    _is_made: bool = field(default=False, init=False)

    @property
    def request(self) -> Request | None:
        """The request that it begins with."""
        if not self._is_made:
            self._is_made = True
            try:
                self._request = self.first()
            except Exception:  # noqa: BLE001 - what is wrong with a table is said where it is read
                self._request = None
        return self._request


class PrefetchPlan:
    """All that a run will read, in order."""

    def __init__(self, prefetcher: Prefetcher) -> None:
        """Begin with nothing."""
        self._queue = PrefetchQueue(prefetcher, urgent=False)
        self._depth = prefetcher.depth
        self._coming: Iterator[PlannedTable] = iter(())

    def follow(self, readings: Iterable[PlannedTable]) -> None:
        """Take over what the run will read; it is looked at only when the first of it is reached."""
        self._coming = iter(readings)

    def reached(self, stream: str, context: Mapping[str, object] | None) -> None:
        """Note that a table is being read now, and prefetch the first pages of those that come after it."""
        for reading in self._coming:
            if (reading.stream, reading.context) == (stream, context):
                window = [reading, *islice(self._coming, self._depth)]
                self._coming = chain(window[1:], self._coming)
                self._queue.expect([request for request in (one.request for one in window) if request is not None])
                return
