"""Listens on this machine for the browser, which Sage ID redirects here after a sign-in."""

from __future__ import annotations

import errno
import hmac
import queue
import socket
import sys
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from tap_sage200 import problems
from tap_sage200.config.checks import LOOPBACK
from tap_sage200.errors import SignInError

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from tap_sage200.auth.authorization_code import AuthorizationRequest

_PAGE = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Sage 200</title>
<body style="font-family: sans-serif; margin: 4em"><h1>Continue in the terminal</h1>
<p>You can close this page.</p></html>
"""
_OTHER_SIGN_IN = b"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Sage 200</title>
<body style="font-family: sans-serif; margin: 4em"><h1>This page belongs to another sign-in</h1>
<p>Close it, and sign in at the address that the terminal shows.</p></html>
"""
_NOTHING_HERE = b"Nothing is here.\n"
_SECONDS_TO_NOTICE_STOP = 0.05
_ADDRESSES = {"localhost": ("127.0.0.1", "::1")}
"""A browser may look for `localhost` at either address."""
_NO_IPV6 = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT})


def is_loopback(redirect_uri: str) -> bool:
    """Return whether the command can listen at a redirect URI: it leads to this machine, without TLS."""
    parts = urlsplit(redirect_uri)
    return parts.scheme == "http" and parts.hostname in LOOPBACK


class RedirectListener:
    """Listens at a loopback redirect URI, exactly as Sage has registered it."""

    def __init__(self, sign_in: AuthorizationRequest) -> None:
        """Bind the port.

        Raises:
            OSError: Another program uses the port, or this user may not use it.
        """
        self._redirects = _Redirects(urlsplit(sign_in.redirect_uri).path or "/", sign_in.state)
        self._servers = _servers(sign_in.redirect_uri, self._redirects)
        self._threads = [
            Thread(target=server.serve_forever, args=[_SECONDS_TO_NOTICE_STOP], daemon=True) for server in self._servers
        ]

    def __enter__(self) -> Self:
        """Start listening."""
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening."""
        for server, thread in zip(self._servers, self._threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()

    def wait(self, seconds: float) -> str:
        """Wait for the browser. What belongs to another sign-in is answered, and does not end the wait.

        Returns:
            The path and the query of the URL that the browser requested.

        Raises:
            SignInError: The sign-in did not finish in time.
        """
        try:
            return self._redirects.arrived.get(timeout=seconds)
        except queue.Empty:
            pass
        if self._redirects.has_others:
            raise SignInError(problems.sign_in.OTHER_SIGN_INS_RETURNED, seconds=f"{seconds:.0f}")
        raise SignInError(problems.sign_in.BROWSER_DID_NOT_RETURN, seconds=f"{seconds:.0f}")


@dataclass(slots=True)
class _Redirects:
    """The redirects that arrive. One of them ends the sign-in."""

    path: str
    state: str = field(repr=False)
    arrived: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)
    has_others: bool = False
    """Whether a redirect of another sign-in has arrived."""

    def answer_to(self, address: str) -> tuple[HTTPStatus, bytes]:
        """Return the response to a request for a path with a query."""
        parts = urlsplit(address)
        if parts.path != self.path or not parts.query:  # for example for an icon
            return HTTPStatus.NOT_FOUND, _NOTHING_HERE
        [state, *_] = parse_qs(parts.query).get("state", [""])
        if not hmac.compare_digest(state.encode(), self.state.encode()):
            self.has_others = True
            return HTTPStatus.BAD_REQUEST, _OTHER_SIGN_IN
        self.arrived.put(address)
        return HTTPStatus.OK, _PAGE


def _servers(redirect_uri: str, redirects: _Redirects) -> list[_Server]:
    """Bind the port at each address that a browser may use."""
    parts = urlsplit(redirect_uri)
    host = parts.hostname or ""
    servers: list[_Server] = []
    try:
        for address in _ADDRESSES.get(host, (host,)):
            servers.append(_Server(address, parts.port or 80, redirects))  # noqa: PERF401 - an error must find those to close
    except OSError as error:
        if servers and error.errno in _NO_IPV6:
            return servers
        for server in servers:
            server.server_close()
        raise
    return servers


class _Server(ThreadingHTTPServer):
    """Handles each request in its own thread, because browsers open connections before they use them."""

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # there, a port in use could be bound once more, unnoticed

    def __init__(self, address: str, port: int, redirects: _Redirects) -> None:
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.redirects = redirects
        super().__init__((address, port), _Handler)

    def server_bind(self) -> None:
        """Bind the port, without the DNS query of `HTTPServer` for the name of this machine."""
        TCPServer.server_bind(self)

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a connection that breaks off. The browser can make another one."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 10

    def do_GET(self) -> None:
        """Answer, and pass on the redirect of this sign-in."""
        status, page = self.server.redirects.answer_to(self.path)
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Log nothing, because the URL contains the code."""
