"""Whether there is a way to a server: name, proxy, connection and TLS."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests

from tap_sage200.cli.finding import Finding
from tap_sage200.transport.network_errors import PROXY_CREDENTIALS, network_problem, never_sent
from tap_sage200.transport.proxy import proxies_for

if TYPE_CHECKING:
    from tap_sage200.transport.session import HttpSession


def reached(url: str, session: HttpSession, proxy_url: str | None) -> Finding:
    """Ask a server for anything: whatever it answers, there is a way to it.

    Args:
        url: An address of the server.
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
            late = isinstance(error, requests.Timeout)
            how = "does not answer in time" if late else f"breaks off its answer ({type(error).__name__})"
            return Finding("network", "wrong", f"{host} {how}. Check the network, or run again later.")
        found = network_problem(error, host)
        return Finding("network", "wrong", f"{found.what}. {found.advice}")
    if response.status_code == requests.codes.proxy_authentication_required:
        return Finding("network", "wrong", f"The proxy wants credentials, or refuses those it got. {PROXY_CREDENTIALS}")
    tls = "with TLS" if parts.scheme == "https" else "without TLS"
    proxy = urlsplit(next(iter(proxies_for(url, proxy_url).values()), "")).hostname
    through = f", through the proxy {proxy}" if proxy else ""
    return Finding("network", "ok", f"{host} answers, {tls}{through}", seconds=time.monotonic() - began)
