"""Chooses the proxy: from the setting, or else from the environment. NO_PROXY takes precedence over both."""

from __future__ import annotations

import os
from importlib.util import find_spec
from urllib.parse import urlsplit

from requests.utils import get_environ_proxies, select_proxy, should_bypass_proxies
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from tap_sage200 import problems
from tap_sage200.config.secret_values import credentials_in
from tap_sage200.errors import ConfigurationError
from tap_sage200.masking import SECRETS

_SCHEMES = frozenset({"http", "https", "socks4", "socks4a", "socks5", "socks5h"})


def proxies_for(url: str, setting: str | None) -> dict[str, str]:
    """Return the proxy for a URL in the form that requests expects. Empty if NO_PROXY names the host.

    Args:
        url: The URL to reach.
        setting: The value of the setting `proxy_url`.

    Raises:
        ConfigurationError: The proxy cannot be used. The message names the setting or the variable, and has no
            credentials.
    """
    if should_bypass_proxies(url, no_proxy=None):
        return {}
    proxy = setting or select_proxy(url, get_environ_proxies(url))
    if not proxy:
        return {}
    SECRETS.add(*credentials_in(proxy))
    name = "proxy_url" if setting else _variable(proxy)
    address = proxy if "://" in proxy else f"http://{proxy}"
    _check(address, name)
    return {urlsplit(url).scheme: address}


def _check(proxy: str, name: str) -> None:
    try:
        parsed = parse_url(proxy)
    except LocationParseError:
        parsed = None
    if parsed is None or not parsed.host or parsed.scheme not in _SCHEMES:
        raise ConfigurationError(problems.network.PROXY_ADDRESS, name=name)
    if parsed.scheme.startswith("socks") and find_spec("socks") is None:
        raise ConfigurationError(problems.network.NO_SOCKS, name=name)


def _variable(proxy: str) -> str:
    names = (name for name, value in os.environ.items() if name.lower().endswith("_proxy") and value == proxy)
    return next(names, "the proxy of this machine")
