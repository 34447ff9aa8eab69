"""Listens on this machine for the browser, which Sage ID redirects here after a sign-in."""

from __future__ import annotations

import queue
import socket
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tap_sage200 import problems
from tap_sage200.config.checks import LOOPBACK
from tap_sage200.errors import SignInError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

_PAGE = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Sage 200</title>
<body style="font-family: sans-serif; margin: 4em"><h1>Continue in the terminal</h1>
<p>You can close this page.</p></html>
"""
_SECONDS_TO_NOTICE_STOP = 0.05


def is_loopback(redirect_uri: str) -> bool:
    """Return whether the command can listen at a redirect URI: it leads to this machine, without TLS."""
    parts = urlsplit(redirect_uri)
    return parts.scheme == "http" and parts.hostname in LOOPBACK


class RedirectListener:
    """Listens at a loopback redirect URI, exactly as Sage has registered it."""

    def __init__(self, redirect_uri: str) -> None:
        """Bind the port.

        Raises:
            OSError: Another program uses the port, or this user may not use it.
        """
        self._server = _Server(redirect_uri)
        self._thread = Thread(target=self._server.serve_forever, args=[_SECONDS_TO_NOTICE_STOP], daemon=True)

    def __enter__(self) -> Self:
        """Start listening."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def wait(self, seconds: float) -> str:
        """Wait for the browser.

        Returns:
            The path and the query of the URL that the browser requested.

        Raises:
            SignInError: The sign-in did not finish in time.
        """
        try:
            return self._server.arrived.get(timeout=seconds)
        except queue.Empty:
            raise SignInError(problems.sign_in.BROWSER_DID_NOT_RETURN, seconds=f"{seconds:.0f}") from None


class _Server(ThreadingHTTPServer):
    """Handles each request in its own thread, because browsers open connections before they use them."""

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # there, a port in use could be bound once more, unnoticed

    def __init__(self, redirect_uri: str) -> None:
        parts = urlsplit(redirect_uri)
        is_v6 = parts.hostname == "::1"
        self.address_family = socket.AF_INET6 if is_v6 else socket.AF_INET
        self.path = parts.path or "/"
        self.arrived: queue.Queue[str] = queue.Queue()
        super().__init__(("::1" if is_v6 else "127.0.0.1", parts.port or 80), _Handler)

    def server_bind(self) -> None:
        """Bind the port, without the DNS query of `HTTPServer` for the name of this machine."""
        TCPServer.server_bind(self)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 10

    def do_GET(self) -> None:
        """Accept a request to the redirect URI. Refuse other requests, for example for an icon."""
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
        """Log nothing, because the URL contains the code."""
