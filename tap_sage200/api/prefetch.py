"""Requests ahead of their reading: under way in threads of their own, while records are written.

Answers are taken in whatever order they are wanted, so that the output is in order. Each walk says which pages it will
want next, and the plan of the run says with which requests the next tables begin: for each of these, no more answers
wait than requests may be under way at once, and half as many again. What a request fails with is raised where its
answer is wanted.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Condition
from typing import TYPE_CHECKING

from tap_sage200.api.thread_pool import ThreadPool

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tap_sage200.api.request import ApiResponse, Request

    Ask = Callable[[Request, Callable[[], bool]], ApiResponse[bytes]]

STALE = 300.0
"""Seconds after which an answer that nobody has taken is asked for again: people work on meanwhile."""


@dataclass(slots=True, eq=False)
class _Asked:
    """A request that is to be sent, is under way, or has its answer."""

    request: Request
    line: PrefetchQueue
    answer: ApiResponse[bytes] | None = None
    error: Exception | None = None
    since: float | None = None
    """When it was settled."""
    is_dropped: bool = False
    """Whether its line wants it no more."""

    def is_wanted(self) -> bool:
        """Tell whether its line waits for it, or will."""
        return not self.is_dropped


class Prefetcher:
    """Asks for what will be wanted; one for all of a run."""

    def __init__(
        self,
        ask: Ask,
        at_once: int,
        *,
        start: Callable[[Callable[[], None]], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with nothing.

        Args:
            ask: Sends a request, if it is still wanted when its turn comes, and waits for its answer; called in several
                threads.
            at_once: How many requests may be under way; the gate sees to it.
            start: Lets some work be done; by default in a thread.
            clock: Tells seconds.
        """
        self.depth = at_once + at_once // 2
        """How many requests a line may want at once, and how many threads there are: while one unpacks what has come,
        another may begin."""
        self._ask = ask
        self._start = start or ThreadPool().do
        self._clock = clock
        self._changed = Condition()
        self._asked: list[_Asked] = []
        self._to_send: list[_Asked] = []
        self._threads = 0

    def get(self, request: Request, line: PrefetchQueue) -> ApiResponse[bytes]:
        """Give the answer to a request, which may have been asked for ahead.

        Raises:
            Sage200Error: What the request failed with.
        """
        with self._changed:
            asked = self._taken(request)
            if asked is None:
                self._to_send.insert(0, asked := _Asked(request, line))
            elif asked in self._to_send:
                self._to_send.remove(asked)
                self._to_send.insert(0, asked)
        self._send()
        with self._changed:
            self._changed.wait_for(lambda: asked.since is not None)
        if asked.answer is None:
            raise asked.error or AssertionError(request)
        return asked.answer

    def expect(self, requests: Sequence[Request], line: PrefetchQueue, *, urgent: bool) -> None:
        """Ask for what a line will want, and for nothing else any more of what it wanted.

        Args:
            requests: What it will want, in this order.
            line: The line.
            urgent: Whether to send it before what other lines want.
        """
        with self._changed:
            known = [asked for asked in self._asked if asked.line is line]
            wanted = [
                next((asked for asked in known if asked.request == request), None) or _Asked(request, line)
                for request in requests
            ]
            for asked in known:
                asked.is_dropped = asked not in wanted
            to_send = [asked for asked in wanted if asked not in known or asked in self._to_send]
            of_others = [asked for asked in self._to_send if asked.line is not line]
            self._asked = [*(asked for asked in self._asked if asked.line is not line), *wanted]
            self._to_send = [*to_send, *of_others] if urgent else [*of_others, *to_send]
        self._send()

    def _taken(self, request: Request) -> _Asked | None:
        asked = next((asked for asked in self._asked if asked.request == request), None)
        if asked is None:
            return None
        self._asked.remove(asked)
        is_stale = asked.since is not None and self._clock() - asked.since > STALE
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
                asked.answer = self._ask(asked.request, asked.is_wanted)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is raised where the answer is wanted
                asked.error = error
            with self._changed:
                asked.since = self._clock()
                self._changed.notify_all()

    def _next(self) -> _Asked | None:
        with self._changed:
            if self._to_send:
                return self._to_send.pop(0)
            self._threads -= 1
            return None


@dataclass(frozen=True, slots=True, eq=False)
class PrefetchQueue:
    """What one walk wants, or the plan of the run: in this order."""

    ahead: Prefetcher = field(repr=False)
    urgent: bool = True
    """Whether it goes before other lines."""

    def get(self, request: Request) -> ApiResponse[bytes]:
        """Give the answer to a request.

        Raises:
            Sage200Error: What the request failed with.
        """
        return self.ahead.get(request, self)

    def expect(self, requests: Sequence[Request]) -> None:
        """Ask ahead for what will be wanted, and for nothing else any more."""
        self.ahead.expect(requests, self, urgent=self.urgent)
