"""Network failures, as the simulated network raises them."""

from __future__ import annotations

import socket
import ssl
from http.client import BadStatusLine, RemoteDisconnected
from typing import Any

import pytest
import requests
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)

Answers = dict[str, dict[str, Any]]
"""Failures by name."""

_POOL = HTTPConnectionPool("server.test")
_NO_ROUTE = NewConnectionError(HTTPConnection("server.test"), "no route to host")
_NO_NAME = NameResolutionError("server.test", HTTPConnection("server.test"), socket.gaierror(-2, "not known"))


def _proxy(original: Exception) -> requests.exceptions.ProxyError:
    error = ProxyError("Unable to connect to proxy", original)
    return requests.exceptions.ProxyError(MaxRetryError(_POOL, "/", error))


def _tunnel(status: str) -> requests.exceptions.ProxyError:
    return _proxy(OSError(f"Tunnel connection failed: {status}"))


def _alert(reason: str) -> requests.exceptions.SSLError:
    error = ssl.SSLError(1, reason)
    error.reason = reason
    return requests.exceptions.SSLError(MaxRetryError(_POOL, "/", SSLError(error)))


UNTRUSTED = requests.exceptions.SSLError(MaxRetryError(_POOL, "/", SSLError(ssl.SSLCertVerificationError())))
NEVER_SENT: Answers = {
    "no connection": {"exc": requests.ConnectionError(MaxRetryError(_POOL, "/", _NO_ROUTE))},
    "no connection in time": {"exc": requests.ConnectTimeout()},
    "no connection to the proxy": {"exc": _proxy(_NO_ROUTE)},
    "no connection to the proxy in time": {"exc": _proxy(ConnectTimeoutError())},
    "no name of the proxy": {"exc": _proxy(_NO_NAME)},
    "no TLS with the proxy": {"exc": _proxy(SSLError(ssl.SSLError("unknown")))},
    "no name": {"exc": requests.ConnectionError(MaxRetryError(_POOL, "/", _NO_NAME))},
    "no way on from the proxy": {"exc": _tunnel("502 Bad Gateway")},
}
"""The request did not reach the server. A retry may."""
CLOSED: Answers = {
    "a certificate that nobody trusts": {"exc": UNTRUSTED},
    "a server that wants a certificate": {"exc": _alert("TLSV13_ALERT_CERTIFICATE_REQUIRED")},
    "a server without TLS": {"exc": _alert("WRONG_VERSION_NUMBER")},
    "a proxy that wants credentials": {"exc": _tunnel("407 Proxy Authentication Required")},
    "a proxy that forbids the way": {"exc": _tunnel("403 Forbidden")},
}
"""The request did not reach the server. No retry will, until somebody changes something."""
LOST: Answers = {
    "no answer in time": {"exc": requests.ReadTimeout()},
    "a reset": {"exc": requests.ConnectionError(ProtocolError("reset", ConnectionResetError()))},
    "a reason that is not told": {"exc": requests.ConnectionError()},
    "half an answer": {"exc": requests.exceptions.ChunkedEncodingError()},
    "TLS broke before the answer": {
        "exc": requests.exceptions.SSLError(MaxRetryError(_POOL, "/", SSLError(ssl.SSLError("alert"))))
    },
    "a proxy that closed the connection": {"exc": _proxy(RemoteDisconnected("closed"))},
    "a proxy that reset the connection": {"exc": _proxy(ConnectionResetError(104, "reset"))},
    "a proxy that took half a request": {"exc": _proxy(BrokenPipeError(32, "broken pipe"))},
    "a proxy that was silent": {"exc": _proxy(ReadTimeoutError(_POOL, "/", "timeout"))},
    "a proxy without HTTP": {"exc": _proxy(BadStatusLine("HELLO"))},
    "a fault of the proxy that is not told": {"exc": requests.exceptions.ProxyError()},
    "TLS broke within the answer": {"exc": requests.exceptions.SSLError(SSLError("bad record"))},
}
"""The request may have reached the server, and no response came back."""


def named(answers: Answers) -> pytest.MarkDecorator:
    """Run a test with each of these failures."""
    return pytest.mark.parametrize("answer", [pytest.param(answer, id=name) for name, answer in answers.items()])
