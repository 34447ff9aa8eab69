"""The sandbox in a separate process, and its control API."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import requests

from tools.demo import processes
from tools.demo.errors import DemoError
from tools.demo.ports import free_port

if TYPE_CHECKING:
    from tools.demo.processes import Process
    from tools.demo.rows import Change, Row

SECONDS = 30
"""Timeout for requests to the sandbox, in seconds."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox. The demo uses its company number 1."""

    process: Process
    url: str

    def wait(self) -> None:
        """Wait until the sandbox responds.

        Raises:
            DemoError: The sandbox does not respond.
        """
        processes.wait_for(
            self.process,
            ask=lambda: requests.get(f"{self.url}/_sandbox/", timeout=SECONDS),
            not_yet=requests.ConnectionError,
        )

    def about(self) -> dict[str, Any]:
        """Return companies, tables, URLs and the settings for the tap."""
        about: dict[str, Any] = self._request("GET", "")
        return about

    def rows(self, table: str) -> list[Row]:
        """Return the current rows of a table in the source, including nulls, with exact decimals."""
        rows: list[Row] = self._sites() if table == "sites" else self._request("GET", f"companies/1/tables/{table}")
        return rows

    def change(self, change: Change) -> None:
        """Change one row, like a user."""
        self._request("POST", "companies/1/changes", [change])

    def day_of_work(self) -> list[Change]:
        """Simulate a day of work in the company, and return the changes."""
        changes: list[Change] = self._request("POST", "companies/1/day-of-work")
        return changes

    def requests(self) -> int:
        """Return the number of requests since `forget_requests`, the one for a token included."""
        return len(self._request("GET", "requests"))

    def forget_requests(self) -> None:
        """Count requests from 0 again."""
        self._request("DELETE", "requests")

    def _sites(self) -> list[Row]:
        """Request the list of companies from the API, because it is not a table of one company."""
        settings = self.about()["settings"]
        sign_in = {name: settings[name] for name in ("client_id", "client_secret", "refresh_token")}
        token = requests.post(
            settings["token_url"], data={"grant_type": "refresh_token", **sign_in}, timeout=SECONDS
        ).json()["access_token"]
        sites: list[Row] = requests.get(
            f"{settings['api_url']}/sites", headers={"Authorization": f"Bearer {token}"}, timeout=SECONDS
        ).json()
        return sites

    def _request(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON; each caller declares its type
        response = requests.request(method, f"{self.url}/_sandbox/{path}", timeout=SECONDS, json=body)
        if not response.ok:
            msg = f"The sandbox refused {method} {path}: {response.text}"
            raise DemoError(msg)
        return json.loads(response.text, parse_float=Decimal) if response.content else None


def start(log: Path) -> Sandbox:
    """Start the sandbox on a free port, as `sage200-sandbox` does. It responds a few seconds later: `wait`."""
    port = free_port()
    process = processes.start([str(Path(sys.executable).with_name("sage200-sandbox")), f"--port={port}"], log=log)
    return Sandbox(process, f"http://127.0.0.1:{port}")
