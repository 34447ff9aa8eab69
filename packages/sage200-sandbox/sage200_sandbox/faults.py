"""What can go wrong on purpose."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection

Door = Literal["api", "token"]

STATUSES = frozenset({"400", "401", "403", "404", "429", "500", "502", "503", "504"})
"""Sage, or the gateway before it, refuses."""
READINGS = frozenset({"ignore-skip", "ignore-orderby", "ignore-filter", "short"})
"""The request is read wrongly, and answered as if all were well; these add up."""
SPOILINGS = frozenset({"html", "cut", "drop", "lost", "not-json", "object", "reset", "slow", "wrapped"})
"""The answer does not arrive as it should."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        kind: "latency"; a status such as "503"; "html" (a page with status 200), "cut" (less than its
            Content-Length), "drop" (the connection ends before a byte), "reset" (the same, by a TCP reset),
            "lost" (the same, but the token is rotated), "slow" (the body comes in small pieces), "not-json",
            "object" or "wrapped" (where an array is due); "ignore-skip", "ignore-orderby", "ignore-filter",
            "short" (half of the page).
        table: Only for this table; None for any.
        times: How often; None for ever.
        after: How many requests that it is for are spared first.
        above: Only where more rows than this are asked for.
        expand: Only where this expansion is asked for.
        retry_after: What a status sends as `Retry-After`: seconds, or an HTTP date.
        seconds: How long the latency is, or how long a slow body takes.
        message: The `Message` that a status sends.
        on: Which door: the tables, or the token endpoint.
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
    on: Door = "api"

    def __post_init__(self) -> None:
        """Refuses a fault that could never happen.

        Raises:
            ValueError: if the kind is unknown, or does not go with the rest.
        """
        if self.kind not in STATUSES | READINGS | SPOILINGS | {"latency"}:
            msg = f"No fault is called {self.kind!r}."
            raise ValueError(msg)
        if (self.kind in {"latency", "slow"}) != (self.seconds is not None):
            msg = "A latency and a slow body have seconds, and nothing else has."
            raise ValueError(msg)
        if self.kind == "lost" and self.on != "token":
            msg = "Only a token can be lost: use on='token', or 'drop'."
            raise ValueError(msg)
        if self.on == "token" and (self.kind in READINGS or self.table or self.above or self.expand):
            msg = "The token endpoint has no table and no pages."
            raise ValueError(msg)

    def is_for(self, door: Door, table: str | None, top: int, expands: Collection[str]) -> bool:
        """Whether it concerns such a request."""
        if self.on != door or self.table not in {None, table}:
            return False
        return (self.above is None or top > self.above) and (self.expand is None or self.expand in expands)


@dataclass(frozen=True, slots=True)
class Mishap:
    """What goes wrong with one request.

    Attributes:
        delay: Seconds to wait before the answer.
        readings: The kinds of `READINGS` that happen.
        ending: The fault that decides the answer: a status, or a spoiled one.
    """

    delay: float
    readings: frozenset[str]
    ending: Fault | None


@dataclass(slots=True, eq=False)
class _Pending:
    """A fault that is switched on, and how far it has come."""

    fault: Fault
    spared: int = 0
    done: int = 0

    def is_due(self) -> bool:
        if self.spared < self.fault.after:
            self.spared += 1
            return False
        return self.fault.times is None or self.done < self.fault.times


class FaultBoard:
    """The faults that are switched on."""

    def __init__(self) -> None:
        """Nothing goes wrong."""
        self._pending: list[_Pending] = []
        self._lock = Lock()

    def add(self, fault: Fault) -> None:
        """Switches a fault on."""
        with self._lock:
            self._pending.append(_Pending(fault))

    def clear(self) -> None:
        """Switches all faults off."""
        with self._lock:
            self._pending.clear()

    def take(self, door: Door, table: str | None = None, top: int = 0, expands: Collection[str] = ()) -> Mishap:
        """What goes wrong with this request.

        Of faults that exclude each other the one switched on first happens; the other waits for the next
        request.
        """
        with self._lock:
            due = [pending for pending in self._pending if pending.fault.is_for(door, table, top, expands)]
            due = [pending for pending in due if pending.is_due()]
            endings = [pending for pending in due if pending.fault.kind in STATUSES | SPOILINGS]
            happening = [pending for pending in due if pending not in endings[1:]]
            for pending in happening:
                pending.done += 1
        faults = [pending.fault for pending in happening]
        return Mishap(
            delay=sum(fault.seconds or 0.0 for fault in faults if fault.kind == "latency"),
            readings=frozenset(fault.kind for fault in faults) & READINGS,
            ending=endings[0].fault if endings else None,
        )
