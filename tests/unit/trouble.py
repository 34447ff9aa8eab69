"""What can go wrong on the way to a server and back, as the simulated network gives it."""

from __future__ import annotations

import ssl
from typing import Any

import pytest
import requests
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError, SSLError

Answers = dict[str, dict[str, Any]]
"""Answers of the network by what they are."""

_POOL = HTTPConnectionPool("server.test")
_NO_ROUTE = NewConnectionError(HTTPConnection("server.test"), "no route to host")

UNTRUSTED = requests.exceptions.SSLError(MaxRetryError(_POOL, "/", SSLError(ssl.SSLCertVerificationError())))
NEVER_SENT: Answers = {
    "no connection": {"exc": requests.ConnectionError(MaxRetryError(_POOL, "/", _NO_ROUTE))},
    "no connection in time": {"exc": requests.ConnectTimeout()},
    "no connection to the proxy": {"exc": requests.exceptions.ProxyError()},
    "a certificate that nobody trusts": {"exc": UNTRUSTED},
}
"""The request cannot have reached the server."""
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
"""The request may have reached the server, and the answer never came back."""


def named(answers: Answers) -> pytest.MarkDecorator:
    """Run a test with each of these answers."""
    return pytest.mark.parametrize("answer", [pytest.param(answer, id=name) for name, answer in answers.items()])
