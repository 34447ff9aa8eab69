"""Checks that a server can be reached: DNS, proxy, connection and TLS."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests

from tap_sage200 import problems
from tap_sage200.cli.finding import Finding
from tap_sage200.transport.network_errors import name_of, network_problem, never_sent
from tap_sage200.transport.proxy import proxies_for

if TYPE_CHECKING:
    from tap_sage200.transport.session import HttpSession


def reached(url: str, session: HttpSession, proxy_url: str | None) -> Finding:
    """Send a request to a server. Any response shows that the server can be reached.

    Args:
        url: A URL of the server.
        session: The HTTP session.
        proxy_url: The proxy of the settings.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    began = time.monotonic()
    try:
        response, _ = session.get(url, headers={})
    except requests.RequestException as error:
        if not never_sent(error):
            if isinstance(error, requests.Timeout):
                return Finding("network", "wrong", problems.network.NO_RESPONSE_IN_TIME.text(host=host))
            broken = problems.network.RESPONSE_BROKEN_OFF.text(host=host, error=name_of(error))
            return Finding("network", "wrong", broken)
        found = network_problem(error, host)
        return Finding("network", "wrong", f"{found.what}. {found.advice}")
    if response.status_code == requests.codes.proxy_authentication_required:
        return Finding("network", "wrong", problems.network.PROXY_CREDENTIALS_FOR_REQUEST.text())
    tls = "with TLS" if parts.scheme == "https" else "without TLS"
    proxy = urlsplit(next(iter(proxies_for(url, proxy_url).values()), "")).hostname
    through = f", through the proxy {proxy}" if proxy else ""
    return Finding("network", "ok", f"{host} responds, {tls}{through}", seconds=time.monotonic() - began)
