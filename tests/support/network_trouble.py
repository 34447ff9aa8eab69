"""Network failures, as the simulated network raises them."""

from __future__ import annotations

import socket
import ssl
from typing import Any

import pytest
import requests
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import (
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    SSLError,
)

Answers = dict[str, dict[str, Any]]
"""Failures by name."""

_POOL = HTTPConnectionPool("server.test")
_NO_ROUTE = NewConnectionError(HTTPConnection("server.test"), "no route to host")
_NO_NAME = NameResolutionError("server.test", HTTPConnection("server.test"), socket.gaierror(-2, "not known"))


def _tunnel(status: str) -> requests.exceptions.ProxyError:
    refused = ProxyError("Unable to connect to proxy", OSError(f"Tunnel connection failed: {status}"))
    return requests.exceptions.ProxyError(MaxRetryError(_POOL, "/", refused))


def _alert(reason: str) -> requests.exceptions.SSLError:
    error = ssl.SSLError(1, reason)
    error.reason = reason
    return requests.exceptions.SSLError(MaxRetryError(_POOL, "/", SSLError(error)))


UNTRUSTED = requests.exceptions.SSLError(MaxRetryError(_POOL, "/", SSLError(ssl.SSLCertVerificationError())))
NEVER_SENT: Answers = {
    "no connection": {"exc": requests.ConnectionError(MaxRetryError(_POOL, "/", _NO_ROUTE))},
    "no connection in time": {"exc": requests.ConnectTimeout()},
    "no connection to the proxy": {"exc": requests.exceptions.ProxyError()},
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
    "TLS broke within the answer": {"exc": requests.exceptions.SSLError(SSLError("bad record"))},
}
"""The request may have reached the server, and no response came back."""


def named(answers: Answers) -> pytest.MarkDecorator:
    """Run a test with each of these failures."""
    return pytest.mark.parametrize("answer", [pytest.param(answer, id=name) for name, answer in answers.items()])
