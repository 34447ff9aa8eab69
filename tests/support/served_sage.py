"""A simulated Sage over HTTP, with one resource of any name."""

from __future__ import annotations

import json
from threading import Lock
from typing import TYPE_CHECKING, Any

from tap_sage200.api.request import Request
from tests.support.json_server import SITE, JsonServer

if TYPE_CHECKING:
    from tests.support.simulated_sage import SimulatedSage


class ServedSage(JsonServer):
    """Serves the rows of a simulated Sage at one path, and nothing else."""

    def __init__(self, sage: SimulatedSage, path: str) -> None:
        """Prepare."""
        self._sage = sage
        self._path = path
        self._one_at_a_time = Lock()

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of a run against it."""
        return {"access_token": "access-0", "api_url": self.url, "site_id": SITE, "company_id": 1}

    def answer(self, company: int, path: str, options: dict[str, str]) -> tuple[int, bytes]:
        """Answer a request."""
        del company
        if path != self._path:
            return 404, json.dumps({"Message": "Not found"}).encode()
        typed = {name: int(value) if value.isdecimal() else value for name, value in options.items()}
        with self._one_at_a_time:
            return 200, self._sage.get(Request(path, None, typed), bytes).content
