"""Explains why a request did not reach its server, and what to do."""

from __future__ import annotations

import re
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError, ProxyError, SSLError

from tap_sage200.errors import NetworkError
from tap_sage200.transport.retry import TransientError

if TYPE_CHECKING:
    from collections.abc import Mapping

PROXY_CREDENTIALS = (
    "Put user and password into proxy_url, as in http://user:password@proxy.example:8080, with %40 for an @ in them."
)
CHECK_PROXY = "Check proxy_url, or HTTPS_PROXY where that is not set."

_NOT_YET_VALID, _EXPIRED = 9, 10
_OTHER_HOST = frozenset({62, 64})
_ALERTS: Mapping[str, str] = {
    "CERTIFICATE_REQUIRED": "wants a client certificate",
    "HANDSHAKE_FAILURE": "refuses the TLS handshake; perhaps it wants a client certificate",
    "BAD_CERTIFICATE": "refuses the client certificate",
    "CERTIFICATE_EXPIRED": "refuses the client certificate, which has expired",
    "CERTIFICATE_UNKNOWN": "refuses the client certificate",
    "UNKNOWN_CA": "does not know who issued the client certificate",
    "ACCESS_DENIED": "refuses the client certificate",
}
"""The TLS alerts with which a server requests or refuses a client certificate (RFC 8446)."""
_NO_TLS = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "UNSUPPORTED_PROTOCOL"})
"""The reasons that OpenSSL gives if the other side does not use TLS."""


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
    if isinstance(error, requests.ConnectTimeout | requests.exceptions.ProxyError | requests.exceptions.InvalidURL):
        return True
    reason = _reason(error)
    if isinstance(reason, SSLError):
        return _handshake(reason, "") is not None
    return isinstance(reason, NewConnectionError)


def unreachable(error: requests.RequestException, who: str, url: str) -> Exception:
    """Make the error for a request that was never sent (`never_sent`).

    Args:
        error: The error of the request.
        who: The name of the server, for the message.
        url: The URL of the server.
    """
    found = network_problem(error, urlsplit(url).hostname or url)
    msg = f"{who} cannot be reached at {url}: {found.what}"
    return UnreachableError(msg, advice=found.advice) if found.may_pass else NetworkError(f"{msg}. {found.advice}")


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
        return NetworkProblem(
            f"the name {host} cannot be resolved",
            "Check the address, and DNS on this machine; where only a proxy leads out, set proxy_url.",
        )
    if isinstance(reason, NewConnectionError):
        return _no_connection(reason, host)
    if isinstance(error, requests.ConnectTimeout):
        return NetworkProblem(
            f"{host} did not take the connection in time",
            "Check the network and its firewall; where only a proxy leads out, set proxy_url.",
        )
    return NetworkProblem(f"the way to {host} is closed ({type(error).__name__})", f"Check the network. {CHECK_PROXY}")


def _reason(error: requests.RequestException) -> Exception | None:
    cause = error.args[0] if error.args else None
    return cause.reason if isinstance(cause, MaxRetryError) else None


def _at_the_proxy(original: Exception, host: str) -> NetworkProblem:
    answer = re.search(r"Tunnel connection failed: (\d{3})", str(original))
    if answer is not None:
        return _refused_tunnel(int(answer[1]), host)
    if isinstance(original, SSLError):
        found = _handshake(original, "the proxy")
        return found or NetworkProblem(
            "no TLS with the proxy", f"{CHECK_PROXY} A proxy is seldom addressed by https://."
        )
    if isinstance(original, NameResolutionError):
        return NetworkProblem("the name of the proxy cannot be resolved", CHECK_PROXY)
    return NetworkProblem("the proxy cannot be reached", f"{CHECK_PROXY} It may be down.")


def _refused_tunnel(status: int, host: str) -> NetworkProblem:
    if status == requests.codes.proxy_authentication_required:
        what = "the proxy wants credentials, or refuses those it got (407)"
        return NetworkProblem(what, PROXY_CREDENTIALS, may_pass=False)
    if status < requests.codes.server_error:
        advice = f"Ask whoever runs the proxy to allow {host}, or name it in NO_PROXY if no proxy is needed."
        return NetworkProblem(f"the proxy refuses the way to {host} ({status})", advice, may_pass=False)
    return NetworkProblem(f"the proxy does not reach {host} ({status})", "Ask whoever runs the proxy if it stays.")


def _no_connection(reason: NewConnectionError, host: str) -> NetworkProblem:
    cause = reason.__cause__ or reason.__context__
    if type(cause).__module__ == "socks":  # PySocks is optional
        told = str(getattr(cause, "socket_err", None) or cause).rstrip(".")
        if "authentication" in told.lower():
            what = "the SOCKS proxy wants credentials, or refuses those it got"
            return NetworkProblem(what, PROXY_CREDENTIALS.replace("http://", "socks5h://"), may_pass=False)
        return NetworkProblem(f"the SOCKS proxy gives no connection to {host} ({told})", CHECK_PROXY)
    if isinstance(cause, ConnectionRefusedError):
        what = f"{host} refuses the connection"
    else:
        what = f"no connection to {host}" + (f" ({cause.strerror})" if isinstance(cause, OSError) else "")
    return NetworkProblem(what, "Check the address and its port, the network and its firewall.")


def _handshake(reason: SSLError, host: str) -> NetworkProblem | None:
    """Return why a TLS handshake failed. None if TLS failed later, or at an unknown time."""
    error = reason.args[0] if reason.args else None
    if isinstance(error, ssl.SSLCertVerificationError):
        return _untrusted(error, host)
    told = getattr(error, "reason", None) or ""
    alert = told.partition("_ALERT_")[2]
    if alert in _ALERTS:
        what = f"{host} {_ALERTS[alert]}"
        advice = "Set client_certificate, and client_key where that file does not hold it."
        return NetworkProblem(what, advice, may_pass=False)
    if told in _NO_TLS:
        what = f"what answers at {host} speaks no TLS that can be used ({told})"
        return NetworkProblem(what, f"Check the address. {CHECK_PROXY}", may_pass=False)
    return None


def _untrusted(error: ssl.SSLCertVerificationError, host: str) -> NetworkProblem:
    code = getattr(error, "verify_code", None)
    told = getattr(error, "verify_message", "") or "certificate verify failed"
    if code in {_NOT_YET_VALID, _EXPIRED}:
        return NetworkProblem(
            f"the certificate of {host} is not valid at this time ({told})",
            "Check the clock of this machine; if it is right, whoever runs the server must renew the certificate.",
            may_pass=False,
        )
    if code in _OTHER_HOST:
        what = f"the certificate at {host} is for another name ({told.rstrip('.')})"
        return NetworkProblem(what, f"Check the address. {CHECK_PROXY}", may_pass=False)
    return NetworkProblem(
        f"nobody here trusts the certificate of {host} ({told})",
        "If your network inspects TLS, set ca_bundle to a PEM file with its authority, which IT can give you.",
        may_pass=False,
    )
