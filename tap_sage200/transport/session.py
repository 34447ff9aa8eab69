"""The HTTP session: TLS, proxy and timeouts as the settings say."""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypedDict, Unpack
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from tap_sage200 import problems
from tap_sage200.transport import body, tls
from tap_sage200.transport.proxy import proxies_for
from tap_sage200.transport.timeouts import ResponseTimeouts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from requests.auth import AuthBase

    from tap_sage200.config.settings import Settings

    class _More(TypedDict, total=False):
        """What a method needs besides, in the words of requests."""

        headers: Mapping[str, str]
        data: Mapping[str, str]


CONNECT_SECONDS = 10

logger = logging.getLogger(__name__)


class HttpSession:
    """Sends requests as the network asks for it; one for all of a run, to Sage and to Sage ID."""

    def __init__(self, settings: Settings) -> None:
        """Open the session; no request is made.

        Raises:
            ConfigurationError: A certificate or the proxy cannot be used.
        """
        self._session = requests.Session()
        self._session.headers["User-Agent"] = settings.user_agent or f"tap-sage200/{version('tap-sage200')}"
        self._session.headers["Accept-Encoding"] = body.ENCODING
        self._patience = settings.request_timeout
        self._deadlines = ResponseTimeouts()
        for scheme in ("http://", "https://"):  # a connection to keep for each request that may be under way
            self._session.mount(scheme, HTTPAdapter(pool_maxsize=settings.concurrency))
        self._session.trust_env = False  # what this machine says of proxies and trust is in what follows
        self._options: dict[str, Any] = {
            "timeout": (CONNECT_SECONDS, settings.request_timeout),
            "allow_redirects": False,
            "stream": True,
            # Said with every request: a session's own value loses against REQUESTS_CA_BUNDLE.
            "verify": tls.trusted(settings),
            "cert": tls.presented(settings),
        }
        self._proxies = {
            _origin(url): proxies_for(url, settings.proxy_url) for url in (settings.api_url, settings.token_url)
        }
        if not settings.verify_ssl:
            logger.warning("%s", problems.network.VERIFY_SSL_OFF.text())
            # Once is enough: urllib3's own warning would follow, with advice for programmers.
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)

    def post(self, url: str, *, data: Mapping[str, str]) -> requests.Response:
        """Send a form; the log tells at debug that it went out, and nothing of what is in it."""
        began = time.monotonic()
        response = None
        try:
            # Without an auth of its own, a request would take one from a .netrc.
            with self._asked("POST", url, auth=lambda request: request, data=data) as response:
                _ = response.content
        finally:
            parts = urlsplit(url)
            status = "no answer" if response is None else response.status_code
            milliseconds = round((time.monotonic() - began) * 1000)
            logger.debug("%s%s: %s, %d ms", parts.hostname, parts.path, status, milliseconds)
        return response

    def get(self, url: str, *, headers: Mapping[str, str], auth: AuthBase) -> tuple[requests.Response, bytes]:
        """Fetch an address, and return the answer with its body, packed as it came; none unless all is well."""
        with self._asked("GET", url, auth=auth, headers=headers) as response:
            if response.ok:
                return response, body.read(response)
            _ = response.content  # what Sage says of it
            return response, b""

    @contextmanager
    def _asked(
        self,
        method: str,
        url: str,
        *,
        auth: Callable[[requests.PreparedRequest], requests.PreparedRequest],
        **more: Unpack[_More],
    ) -> Iterator[requests.Response]:
        """Send a request, and let its answer be read, which must come whole in the time that the settings give it."""
        until = time.monotonic() + self._patience
        # Prepared here: the session would first merge all of its settings into those of the request, each time anew.
        request = requests.Request(
            method,
            url,
            headers={**self._session.headers, **more.get("headers", {})},
            data=more.get("data"),
            auth=auth,
            cookies=self._session.cookies,
        )
        proxies = self._proxies[_origin(url)]
        with (
            self._session.send(request.prepare(), proxies=proxies, **self._options) as response,
            self._deadlines.within(until - time.monotonic(), response),
        ):
            yield response


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
