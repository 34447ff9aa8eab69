"""What was asked of the sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Asked:
    """A request and what became of it.

    Attributes:
        method: The HTTP verb.
        path: The path, without the query.
        table: The table asked for; None at the token endpoint.
        query: The query options, decoded.
        site_id: The `X-Site` sent, if any.
        company_id: The `X-Company` sent, if it is a number.
        status: The status answered; 0 if the connection ended without an answer.
        rows: How many rows were answered.
    """

    method: str
    path: str
    table: str | None
    query: Mapping[str, str]
    site_id: str | None
    company_id: int | None
    status: int
    rows: int


class Journal:
    """All requests in the order of their answers."""

    def __init__(self) -> None:
        """Nothing was asked yet."""
        self._asked: list[Asked] = []
        self._lock = Lock()

    def write(self, asked: Asked) -> None:
        """Notes a request, before its answer leaves."""
        with self._lock:
            self._asked.append(asked)

    def read(self) -> list[Asked]:
        """What was asked so far."""
        with self._lock:
            return list(self._asked)

    def forget(self) -> None:
        """Begins anew."""
        with self._lock:
            self._asked.clear()
