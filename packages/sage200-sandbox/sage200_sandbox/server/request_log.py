"""The log of requests and their responses."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """A request and its response.

    Attributes:
        method: The HTTP method.
        path: The path, without the query.
        table: The table; None at the token endpoint.
        query: The query options, decoded.
        site_id: The `X-Site` header, if any.
        company_id: The `X-Company` header, if it is a number.
        status: The status of the response; 0 if the connection ended without one.
        rows: Number of rows in the response.
    """

    method: str
    path: str
    table: str | None
    query: Mapping[str, str]
    site_id: str | None
    company_id: int | None
    status: int
    rows: int


class RequestLog:
    """All requests in the order of their responses."""

    def __init__(self) -> None:
        """Start empty."""
        self._requests: list[LoggedRequest] = []
        self._lock = Lock()

    def write(self, request: LoggedRequest) -> None:
        """Add a request before its response is sent."""
        with self._lock:
            self._requests.append(request)

    def read(self) -> list[LoggedRequest]:
        """Return the requests so far."""
        with self._lock:
            return list(self._requests)

    def clear(self) -> None:
        """Remove all requests."""
        with self._lock:
            self._requests.clear()
