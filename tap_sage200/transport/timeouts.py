"""Aborts responses that exceed the total timeout.

The timeout of requests applies to each read: a server that sends a byte now and then could take forever. One thread
watches all responses. It stays while requests follow each other, because a new thread for each response costs more time
than most responses take.
"""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Condition, Thread
from typing import TYPE_CHECKING

import requests

if TYPE_CHECKING:
    from collections.abc import Iterator

IDLE = 1.0
"""Seconds after which the thread ends if no response is pending."""


@dataclass(slots=True, eq=False)
class _Pending:
    """A response that is being read."""

    response: requests.Response
    until: float
    is_late: bool = False

    def abort(self) -> None:
        """End the read that waits for the response."""
        self.is_late = True
        with suppress(OSError, RuntimeError, ValueError):  # the response is complete by now
            self.response.raw.shutdown()


class ResponseTimeouts:
    """Aborts responses that take too long."""

    def __init__(self) -> None:
        """Begin without responses. The thread starts with the first one."""
        self._changed = Condition()
        self._pending: list[_Pending] = []
        self._watcher: Thread | None = None
        self._next_check = 0.0

    @contextmanager
    def within(self, seconds: float, response: requests.Response) -> Iterator[None]:
        """Limit the time in which a response is read in this context.

        Args:
            seconds: The time until the response must be complete.
            response: The response.

        Raises:
            requests.ReadTimeout: The response was not complete in time.
        """
        pending = _Pending(response, time.monotonic() + seconds)
        self._add(pending)
        try:
            yield
        except requests.RequestException as error:
            if pending.is_late:
                raise requests.ReadTimeout(error) from error
            raise
        finally:
            with self._changed:
                self._pending.remove(pending)
        if pending.is_late:  # an aborted response without a length seems to be complete
            raise requests.ReadTimeout

    def _add(self, pending: _Pending) -> None:
        with self._changed:
            self._pending.append(pending)
            if self._watcher is None:
                self._watcher = Thread(target=self._watch, name="timeouts", daemon=True)
                self._watcher.start()
            elif pending.until < self._next_check:
                self._changed.notify()

    def _watch(self) -> None:
        with self._changed:
            while self._pending:
                self._next_check = self._abort_late()
                self._changed.wait(self._next_check - time.monotonic())
            self._watcher = None

    def _abort_late(self) -> float:
        """Abort the responses that are late, and return the time of the next check."""
        now = time.monotonic()
        for pending in self._pending:
            if pending.until <= now:
                pending.abort()
        return min([now + IDLE, *(pending.until for pending in self._pending if not pending.is_late)])
