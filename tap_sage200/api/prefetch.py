"""Prefetch: requests are sent in background threads before they are wanted, while records are written.

Responses are taken in the order in which they are wanted, which keeps the output in order. Each paginator says which
pages it wants next, and the plan of the run says with which requests the next tables begin. Each queue may hold as many
responses as requests may be in flight, and half as many again. An error is raised where the response is wanted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Condition
from typing import TYPE_CHECKING

from tap_sage200.api.thread_pool import ThreadPool
from tap_sage200.clock import SYSTEM_CLOCK, Clock

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tap_sage200.api.request import ApiResponse, Request

    Ask = Callable[[Request, Callable[[], bool]], ApiResponse[bytes]]

STALE = 300.0
"""Seconds after which a prefetched response is requested again, since people change rows meanwhile."""


@dataclass(slots=True, eq=False)
class _Prefetched:
    """A request that waits to be sent, is in flight, or has its response."""

    request: Request
    queue: PrefetchQueue
    response: ApiResponse[bytes] | None = None
    error: Exception | None = None
    since: float | None = None
    """When it was settled."""
    is_dropped: bool = False
    """Whether its queue no longer wants it."""

    def is_wanted(self) -> bool:
        """Tell whether its queue still wants the response."""
        return not self.is_dropped


class Prefetcher:
    """Sends requests before they are wanted; one for a whole run."""

    def __init__(
        self,
        ask: Ask,
        at_once: int,
        *,
        start: Callable[[Callable[[], None]], None] | None = None,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Begin with nothing.

        Args:
            ask: Sends a request, if it is still wanted when its turn comes, and waits for its answer; called in several
                threads.
            at_once: How many requests may be in flight; the rate limiter enforces it.
            start: Lets some work be done; by default in a thread.
            clock: The clock.
        """
        self.depth = at_once + at_once // 2
        """How many requests a queue may hold, and how many threads there are: while one thread decompresses a response,
        another may begin a request."""
        self._ask = ask
        self._start = start or ThreadPool().do
        self._clock = clock
        self._changed = Condition()
        self._asked: list[_Prefetched] = []
        self._to_send: list[_Prefetched] = []
        self._threads = 0

    def get(self, request: Request, queue: PrefetchQueue) -> ApiResponse[bytes]:
        """Return the response to a request, which may have been prefetched.

        Raises:
            Sage200Error: What the request failed with.
        """
        with self._changed:
            asked = self._taken(request)
            if asked is None:
                self._to_send.insert(0, asked := _Prefetched(request, queue))
            elif asked in self._to_send:
                self._to_send.remove(asked)
                self._to_send.insert(0, asked)
        self._send()
        with self._changed:
            self._changed.wait_for(lambda: asked.since is not None)
        if asked.response is None:
            raise asked.error or AssertionError(request)
        return asked.response

    def expect(self, requests: Sequence[Request], queue: PrefetchQueue, *, urgent: bool) -> None:
        """Request the next responses of a queue, and drop what else it wanted.

        Args:
            requests: The requests that it wants next, in this order.
            queue: The queue.
            urgent: Whether to send them before those of other queues.
        """
        with self._changed:
            known = [asked for asked in self._asked if asked.queue is queue]
            wanted = [
                next((asked for asked in known if asked.request == request), None) or _Prefetched(request, queue)
                for request in requests
            ]
            for asked in known:
                asked.is_dropped = asked not in wanted
            to_send = [asked for asked in wanted if asked not in known or asked in self._to_send]
            of_others = [asked for asked in self._to_send if asked.queue is not queue]
            self._asked = [*(asked for asked in self._asked if asked.queue is not queue), *wanted]
            self._to_send = [*to_send, *of_others] if urgent else [*of_others, *to_send]
        self._send()

    def _taken(self, request: Request) -> _Prefetched | None:
        asked = next((asked for asked in self._asked if asked.request == request), None)
        if asked is None:
            return None
        self._asked.remove(asked)
        is_stale = asked.since is not None and self._clock.monotonic() - asked.since > STALE
        return None if is_stale else asked

    def _send(self) -> None:
        with self._changed:
            threads = min(self.depth - self._threads, len(self._to_send))
            self._threads += threads
        for _ in range(threads):
            self._start(self._work)

    def _work(self) -> None:
        while (asked := self._next()) is not None:
            try:
                asked.response = self._ask(asked.request, asked.is_wanted)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is raised where the answer is wanted
                asked.error = error
            with self._changed:
                asked.since = self._clock.monotonic()
                self._changed.notify_all()

    def _next(self) -> _Prefetched | None:
        with self._changed:
            if self._to_send:
                return self._to_send.pop(0)
            self._threads -= 1
            return None


@dataclass(frozen=True, slots=True, eq=False)
class PrefetchQueue:
    """The requests that one paginator, or the plan of the run, wants next, in this order."""

    prefetcher: Prefetcher = field(repr=False)
    urgent: bool = True
    """Whether it goes before other queues."""

    def get(self, request: Request) -> ApiResponse[bytes]:
        """Give the answer to a request.

        Raises:
            Sage200Error: What the request failed with.
        """
        return self.prefetcher.get(request, self)

    def expect(self, requests: Sequence[Request]) -> None:
        """Request what is wanted next, and drop what else was wanted."""
        self.prefetcher.expect(requests, self, urgent=self.urgent)
