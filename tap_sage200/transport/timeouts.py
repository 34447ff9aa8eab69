"""How long answers may take: what is not there in its time is broken off, whoever waits for it.

requests itself waits for ever for a server from which now and then a byte comes. One thread looks after all answers,
and stays while they follow each other: beside a busy one, to start another for each takes longer than most answers.
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
"""Seconds after which the thread ends at the latest if no answer is awaited any more."""


@dataclass(slots=True, eq=False)
class _Pending:
    """An answer that is being read."""

    response: requests.Response
    until: float
    is_late: bool = False

    def break_off(self) -> None:
        """Let nobody wait for it any more."""
        self.is_late = True
        with suppress(OSError, RuntimeError, ValueError):  # it has just come whole
            self.response.raw.shutdown()


class ResponseTimeouts:
    """Breaks off answers that take too long."""

    def __init__(self) -> None:
        """Begin with none."""
        self._changed = Condition()
        self._awaited: list[_Pending] = []
        self._watcher: Thread | None = None
        self._looks_again = 0.0

    @contextmanager
    def within(self, seconds: float, response: requests.Response) -> Iterator[None]:
        """Read an answer within; it must have come whole after so many seconds.

        Raises:
            requests.ReadTimeout: It had not.
        """
        awaited = _Pending(response, time.monotonic() + seconds)
        self._watch_for(awaited)
        try:
            yield
        except requests.RequestException as error:
            if awaited.is_late:
                raise requests.ReadTimeout(error) from error
            raise
        finally:
            with self._changed:
                self._awaited.remove(awaited)
        if awaited.is_late:  # where no length was announced, an answer that is broken off seems to end
            raise requests.ReadTimeout

    def _watch_for(self, awaited: _Pending) -> None:
        with self._changed:
            self._awaited.append(awaited)
            if self._watcher is None:
                self._watcher = Thread(target=self._watch, name="deadlines", daemon=True)
                self._watcher.start()
            elif awaited.until < self._looks_again:
                self._changed.notify()

    def _watch(self) -> None:
        with self._changed:
            while self._awaited:
                self._looks_again = self._break_off_what_is_late()
                self._changed.wait(self._looks_again - time.monotonic())
            self._watcher = None

    def _break_off_what_is_late(self) -> float:
        """Do it, and say when to look again."""
        now = time.monotonic()
        for awaited in self._awaited:
            if awaited.until <= now:
                awaited.break_off()
        return min([now + IDLE, *(awaited.until for awaited in self._awaited if not awaited.is_late)])
