"""The limiter that every request passes: how many at once, and how fast one after another.

Sage publishes no limit. So the limiter begins as the settings say, and learns. Where Sage answers that it is asked too
fast (429) or that it is busy (503), fewer requests are under way from then on. Where it answers 429 again soon, it has
a limit of so many in a time: then they follow each other no faster than Sage has taken them. Both come back slowly, so
that a limit is touched again only now and then.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition
from typing import TYPE_CHECKING

from tap_sage200.clock import SYSTEM_CLOCK, Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_sage200.api.request import Interest

WIDER = 0.05
"""By how much the number of requests at once grows with each good answer: by one with twenty."""
FASTER = 0.98
"""What becomes of the learnt gap between requests in a second: a fifth of it is gone after eleven."""
SLOWER = 1.25
"""What becomes of that gap when Sage says again that it is asked too fast."""
A_LITTLE_SLOWER = 1.1
"""The gap that is learnt at first, by that with which Sage has just taken requests."""
LONGEST_GAP = 60.0
SOON = 60.0
"""Seconds within which a second 429 shows that there is a limit."""

logger = logging.getLogger(__name__)


class UnwantedError(Exception):
    """A request was not sent, because its response was no longer wanted."""


@dataclass(slots=True)
class Slot:
    """The place of one request among those in flight."""

    began: float
    """The time at which the request started."""
    has_succeeded: bool = False
    """Whether the request succeeded. The number of requests in flight may then grow a little."""


class RateLimiter:
    """Limits the requests of all threads."""

    def __init__(
        self,
        at_once: int,
        per_minute: int | None = None,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Prepare the limiter.

        Args:
            at_once: The most requests in flight.
            per_minute: How many may begin in a minute, whatever is learnt; None for no ceiling.
            clock: The clock.
        """
        self._at_once = at_once
        self._width = float(at_once)
        self._narrowest = at_once
        self._least_gap = 60 / per_minute if per_minute else 0.0
        self._learnt_gap = 0.0
        self._learnt_at = 0.0
        self._clock = clock
        self._changed = Condition()
        self._queue: list[object] = []
        self._in_flight = 0
        self._pauses = 0
        self._next_start = 0.0
        self._eased = float("-inf")
        self._taken = 0
        self._held_for = 0.0
        self._free_since = float("-inf")

    @property
    def is_full(self) -> bool:
        """Whether the next request must wait until another one ends."""
        return self._in_flight >= int(self._width)

    @contextmanager
    def slot(self, interest: Interest | None = None) -> Iterator[Slot]:
        """Wait until one more request may start. It is in flight in this context.

        Args:
            interest: Tells, when the request may start, whether its response is still wanted. None if it always is.

        Raises:
            UnwantedError: The response is no longer wanted.
        """
        slot = Slot(self._enter(interest))
        try:
            yield slot
        finally:
            with self._changed:
                self._in_flight -= 1
                if slot.has_succeeded:
                    self._taken += slot.began > self._eased
                    self._width = min(float(self._at_once), self._width + WIDER)
                self._changed.notify_all()

    def _enter(self, interest: Interest | None) -> float:
        """Wait in the queue. Requests start in the order in which they came: pages are written in that order."""
        ticket = object()
        with self._changed:
            self._queue.append(ticket)
        try:
            return self._start(ticket, interest)
        finally:
            with self._changed:
                self._queue.remove(ticket)
                self._changed.notify_all()

    def _start(self, ticket: object, interest: Interest | None) -> float:
        has_slept = False
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._queue[0] is ticket and not self._pauses and not self.is_full)
                if interest is not None and not interest.is_wanted():
                    raise UnwantedError
                now = self._clock.monotonic()
                start = max(self._next_start, now)
                if has_slept or start == now:  # only the first in the queue changes the time of the next start
                    self._in_flight += 1
                    self._next_start = start + max(self._least_gap, self._gap())
                    return now
            self._clock.sleep(start - now)
            has_slept = True

    def _gap(self) -> float:
        return float(self._learnt_gap * FASTER ** (self._clock.monotonic() - self._learnt_at))

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Start no request in this context: Sage has said how long to wait."""
        began = self._clock.monotonic()
        with self._changed:
            self._pauses += 1
        try:
            yield
        finally:
            with self._changed:
                self._pauses -= 1
                self._free_since = self._clock.monotonic()
                self._held_for = self._free_since - began
                self._changed.notify_all()

    def slow_down(self, began: float, *, too_fast: bool) -> None:
        """Note that Sage asks for patience; of requests that were under way together, only the first one counts.

        Args:
            began: When the request began.
            too_fast: Whether Sage was asked too fast (429), and not only busy.
        """
        with self._changed:
            if began <= self._eased:
                return
            now = self._clock.monotonic()
            if too_fast and now - self._eased < SOON:
                self._learn_gap(now)
            self._eased, self._taken = now, 0
            self._width = max(1.0, self._width / 2)
            self._tell()

    def _learn_gap(self, now: float) -> None:
        # Sage counts at least over the time for which it wanted to be left alone: it took no more in that.
        window = max(now - max(self._free_since, self._eased), self._held_for)
        gap = A_LITTLE_SLOWER * window / max(1, self._taken)
        is_news = not self._learnt_gap
        self._learnt_gap = min(LONGEST_GAP, max(SLOWER * self._gap(), gap))
        self._learnt_at = now
        if is_news and self._learnt_gap:
            logger.info("Sage takes some %d requests a minute: it is asked no faster", round(60 / self._learnt_gap))

    def _tell(self) -> None:
        width = int(self._width)
        if width < self._narrowest:
            self._narrowest = width
            logger.info("Sage asks for patience: at most %d requests at once from now on, and more only slowly", width)
