"""Explains why a request did not reach its server, and what to do."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import (
    ConnectTimeoutError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    SSLError,
)

from tap_sage200 import problems
from tap_sage200.errors import NetworkError
from tap_sage200.transport.retry import TransientError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_sage200.problems.problem import Problem

_NOT_YET_VALID, _EXPIRED = 9, 10
_OTHER_HOST = frozenset({62, 64})
_ALERTS: Mapping[str, Problem] = {
    "CERTIFICATE_REQUIRED": problems.network.CLIENT_CERTIFICATE_WANTED,
    "HANDSHAKE_FAILURE": problems.network.HANDSHAKE_REFUSED,
    "BAD_CERTIFICATE": problems.network.CLIENT_CERTIFICATE_REFUSED,
    "CERTIFICATE_EXPIRED": problems.network.CLIENT_CERTIFICATE_EXPIRED,
    "CERTIFICATE_UNKNOWN": problems.network.CLIENT_CERTIFICATE_REFUSED,
    "UNKNOWN_CA": problems.network.CLIENT_CERTIFICATE_OF_UNKNOWN_ISSUER,
    "ACCESS_DENIED": problems.network.CLIENT_CERTIFICATE_REFUSED,
}
"""The TLS alerts with which a server requests or refuses a client certificate (RFC 8446)."""
_NO_TLS = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "UNSUPPORTED_PROTOCOL"})
"""The reasons that OpenSSL gives if the other side does not use TLS."""
_REFUSED_TUNNEL = re.compile(r"Tunnel connection failed: (\d{3})")
"""What http.client says if a proxy refuses a tunnel."""


class UnreachableError(TransientError):
    """The server cannot be reached now. A retry can help."""


@dataclass(frozen=True, slots=True)
class NetworkProblem:
    """Why a request did not reach its server."""

    what: str
    """What happened."""
    advice: str
    """What to do, as a complete sentence."""
    may_pass: bool = True
    """Whether a retry can help."""


def never_sent(error: requests.RequestException) -> bool:
    """Return whether a request certainly did not reach the server. It is then safe to repeat it."""
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.InvalidURL):
        return True
    reason = _reason(error)
    if isinstance(reason, ProxyError):
        return _never_got_through(reason.original_error)
    if isinstance(reason, SSLError):
        return _handshake(reason, "") is not None
    return isinstance(reason, NewConnectionError)


def name_of(error: Exception) -> str:
    """Return the name of what ended a request that may have been sent, for a message."""
    reason = _reason(error)
    return type(reason.original_error if isinstance(reason, ProxyError) else error).__name__


def unreachable(error: requests.RequestException, who: str, url: str) -> UnreachableError | NetworkError:
    """Make the error for a request that was never sent (`never_sent`).

    Args:
        error: The error of the request.
        who: The name of the server, for the message.
        url: The URL of the server.
    """
    found = network_problem(error, urlsplit(url).hostname or url)
    if found.may_pass:
        return UnreachableError(
            problems.network.UNREACHABLE, advice=found.advice, server=who, url=url, cause=found.what
        )
    return NetworkError(problems.network.NO_CONNECTION, server=who, url=url, cause=found.what, advice=found.advice)


def network_problem(error: requests.RequestException, host: str) -> NetworkProblem:
    """Find the reason why a request was never sent (`never_sent`).

    Args:
        error: The error of the request.
        host: The host name of the server.
    """
    reason = _reason(error)
    if isinstance(reason, ProxyError):
        return _at_the_proxy(reason.original_error, host)
    if isinstance(reason, SSLError) and (found := _handshake(reason, host)):
        return found
    if isinstance(reason, NameResolutionError):
        return _problem(problems.network.NAME_NOT_RESOLVED, host=host)
    if isinstance(reason, NewConnectionError):
        return _no_connection(reason, host)
    if isinstance(error, requests.ConnectTimeout):
        return _problem(problems.network.CONNECTION_TIMEOUT, host=host)
    return _problem(problems.network.CONNECTION_FAILED, host=host, error=type(error).__name__)


def _problem(problem: Problem, *, may_pass: bool = True, **facts: object) -> NetworkProblem:
    return NetworkProblem(problem.text(**facts), problem.action, may_pass)


def _reason(error: Exception) -> Exception | None:
    cause = error.args[0] if error.args else None
    return cause.reason if isinstance(cause, MaxRetryError) else None


def _never_got_through(original: Exception) -> bool:
    """Return whether a proxy certainly did not forward a request.

    urllib3 also blames the proxy for a connection that ends after the request was sent.
    """
    if isinstance(original, ConnectTimeoutError | SSLError):
        return True
    return _REFUSED_TUNNEL.search(str(original)) is not None


def _at_the_proxy(original: Exception, host: str) -> NetworkProblem:
    refusal = _REFUSED_TUNNEL.search(str(original))
    if refusal is not None:
        return _refused_tunnel(int(refusal[1]), host)
    if isinstance(original, SSLError):
        found = _handshake(original, "the proxy")
        return found or _problem(problems.network.NO_TLS_WITH_PROXY)
    if isinstance(original, NameResolutionError):
        return _problem(problems.network.PROXY_NAME_NOT_RESOLVED)
    return _problem(problems.network.PROXY_UNREACHABLE)


def _refused_tunnel(status: int, host: str) -> NetworkProblem:
    if status == requests.codes.proxy_authentication_required:
        return _problem(problems.network.PROXY_CREDENTIALS, may_pass=False)
    if status < requests.codes.server_error:
        return _problem(problems.network.PROXY_FORBIDS, may_pass=False, host=host, status=status)
    return _problem(problems.network.PROXY_CANNOT_CONNECT, host=host, status=status)


def _no_connection(reason: NewConnectionError, host: str) -> NetworkProblem:
    cause = reason.__cause__ or reason.__context__
    if type(cause).__module__ == "socks":  # PySocks is optional
        told = str(getattr(cause, "socket_err", None) or cause).rstrip(".")
        if "authentication" in told.lower():
            return _problem(problems.network.SOCKS_CREDENTIALS, may_pass=False)
        return _problem(problems.network.SOCKS_REFUSED, host=host, reason=told)
    if isinstance(cause, ConnectionRefusedError):
        return _problem(problems.network.CONNECTION_REFUSED, host=host)
    told = f" ({cause.strerror})" if isinstance(cause, OSError) else ""
    return _problem(problems.network.NOT_CONNECTED, host=host, reason=told)


def _handshake(reason: SSLError, host: str) -> NetworkProblem | None:
    """Return why a TLS handshake failed. None if TLS failed later, or at an unknown time."""
    error = reason.args[0] if reason.args else None
    if isinstance(error, ssl.SSLCertVerificationError):
        return _untrusted(error, host)
    told = getattr(error, "reason", None) or ""
    alert = told.partition("_ALERT_")[2]
    if alert in _ALERTS:
        return _problem(_ALERTS[alert], may_pass=False, host=host)
    if told in _NO_TLS:
        return _problem(problems.network.NO_TLS, may_pass=False, host=host, reason=told)
    return None


def _untrusted(error: ssl.SSLCertVerificationError, host: str) -> NetworkProblem:
    code = getattr(error, "verify_code", None)
    told = getattr(error, "verify_message", "") or "certificate verify failed"
    if code in {_NOT_YET_VALID, _EXPIRED}:
        return _problem(problems.network.CERTIFICATE_NOT_VALID_NOW, may_pass=False, host=host, reason=told)
    if code in _OTHER_HOST:
        problem, told = problems.network.CERTIFICATE_OF_OTHER_HOST, told.rstrip(".")
        return _problem(problem, may_pass=False, host=host, reason=told)
    return _problem(problems.network.UNTRUSTED_CERTIFICATE, may_pass=False, host=host, reason=told)
