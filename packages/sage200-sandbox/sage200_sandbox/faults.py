"""Faults: failures that the sandbox produces on demand."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection

Endpoint = Literal["api", "token"]

STATUSES = frozenset({"400", "401", "403", "404", "429", "500", "502", "503", "504"})
"""Sage, or the gateway in front of it, refuses the request."""
MISREADINGS = frozenset({"ignore-skip", "ignore-orderby", "ignore-filter", "short"})
"""The server ignores a part of the request and returns 200. Several can apply to one request."""
BROKEN_RESPONSES = frozenset({"html", "cut", "drop", "lost", "not-json", "object", "reset", "slow", "wrapped"})
"""The response is damaged, late or lost."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One failure, and the requests that it applies to.

    Attributes:
        kind: "latency"; a status such as "503"; "html" (a page with status 200), "cut" (body shorter than
            Content-Length), "drop" (connection closed without a byte), "reset" (the same, by a TCP reset),
            "lost" (the same as "drop", but the refresh token is rotated), "slow" (the body arrives in small pieces),
            "not-json", "object" or "wrapped" (instead of an array); "ignore-skip", "ignore-orderby",
            "ignore-filter", "short" (half of the page).
        table: Only for this table; None for all.
        times: Number of requests that fail; None for all.
        after: Number of matching requests that succeed first.
        above: Only for pages of more than this number of rows.
        expand: Only for requests with this expansion.
        retry_after: Value of `Retry-After` in the response of a status: seconds, or an HTTP date.
        seconds: Duration of a latency or of a slow body.
        message: The `Message` in the response of a status.
        on: The endpoint that fails: the API, or the token endpoint.
    """

    kind: str
    table: str | None = None
    times: int | None = 1
    after: int = 0
    above: int | None = None
    expand: str | None = None
    retry_after: int | str | None = None
    seconds: float | None = None
    message: str | None = None
    on: Endpoint = "api"

    def __post_init__(self) -> None:
        """Refuse a fault that can never happen.

        Raises:
            ValueError: The kind is unknown, or contradicts the other values.
        """
        if self.kind not in STATUSES | MISREADINGS | BROKEN_RESPONSES | {"latency"}:
            msg = f"No fault is called {self.kind!r}."
            raise ValueError(msg)
        if (self.kind in {"latency", "slow"}) != (self.seconds is not None):
            msg = "latency and slow need seconds. Other kinds have no seconds."
            raise ValueError(msg)
        if self.kind == "lost" and self.on != "token":
            msg = "lost is for the token endpoint: use on='token', or kind drop."
            raise ValueError(msg)
        if self.on == "token" and (self.kind in MISREADINGS or self.table or self.above or self.expand):
            msg = "The token endpoint has no tables and no pages."
            raise ValueError(msg)

    def applies_to(self, endpoint: Endpoint, table: str | None, top: int, expands: Collection[str]) -> bool:
        """Return whether the fault applies to this request."""
        if self.on != endpoint or self.table not in {None, table}:
            return False
        return (self.above is None or top > self.above) and (self.expand is None or self.expand in expands)


@dataclass(frozen=True, slots=True)
class Effects:
    """The faults of one request.

    Attributes:
        delay: Seconds to wait before the response.
        misreadings: Kinds of `MISREADINGS`.
        failure: The fault that decides the response: a status, or a broken response.
    """

    delay: float
    misreadings: frozenset[str]
    failure: Fault | None


@dataclass(slots=True, eq=False)
class _ActiveFault:
    """A fault, and the number of matching requests so far."""

    fault: Fault
    spared: int = 0
    done: int = 0

    def is_due(self) -> bool:
        if self.spared < self.fault.after:
            self.spared += 1
            return False
        return self.fault.times is None or self.done < self.fault.times


class ActiveFaults:
    """The faults of a sandbox at this time."""

    def __init__(self) -> None:
        """Start without faults."""
        self._active: list[_ActiveFault] = []
        self._lock = Lock()

    def add(self, fault: Fault) -> None:
        """Add a fault to the active ones."""
        with self._lock:
            self._active.append(_ActiveFault(fault))

    def clear(self) -> None:
        """Remove all faults."""
        with self._lock:
            self._active.clear()

    def take(
        self, endpoint: Endpoint, table: str | None = None, top: int = 0, expands: Collection[str] = ()
    ) -> Effects:
        """Return the effects on one request, and count them.

        If several faults decide the response, the fault that was added first applies. The others wait for the next
        request.
        """
        with self._lock:
            matching = [active for active in self._active if active.fault.applies_to(endpoint, table, top, expands)]
            due = [active for active in matching if active.is_due()]
            failures = [active for active in due if active.fault.kind in STATUSES | BROKEN_RESPONSES]
            happening = [active for active in due if active not in failures[1:]]
            for active in happening:
                active.done += 1
        faults = [active.fault for active in happening]
        return Effects(
            delay=sum(fault.seconds or 0.0 for fault in faults if fault.kind == "latency"),
            misreadings=frozenset(fault.kind for fault in faults) & MISREADINGS,
            failure=failures[0].fault if failures else None,
        )
