"""A simulated Sage over HTTP, with one resource of any name."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from tap_sage200.api.request import Request

if TYPE_CHECKING:
    from typing import Self

    from tests.support.simulated_sage import SimulatedSage

SITE = "5a9e0200-0000-4000-8000-000000000001"


class ServedSage:
    """Serves the rows of a simulated Sage at one path, and nothing else."""

    def __init__(self, sage: SimulatedSage, path: str) -> None:
        """Prepare."""
        self._sage = sage
        self._path = path
        self._one_at_a_time = Lock()

    def __enter__(self) -> Self:
        """Start the server."""
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                status, body = owner.answer(self.path)
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, args=[0.01], daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of a run against it."""
        address = f"http://127.0.0.1:{self._server.server_port}"
        return {"access_token": "access-0", "api_url": address, "site_id": SITE, "company_id": 1}

    def answer(self, address: str) -> tuple[int, bytes]:
        """Answer a request."""
        parts = urlsplit(address)
        if parts.path != self._path:
            return 404, json.dumps({"Message": "Not found"}).encode()
        options = {name: int(value) if value.isdecimal() else value for name, value in parse_qsl(parts.query)}
        with self._one_at_a_time:
            return 200, self._sage.get(Request(parts.path, None, options), bytes).content
