"""A pool of daemon threads for prefetched requests."""

from __future__ import annotations

from collections import deque
from threading import Condition, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOMENT = 0.05
"""Seconds for which a thread without work waits for more."""


class ThreadPool:
    """Does work in threads that stay a moment for more of it: to start one beside a busy one takes a millisecond.

    `concurrent.futures` would wait for requests in flight when the program ends. In a `SimpleQueue`, threads were
    seen to wait past their timeout for ever (Python 3.11, many threads).
    """

    def __init__(self) -> None:
        """Begin with no thread."""
        self._changed = Condition()
        self._work: deque[Callable[[], None]] = deque()
        self._waiting = 0
        """How many threads wait for work."""

    def do(self, work: Callable[[], None]) -> None:
        """Let a waiting thread do some work, or a new one."""
        with self._changed:
            self._work.append(work)
            if self._waiting >= len(self._work):
                self._changed.notify()
                return
        # A daemon: no response holds up the end of a run.
        Thread(target=self._stay, name="prefetch", daemon=True).start()

    def _stay(self) -> None:
        while (work := self._next()) is not None:
            work()

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            if not self._work:
                self._waiting += 1
                self._changed.wait_for(lambda: self._work, MOMENT)
                self._waiting -= 1
            return self._work.popleft() if self._work else None
