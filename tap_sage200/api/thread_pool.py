"""A pool of daemon threads for prefetched requests."""

from __future__ import annotations

from queue import Empty, SimpleQueue
from threading import Semaphore, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOMENT = 0.05
"""Seconds for which a thread without work waits for more."""


class ThreadPool:
    """Does work in threads that stay a moment for more of it: to start one beside a busy one takes a millisecond."""

    def __init__(self) -> None:
        """Begin with none."""
        self._work: SimpleQueue[Callable[[], None]] = SimpleQueue()
        self._idle = Semaphore(0)
        """Counts those that wait for work which nobody has put there for them."""

    def do(self, work: Callable[[], None]) -> None:
        """Let an idle thread do some work, or a new one."""
        self._work.put(work)
        if not self._idle.acquire(blocking=False):
            # A daemon, so that no answer holds up the end of a run.
            Thread(target=self._stay, name="prefetch", daemon=True).start()

    def _stay(self) -> None:
        while (work := self._next()) is not None:
            work()
            self._idle.release()

    def _next(self) -> Callable[[], None] | None:
        while True:
            try:
                return self._work.get(timeout=MOMENT)
            except Empty:
                if self._idle.acquire(blocking=False):  # else there is work by now
                    return None
