"""The clock of a run: the current time, durations and waits."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tap_sage200 import timestamps

if TYPE_CHECKING:
    from datetime import datetime


class Clock:
    """The clock of the machine. Tests use a clock that moves only when `sleep` is called."""

    def now(self) -> datetime:
        """Return the current time, timezone-aware and in UTC."""
        return timestamps.now()

    monotonic = staticmethod(time.monotonic)
    """Return a number of seconds that never decreases, for durations."""

    def sleep(self, seconds: float) -> None:
        """Wait for this number of seconds."""
        time.sleep(seconds)


SYSTEM_CLOCK = Clock()
