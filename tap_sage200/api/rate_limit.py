"""The rate limiter: how many requests are in flight, and how fast they follow each other.

Sage publishes no rate limit. The limiter starts with the settings and adapts. After a 429 (too many requests) or a 503
(busy), fewer requests are in flight. A second 429 soon after the first shows that Sage limits the requests in a period.
From then on, requests start no faster than Sage has accepted them. Both limits relax slowly, so the tap seldom reaches
the limit of Sage.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition
from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.clock import SYSTEM_CLOCK, Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_sage200.api.request import Interest

WIDER = 0.05
"""How much the number of requests in flight grows with each success: by one after twenty."""
FASTER = 0.98
"""The factor by which the learned gap between requests shrinks per second: by a fifth in eleven seconds."""
SLOWER = 1.25
"""The factor by which a learned gap grows with another 429."""
A_LITTLE_SLOWER = 1.1
"""The first learned gap, as a multiple of the gap with which Sage has just accepted requests."""
LONGEST_GAP = 60.0
SOON = 60.0
"""The seconds within which a second 429 shows that there is a limit."""

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
            per_minute: The most requests that start in a minute. None for no maximum.
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
        self._slowed_at = float("-inf")
        self._accepted = 0
        self._paused_for = 0.0
        self._pause_ended = float("-inf")

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
                    self._accepted += slot.began > self._slowed_at
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
                if interest is not None and not interest.is_wanted:
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
            self._slowed_at = max(self._slowed_at, began)  # a refusal of a request that is in flight now is no news
            self._pauses += 1
        try:
            yield
        finally:
            with self._changed:
                self._pauses -= 1
                self._pause_ended = self._clock.monotonic()
                self._paused_for = self._pause_ended - began
                self._changed.notify_all()

    def slow_down(self, began: float, *, too_fast: bool) -> None:
        """Note a 429 or 503. Of requests that were in flight together, only the first refusal counts.

        Args:
            began: The time at which the request started.
            too_fast: Whether the status was 429.
        """
        with self._changed:
            if began <= self._slowed_at:
                return
            now = self._clock.monotonic()
            if too_fast and now - self._slowed_at < SOON:
                self._learn_gap(now)
            self._slowed_at, self._accepted = now, 0
            self._width = max(1.0, self._width / 2)
            self._tell()

    def _learn_gap(self, now: float) -> None:
        # The period of the limit is at least the last pause: Sage accepted no more requests in that time.
        window = max(now - max(self._pause_ended, self._slowed_at), self._paused_for)
        gap = A_LITTLE_SLOWER * window / max(1, self._accepted)
        is_news = not self._learnt_gap
        self._learnt_gap = min(LONGEST_GAP, max(SLOWER * self._gap(), gap))
        self._learnt_at = now
        if is_news and self._learnt_gap:
            logger.info("%s", problems.responses.RATE_LEARNED.text(requests=round(60 / self._learnt_gap)))

    def _tell(self) -> None:
        width = int(self._width)
        if width < self._narrowest:
            self._narrowest = width
            logger.info("%s", problems.responses.FEWER_REQUESTS.text(requests=width))
