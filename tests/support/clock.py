"""A clock for tests. It moves only when the code sleeps, and nothing waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tap_sage200.clock import Clock as SystemClock


@dataclass
class Clock(SystemClock):
    """The time that the code under test sees."""

    instant: datetime = datetime(2026, 1, 31, 12, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)
    """The seconds of each sleep so far."""

    def now(self) -> datetime:
        """Return the instant."""
        return self.instant

    def monotonic(self) -> float:
        """Return the instant in seconds."""
        return self.instant.timestamp()

    def sleep(self, seconds: float) -> None:
        """Record a sleep, and move the time forward by it."""
        self.slept.append(seconds)
        self.instant += timedelta(seconds=seconds)
