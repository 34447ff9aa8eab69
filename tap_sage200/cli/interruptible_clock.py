"""A clock whose waits can be interrupted, for example by Ctrl-C."""

from __future__ import annotations

from threading import Event

from tap_sage200 import problems
from tap_sage200.clock import Clock
from tap_sage200.errors import RunError


class InterruptibleClock(Clock):
    """The clock for all threads of a command."""

    def __init__(self) -> None:
        """Start uninterrupted."""
        self._stopped = Event()

    def sleep(self, seconds: float) -> None:
        """Wait.

        Raises:
            RunError: The command was stopped.
        """
        if self._stopped.wait(seconds):
            raise RunError(problems.sign_in.COMMAND_STOPPED)

    def stop(self) -> None:
        """End all waits, now and later."""
        self._stopped.set()
