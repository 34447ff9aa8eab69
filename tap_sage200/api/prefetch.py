"""Prefetch: background threads send requests before their responses are needed, while records are written.

Responses are taken in the order in which they are needed, so the output stays in order. Each paginator names the pages
that it needs next, and the plan of the run names the first requests of the next tables. A queue holds at most one and a
half times as many responses as requests may be in flight. An error is raised where its response is taken.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Condition, Lock, Thread
from typing import TYPE_CHECKING, Protocol

from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.records.body import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_sage200.api.request import ApiResponse, BodyParser, Interest, Request

STALE = 300.0
"""Seconds after which a prefetched response is requested again, because its rows can have changed."""
LINGER = 0.05
"""Seconds for which a thread without work waits for the next request. To start a thread takes a millisecond in a busy
process."""


class Client(Protocol):
    """Sends requests."""

    def get(self, request: Request, parse: BodyParser[bytes], interest: Interest | None) -> ApiResponse[bytes]:
        """Fetch a resource, as `Sage200Client.get` does. Called in several threads."""


@dataclass(slots=True, eq=False)
class _Entry:
    """A request that waits to be sent, is in flight, or has a response."""

    request: Request
    queue: PrefetchQueue
    response: ApiResponse[bytes] | None = None
    error: Exception | SystemExit | None = None
    ended_at: float | None = None
    """The time at which the request ended."""
    is_wanted: bool = True
    """Whether its queue still wants the response."""


class Prefetcher:
    """Sends requests before their responses are needed. A run has one prefetcher."""

    def __init__(
        self,
        client: Client,
        at_once: int,
        *,
        thread_type: type[Thread] = Thread,
        linger: float = LINGER,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Begin without requests.

        Args:
            client: Sends the requests.
            at_once: The most requests in flight. The rate limiter enforces it.
            thread_type: Runs the work. A test can pass a thread that runs in place.
            linger: Seconds for which a thread without work waits for the next request.
            clock: The clock.
        """
        self.depth = at_once + at_once // 2
        """The most requests in a queue, and the most threads. There are more threads than requests in flight, because
        another request can start while a thread decompresses a response."""
        self._client = client
        self._thread_type = thread_type
        self._clock = clock
        self._linger = linger
        lock = Lock()
        self._ended = Condition(lock)
        """Notified when a request has ended."""
        self._added = Condition(lock)
        """Notified when there are requests to send."""
        self._expected: list[_Entry] = []
        self._to_send: list[_Entry] = []
        self._threads = 0
        self._idle = 0
        """How many of the threads wait for requests."""

    def get(self, request: Request, queue: PrefetchQueue) -> ApiResponse[bytes]:
        """Return the response to a request, prefetched or not.

        Raises:
            Sage200Error: The request failed.
        """
        with self._ended:
            entry = self._take(request)
            if entry is None:
                self._to_send.insert(0, entry := _Entry(request, queue))
            elif entry in self._to_send:
                self._to_send.remove(entry)
                self._to_send.insert(0, entry)
        self._send()
        with self._ended:
            self._ended.wait_for(lambda: entry.ended_at is not None)
        if entry.response is None:
            raise entry.error or AssertionError(request)
        return entry.response

    def expect(self, requests: Sequence[Request], queue: PrefetchQueue, *, urgent: bool) -> None:
        """Prefetch the next requests of a queue, and drop its other requests.

        Args:
            requests: The next requests of the queue, in order.
            queue: The queue.
            urgent: Whether to send them before the requests of other queues.
        """
        with self._ended:
            known = [entry for entry in self._expected if entry.queue is queue]
            wanted = [
                next((entry for entry in known if entry.request == request), None) or _Entry(request, queue)
                for request in requests
            ]
            for entry in known:
                entry.is_wanted = entry in wanted
            to_send = [entry for entry in wanted if entry not in known or entry in self._to_send]
            others = [entry for entry in self._to_send if entry.queue is not queue]
            self._expected = [*(entry for entry in self._expected if entry.queue is not queue), *wanted]
            self._to_send = [*to_send, *others] if urgent else [*others, *to_send]
        self._send()

    def _take(self, request: Request) -> _Entry | None:
        entry = next((entry for entry in self._expected if entry.request == request), None)
        if entry is None:
            return None
        self._expected.remove(entry)
        is_stale = entry.ended_at is not None and self._clock.monotonic() - entry.ended_at > STALE
        return None if is_stale else entry

    def _send(self) -> None:
        with self._ended:
            self._added.notify(len(self._to_send))
            threads = max(0, min(self.depth - self._threads, len(self._to_send) - self._idle))
            self._threads += threads
        for _ in range(threads):
            # A daemon: a request in flight does not delay the end of the process.
            self._thread_type(target=self._work, name="prefetch", daemon=True).start()

    def _work(self) -> None:
        while (entry := self._next()) is not None:
            try:
                entry.response = self._client.get(entry.request, whole, entry)
            except (Exception, SystemExit) as error:  # noqa: BLE001 - `get` raises it in the thread that waits
                entry.error = error  # SystemExit: a signal ends the process, and no token is requested any more
            with self._ended:
                entry.ended_at = self._clock.monotonic()
                self._ended.notify_all()

    def _next(self) -> _Entry | None:
        with self._ended:
            if not self._to_send:
                self._idle += 1
                self._added.wait_for(lambda: self._to_send, self._linger)
                self._idle -= 1
            if self._to_send:
                return self._to_send.pop(0)
            self._threads -= 1
            return None


@dataclass(frozen=True, slots=True, eq=False)
class PrefetchQueue:
    """The next requests of one paginator, or of the plan of the run, in order."""

    prefetcher: Prefetcher = field(repr=False)
    urgent: bool = True
    """Whether its requests are sent before those of other queues."""

    def get(self, request: Request) -> ApiResponse[bytes]:
        """Return the response to a request, prefetched or not.

        Raises:
            Sage200Error: The request failed.
        """
        return self.prefetcher.get(request, self)

    def expect(self, requests: Sequence[Request]) -> None:
        """Prefetch the next requests, and drop the other requests of this queue."""
        self.prefetcher.expect(requests, self, urgent=self.urgent)
