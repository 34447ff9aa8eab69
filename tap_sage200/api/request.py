"""The values of the API client: a request, its response, and an exchange that observers see."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_sage200.config.companies import Company

PAGE = ("$top", "$skip", "$filter")
"""The query options that identify a page of a table."""
OK = 200
KEY = re.compile(r"/\d+(?=/|$)")
"""The key of a row in a path."""
SMALLEST_PAGE = 25
"""The number of rows at which a page is not halved again."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Request:
    """A GET request for one resource of one company."""

    path: str
    company: Company | None = None
    """None only for `/sites`, which lists the companies."""
    options: Mapping[str, str | int] = field(default_factory=dict)
    stream: str = ""
    """The table that the request is for. Empty if the path is the name of the table."""

    @property
    def table(self) -> str:
        """The name of the table that the request is for."""
        return self.stream or self.path.removeprefix("/")

    @property
    def resource(self) -> str:
        """The path without the keys of rows. Requests for the rows of one parent each are for one resource."""
        return KEY.sub("", self.path)

    @property
    def where(self) -> str:
        """The table and the company, for messages."""
        return self.table if self.company is None else f"{self.table}, {self.company}"

    def __str__(self) -> str:
        """Return the table and the company."""
        return self.where

    @property
    def page(self) -> str:
        """The path with the options that identify the page, for messages."""
        return self._address({name: value for name, value in self.options.items() if name in PAGE})

    @property
    def in_full(self) -> str:
        """The path with all options, for messages."""
        return self._address(self.options)

    def _address(self, options: Mapping[str, str | int]) -> str:
        return self.path + "".join(
            f"{'&' if place else '?'}{name}={value}" for place, (name, value) in enumerate(options.items())
        )

    def smaller(self) -> Request:
        """Return a request for half as many rows, or the same request if it cannot be halved."""
        top = self.options.get("$top")
        if not isinstance(top, int) or top <= SMALLEST_PAGE:
            return self
        return replace(self, options={**self.options, "$top": max(SMALLEST_PAGE, top // 2)})


@dataclass(frozen=True, slots=True)
class ApiResponse(Generic[T]):
    """The parsed body of a response."""

    content: T
    request: Request
    """The request that succeeded. It can have a smaller `$top` than the first attempt."""
    seconds: float = 0.0
    """Seconds until the body was complete."""
    packed: int = 0
    """The size of the body in bytes as it was sent, which may be compressed."""
    is_smaller_for_now: bool = True
    """Whether Sage can send larger pages. If the request is for fewer rows than the first one, the rate was limited."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request that was sent, and its response."""

    request: Request
    status: int | None
    """The HTTP status. None if no response came."""
    body: bytes = field(repr=False)
    """The decompressed body."""
    seconds: float
    """Seconds until the body was complete."""
    attempt: int
    """Attempt number, from 1. Requests that are repeated with a new token count too."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The headers of the response."""

    def rows(self) -> int | None:
        """Return the number of rows in the body, or None if the body has no rows."""
        if self.status != OK:
            return None
        try:
            content = msgspec.json.decode(self.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        rows = content.get("value", [content]) if isinstance(content, dict) else content
        return len(rows) if isinstance(rows, list) else None


class Observer(Protocol):
    """Receives every exchange."""

    def on_exchange(self, exchange: Exchange) -> None:
        """Receive an exchange. Called once for each request that was sent, when it has ended."""


class BodyParser(Protocol[T_co]):
    """Turns the body of a response into its content, as `parse_rows` does."""

    def __call__(self, body: bytes, /) -> T_co:
        """Parse a body.

        Raises:
            ValueError: The body is not complete or not as expected. The client sends the request again.
        """


class Interest(Protocol):
    """The interest in the response to a request, which can end before the request is sent."""

    @property
    def is_wanted(self) -> bool:
        """Whether the response is still wanted. Read before each attempt is sent."""
