"""The Sage 200 of our own, as a process beside the demo, and its control path."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import requests
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from demo.errors import DemoError
from demo.loopback import free_port

if TYPE_CHECKING:
    from demo.rows import Change, Row

SECONDS = 30
"""How long the sandbox may take to come up, to answer, or to end."""


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A sandbox that answers; its company number 1 is the one that the demo is about."""

    pid: int
    started: float
    """When the process began, in seconds since 1970: its id alone may one day be somebody else's."""
    url: str

    def about(self) -> dict[str, Any]:
        """Return what there is: companies, tables, addresses and the settings for the tap."""
        about: dict[str, Any] = self._ask("GET", "")
        return about

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table as the source holds them now, nulls included and decimals exact."""
        rows: list[Row] = self._sites() if table == "sites" else self._ask("GET", f"companies/1/tables/{table}")
        return rows

    def day_of_work(self) -> list[Change]:
        """Let the company work for a day, and return what that changed."""
        changes: list[Change] = self._ask("POST", "companies/1/day-of-work")
        return changes

    def fetched(self) -> dict[str, int]:
        """Return how many rows of each table were fetched since `forget`."""
        rows: dict[str, int] = {}
        for asked in self._ask("GET", "requests"):
            if asked["table"]:
                rows[asked["table"]] = rows.get(asked["table"], 0) + asked["rows"]
        return rows

    def forget(self) -> None:
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

    def _ask(self, method: str, path: str) -> Any:  # noqa: ANN401 - whatever JSON says
        answer = requests.request(method, f"{self.url}/_sandbox/{path}", timeout=SECONDS)
        answer.raise_for_status()
        return json.loads(answer.text, parse_float=Decimal) if answer.content else None


def start(log: Path) -> Sandbox:
    """Start the sandbox on a free port, as `sage200 sandbox` does, and wait until it answers.

    Raises:
        DemoError: It does not answer.
    """
    port = free_port()
    command = [str(Path(sys.executable).with_name("sage200")), "sandbox", f"--port={port}"]
    with log.open("wb") as output:
        process = psutil.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True)
    sandbox = Sandbox(process.pid, process.create_time(), f"http://127.0.0.1:{port}")
    try:
        for attempt in Retrying(
            retry=retry_if_exception_type(requests.ConnectionError),
            wait=wait_fixed(0.1),
            stop=lambda state: stop_after_delay(SECONDS)(state) or process.poll() is not None,
            reraise=True,
        ):
            with attempt:
                sandbox.about()
    except requests.RequestException as error:
        stop(sandbox.pid, sandbox.started)
        msg = f"The sandbox does not answer.\n{log.read_text(encoding='utf-8')}"
        raise DemoError(msg) from error
    except BaseException:
        stop(sandbox.pid, sandbox.started)
        raise
    return sandbox


def stop(pid: int, started: float) -> None:
    """End the process of a sandbox, if that process still is the one that was started then."""
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        if abs(process.create_time() - started) < 1:
            process.terminate()
            process.wait(SECONDS)
