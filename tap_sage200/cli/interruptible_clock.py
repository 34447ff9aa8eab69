"""A clock whose waits somebody can end, as a person does who presses Ctrl-C."""

from __future__ import annotations

from threading import Event

from tap_sage200.clock import Clock
from tap_sage200.errors import RunError


class InterruptibleClock(Clock):
    """The waits of all threads of a command."""

    def __init__(self) -> None:
        """Begin."""
        self._stopped = Event()

    def sleep(self, seconds: float) -> None:
        """Wait.

        Raises:
            RunError: Nobody wants the next try any more.
        """
        if self._stopped.wait(seconds):
            msg = "The command was stopped."
            raise RunError(msg)

    def stop(self) -> None:
        """End all waits."""
        self._stopped.set()
