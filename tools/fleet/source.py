"""The Sage of the fleet, in a process of its own, and its control path."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import requests

from tools.demo import processes
from tools.demo.ports import free_port
from tools.demo.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tools.demo.processes import Process
    from tools.demo.rows import Key, Row

_SECONDS = 60
"""Timeout for requests to the control path, in seconds."""
_UNTIL_READY = 600
"""Seconds that making the companies may take."""


@dataclass(frozen=True, slots=True)
class Company:
    """A company with rows. It is also the tables that `Source` reads."""

    sage: Sage
    number: int
    site_id: str
    company_id: int

    def rows(self, table: str, /) -> list[Row]:
        """Return the current rows of a table, including nulls, with exact decimals."""
        rows: list[Row] = self.sage.get(f"companies/{self.number}/tables/{table}")
        return rows

    def expected(self, table: str, key: Sequence[str]) -> dict[Key, Row]:
        """Return the rows of a table by key, with the columns that the tap adds."""
        return Source(self, {"site_id": self.site_id, "company_id": self.company_id}).rows(table, key)


@dataclass(frozen=True, slots=True)
class Sage:
    """The running sandbox."""

    process: Process
    url: str

    def wait(self) -> None:
        """Wait until it responds.

        Raises:
            DemoError: It does not respond.
        """
        processes.wait_for(self.process, ask=self.requests, not_yet=requests.ConnectionError, seconds=_UNTIL_READY)

    def settings(self) -> dict[str, Any]:
        """Return the settings for the tap, with a new sign-in."""
        settings: dict[str, Any] = self.get("")["settings"]
        return settings

    def companies(self) -> list[Company]:
        """Return the companies that have rows."""
        return [
            Company(self, each["number"], each["site_id"], each["company_id"]) for each in self.get("")["companies"]
        ]

    def requests(self) -> list[dict[str, Any]]:
        """Return the requests since `forget_requests`."""
        log: list[dict[str, Any]] = self.get("requests")
        return log

    def most_requests_at_once(self) -> int:
        """Return the largest number of requests in flight since `forget_requests`."""
        most: int = self.get("requests/at-once")["most"]
        return most

    def forget_requests(self) -> None:
        """Empty the log of requests, and measure the requests in flight again."""
        requests.delete(f"{self.url}/_sandbox/requests", timeout=_SECONDS).raise_for_status()

    def expire_access_tokens(self) -> None:
        """Let all access tokens expire."""
        requests.post(f"{self.url}/_sandbox/tokens/expire", timeout=_SECONDS).raise_for_status()

    def get(self, path: str) -> Any:  # noqa: ANN401 - JSON; each caller declares its type
        """Return what the control path sends."""
        response = requests.get(f"{self.url}/_sandbox/{path}", timeout=_SECONDS)
        response.raise_for_status()
        return json.loads(response.text, parse_float=Decimal)


def start(log: Path) -> Sage:
    """Start the process on a free port. It responds some seconds later: `wait`."""
    port = free_port()
    process = processes.start([sys.executable, "-m", "tools.fleet.sage", str(port)], log=log)
    return Sage(process, f"http://127.0.0.1:{port}")
