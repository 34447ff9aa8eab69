"""An exchange with Sage: what is asked for, what came of it, and who wants to know."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_sage200.config.companies import Company

PAGE = ("$top", "$skip", "$filter")
"""The query options that tell one page of a table from another."""
OK = 200
SMALLEST_PAGE = 25
"""Rows below which a slow table is not asked for still less."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Request:
    """A GET of one resource of one company."""

    path: str
    company: Company | None = None
    """None only for `/sites`, which is the same for all."""
    options: Mapping[str, str | int] = field(default_factory=dict)
    stream: str = ""
    """The table that it is for, where the path is not its name."""

    @property
    def table(self) -> str:
        """The table that it is for."""
        return self.stream or self.path.removeprefix("/")

    @property
    def where(self) -> str:
        """Name the table and the company."""
        return self.table if self.company is None else f"{self.table}, {self.company}"

    @property
    def page(self) -> str:
        """Say which page it asks for: how many rows, and from which key or place on."""
        return self._address({name: value for name, value in self.options.items() if name in PAGE})

    @property
    def in_full(self) -> str:
        """Say all that it asks for."""
        return self._address(self.options)

    def _address(self, options: Mapping[str, str | int]) -> str:
        return self.path + "".join(
            f"{'&' if place else '?'}{name}={value}" for place, (name, value) in enumerate(options.items())
        )

    def smaller(self) -> Request:
        """Ask for half as many rows, where that can help."""
        top = self.options.get("$top")
        if not isinstance(top, int) or top <= SMALLEST_PAGE:
            return self
        return replace(self, options={**self.options, "$top": max(SMALLEST_PAGE, top // 2)})


@dataclass(frozen=True, slots=True)
class ApiResponse(Generic[T]):
    """What Sage answered, and to which request: it may have asked for fewer rows than the first one."""

    content: T
    request: Request
    seconds: float = 0.0
    """How long it took, body included."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request that was sent, and what came back."""

    request: Request
    status: int | None
    """The status of the answer; None where none came."""
    body: bytes = field(repr=False)
    """The body, unpacked."""
    seconds: float
    """How long the answer took, body included."""
    attempt: int
    """The how-manieth request it was for this page, repetitions with a new token included; the first is 1."""

    def rows(self) -> int | None:
        """Count the rows that came; None where there are none to count."""
        if self.status != OK:
            return None
        try:
            answer = msgspec.json.decode(self.body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None
        rows = answer.get("value", [answer]) if isinstance(answer, dict) else answer
        return len(rows) if isinstance(rows, list) else None


class Observer(Protocol):
    """Wants to know of every exchange."""

    def on_exchange(self, exchange: Exchange) -> None:
        """Take note of an exchange that has just ended; called once for each request that was sent."""
