"""The sandbox, as a process of its own, and its control API."""

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
"""How long the sandbox may take to answer."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A sandbox that answers; its company number 1 is the one that the demo is about."""

    process: Process
    url: str

    def about(self) -> dict[str, Any]:
        """Return companies, tables, addresses and the settings for the tap."""
        about: dict[str, Any] = self._ask("GET", "")
        return about

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table as the source holds them now, nulls included and decimals exact."""
        rows: list[Row] = self._sites() if table == "sites" else self._ask("GET", f"companies/1/tables/{table}")
        return rows

    def change(self, change: Change) -> None:
        """Do to one row what a person does."""
        self._ask("POST", "companies/1/changes", [change])

    def day_of_work(self) -> list[Change]:
        """Let the company work for a day, and return what that changed."""
        changes: list[Change] = self._ask("POST", "companies/1/day-of-work")
        return changes

    def fetched(self) -> dict[str, int]:
        """Return how many rows of each table were fetched since `reset_fetched`."""
        rows: dict[str, int] = {}
        for asked in self._ask("GET", "requests"):
            if asked["table"]:
                rows[asked["table"]] = rows.get(asked["table"], 0) + asked["rows"]
        return rows

    def reset_fetched(self) -> None:
        """Count fetched rows from here on."""
        self._ask("DELETE", "requests")

    def _sites(self) -> list[Row]:
        """Ask the API itself for its list of companies, which is no table of a company."""
        settings = self.about()["settings"]
        sign_in = {name: settings[name] for name in ("client_id", "client_secret", "refresh_token")}
        token = requests.post(
            settings["token_url"], data={"grant_type": "refresh_token", **sign_in}, timeout=SECONDS
        ).json()["access_token"]
        sites: list[Row] = requests.get(
            f"{settings['api_url']}/sites", headers={"Authorization": f"Bearer {token}"}, timeout=SECONDS
        ).json()
        return sites

    def _ask(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON; each caller says what it asked for
        answer = requests.request(method, f"{self.url}/_sandbox/{path}", timeout=SECONDS, json=body)
        if not answer.ok:
            msg = f"The sandbox refuses {method} {path}: {answer.text}"
            raise DemoError(msg)
        return json.loads(answer.text, parse_float=Decimal) if answer.content else None


def start(log: Path) -> Sandbox:
    """Start the sandbox on a free port, as `sage200-sandbox` does.

    Raises:
        DemoError: It does not answer.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    process = processes.start(
        [str(Path(sys.executable).with_name("sage200-sandbox")), f"--port={port}"],
        log=log,
        ask=lambda: requests.get(f"{url}/_sandbox/", timeout=SECONDS),
        not_yet=requests.ConnectionError,
    )
    return Sandbox(process, url)
