"""The clock of a run: what time it is, how long something took, and waiting."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tap_sage200 import timestamps

if TYPE_CHECKING:
    from datetime import datetime


class Clock:
    """The clock of this machine. Tests replace it by one that only moves when somebody sleeps."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        return timestamps.now()

    def monotonic(self) -> float:
        """Return seconds that never go back, for durations."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait for so many seconds."""
        time.sleep(seconds)


SYSTEM_CLOCK = Clock()
