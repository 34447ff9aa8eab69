"""A server on loopback whose subclasses say what it answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from typing import Self

SITE = "5a9e0200-0000-4000-8000-000000000001"


class JsonServer(ABC):
    """Answers GET requests with JSON."""

    def __enter__(self) -> Self:
        """Start."""
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1  # head and body in one piece

            def do_GET(self) -> None:
                parts, company = urlsplit(self.path), int(self.headers.get("X-Company", 0))
                status, body = owner.answer(company, parts.path, dict(parse_qsl(parts.query)))
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
        """Stop."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """The address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @abstractmethod
    def answer(self, company: int, path: str, options: dict[str, str]) -> tuple[int, bytes]:
        """Return the status and the body for a request.

        Args:
            company: The number of the company; 0 without one.
            path: The path.
            options: The query options.
        """
