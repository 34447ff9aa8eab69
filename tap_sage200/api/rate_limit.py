"""The limiter that every request passes: how many at once, and how fast one after another.

Sage publishes no limit. So the limiter begins as the settings say, and learns. Where Sage answers that it is asked too
fast (429) or that it is busy (503), fewer requests are under way from then on. Where it answers 429 again soon, it has
a limit of so many in a time: then they follow each other no faster than Sage has taken them. Both come back slowly, so
that a limit is touched again only now and then.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from threading import Condition
from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.clock import SYSTEM_CLOCK, Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
    """A request was not sent, as nobody wanted its answer any more when its turn came."""


class RateLimiter:
    """Lets the requests of all threads through."""

    def __init__(
        self,
        at_once: int,
        per_minute: int | None = None,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Open the limiter.

        Args:
            at_once: How many requests may be under way.
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
        self._waiting: list[object] = []
        self._under_way = 0
        self._holding = 0
        self._next = 0.0
        self._eased = float("-inf")
        self._taken = 0
        self._held_for = 0.0
        self._free_since = float("-inf")

    @property
    def is_full(self) -> bool:
        """Whether the next request would have to wait for another one to end."""
        return self._under_way >= int(self._width)

    @contextmanager
    def slot(self, is_wanted: Callable[[], bool] = lambda: True) -> Iterator[float]:
        """Wait for the turn of one more request, which is under way within; gives the time at which it began.

        Args:
            is_wanted: Tells when its turn comes whether anybody still wants the answer.

        Raises:
            UnwantedError: Nobody does.
        """
        self._enter(is_wanted)
        try:
            yield self._clock.monotonic()
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify_all()

    def _enter(self, is_wanted: Callable[[], bool]) -> None:
        with self._place_in_the_queue() as is_first:
            has_slept = False
            while True:
                with self._changed:
                    self._changed.wait_for(lambda: is_first() and not self._holding and not self.is_full)
                    if not is_wanted():
                        raise UnwantedError
                    now = self._clock.monotonic()
                    turn = max(self._next, now)
                    if has_slept or turn == now:  # nobody else can have moved the turn of the first
                        self._under_way += 1
                        self._next = turn + max(self._least_gap, self._gap())
                        return
                self._clock.sleep(turn - now)
                has_slept = True

    @contextmanager
    def _place_in_the_queue(self) -> Iterator[Callable[[], bool]]:
        """Wait behind those who wait already: a page that others overtook would hold up all that come after it."""
        with self._changed:
            self._waiting.append(own := object())
        try:
            yield lambda: self._waiting[0] is own
        finally:
            with self._changed:
                self._waiting.remove(own)
                self._changed.notify_all()

    def _gap(self) -> float:
        return float(self._learnt_gap * FASTER ** (self._clock.monotonic() - self._learnt_at))

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let nobody begin within: Sage has said for how long it wants to be left alone."""
        began = self._clock.monotonic()
        with self._changed:
            self._holding += 1
        try:
            yield
        finally:
            with self._changed:
                self._holding -= 1
                self._free_since = self._clock.monotonic()
                self._held_for = self._free_since - began
                self._changed.notify_all()

    def succeeded(self, began: float) -> None:
        """Note a good answer: a little more is dared.

        Args:
            began: When the request began.
        """
        with self._changed:
            self._taken += began > self._eased
            self._width = min(float(self._at_once), self._width + WIDER)
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
            logger.info("%s", problems.responses.RATE_LEARNED.text(requests=round(60 / self._learnt_gap)))

    def _tell(self) -> None:
        width = int(self._width)
        if width < self._narrowest:
            self._narrowest = width
            logger.info("%s", problems.responses.FEWER_REQUESTS.text(requests=width))
