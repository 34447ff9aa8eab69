"""How many requests the server works on at the same time."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class InFlight:
    """Counts requests between their arrival and their response. Requests to the control path do not count."""

    def __init__(self) -> None:
        """Start without requests."""
        self._now = 0
        self._most = 0
        self._lock = Lock()

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Count a request for the time of a `with` block."""
        with self._lock:
            self._now += 1
            self._most = max(self._most, self._now)
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1

    @property
    def most(self) -> int:
        """The largest number of requests at the same time, since `forget`."""
        with self._lock:
            return self._most

    def forget(self) -> None:
        """Measure again, from the requests of this moment."""
        with self._lock:
            self._most = self._now
