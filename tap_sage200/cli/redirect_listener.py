"""The place on this machine where the person's browser comes back to after a sign-in."""

from __future__ import annotations

import queue
import socket
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tap_sage200.config.checks import LOOPBACK
from tap_sage200.errors import SignInError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

_PAGE = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Sage 200</title>
<body style="font-family: sans-serif; margin: 4em"><h1>Go on in the terminal</h1><p>You can close this page.</p></html>
"""
_SECONDS_TO_NOTICE_STOP = 0.05


def is_loopback(redirect_uri: str) -> bool:
    """Tell whether a browser on this machine comes back to this machine, and without TLS: then one can listen."""
    parts = urlsplit(redirect_uri)
    return parts.scheme == "http" and parts.hostname in LOOPBACK


class RedirectListener:
    """Listens at a redirect URI on loopback, exactly as it is registered."""

    def __init__(self, redirect_uri: str) -> None:
        """Take the port.

        Raises:
            OSError: The port is taken, or is not for everybody to take.
        """
        self._server = _Server(redirect_uri)
        self._thread = Thread(target=self._server.serve_forever, args=[_SECONDS_TO_NOTICE_STOP], daemon=True)

    def __enter__(self) -> Self:
        """Listen."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def wait(self, seconds: float) -> str:
        """Wait for the browser.

        Returns:
            The address that it came to, from the path on.

        Raises:
            SignInError: Nobody came in time.
        """
        try:
            return self._server.arrived.get(timeout=seconds)
        except queue.Empty:
            msg = (
                f"The browser did not come back within {seconds:.0f} seconds, and nothing has changed. Run the login "
                "again when you are ready: with --no-browser if your browser is on another machine, or with a longer "
                "--timeout."
            )
            raise SignInError(msg) from None


class _Server(ThreadingHTTPServer):
    """Takes each request in a thread of its own: browsers open connections that they do not use yet."""

    daemon_threads = True

    def __init__(self, redirect_uri: str) -> None:
        parts = urlsplit(redirect_uri)
        is_v6 = parts.hostname == "::1"
        self.address_family = socket.AF_INET6 if is_v6 else socket.AF_INET
        self.path = parts.path or "/"
        self.arrived: queue.Queue[str] = queue.Queue()
        super().__init__(("::1" if is_v6 else "127.0.0.1", parts.port or 80), _Handler)

    def server_bind(self) -> None:
        """Take the port, without asking DNS for a name of this machine as `HTTPServer` does."""
        TCPServer.server_bind(self)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 10

    def do_GET(self) -> None:
        """Take what comes to the redirect URI, and nothing else, such as a request for an icon."""
        parts = urlsplit(self.path)
        if parts.path != self.server.path or not parts.query:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(_PAGE)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(_PAGE)
        self.server.arrived.put(self.path)

    def log_message(self, *_: object) -> None:
        """Log nothing: the address holds the code."""
