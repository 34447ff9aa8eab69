"""A wait that a test ends."""

from __future__ import annotations

from threading import Event

LONGEST = 120
"""Seconds after which a wait ends by itself."""


class Pause:
    """What a sandbox does for a fault of kind latency, in place of waiting for its seconds."""

    def __init__(self) -> None:
        """Begin nothing yet."""
        self.begun, self.may_end = Event(), Event()

    def __call__(self, seconds: float) -> None:
        """Wait for the test, if there is something to wait for."""
        if seconds:
            self.begun.set()
            self.may_end.wait(LONGEST)
