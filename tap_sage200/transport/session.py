"""The HTTP session: TLS, proxy and timeouts from the settings."""

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
from requests.auth import AuthBase

from tap_sage200 import problems
from tap_sage200.transport import body, tls
from tap_sage200.transport.proxy import proxies_for
from tap_sage200.transport.timeouts import ResponseTimeouts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tap_sage200.config.settings import Settings

    class _More(TypedDict, total=False):
        """Further arguments of requests that depend on the method."""

        headers: Mapping[str, str]
        data: Mapping[str, str]


CONNECT_SECONDS = 10

logger = logging.getLogger(__name__)


class _NoAuth(AuthBase):
    """Adds no credentials. Without an `auth`, requests would add credentials that are in the URL."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Return the request unchanged."""
        return request


_NO_AUTH = _NoAuth()


class _Session(requests.Session):
    """Never looks where a redirect leads. requests would read its whole body, and fail if the address is malformed."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """Return None: a redirect is a status like any other."""
        del resp


class HttpSession:
    """Sends requests to Sage and to Sage ID. A run has one session."""

    def __init__(self, settings: Settings) -> None:
        """Prepare the session. No request is sent.

        Raises:
            ConfigurationError: A certificate or the proxy cannot be used.
        """
        self._session = _Session()
        self._session.headers["User-Agent"] = settings.user_agent or f"tap-sage200/{version('tap-sage200')}"
        self._session.headers["Accept-Encoding"] = body.ENCODING
        self._timeout = settings.request_timeout
        self._response_timeouts = ResponseTimeouts()
        trusted = tls.trusted(settings)
        adapter = tls.SystemTrustAdapter if trusted is True else HTTPAdapter
        for scheme, kind in (("http://", HTTPAdapter), ("https://", adapter)):
            # A connection for each request in flight, and one for the token endpoint, which may be on the same host.
            self._session.mount(scheme, kind(pool_maxsize=settings.concurrency + 1))
        self._session.trust_env = False  # the options below include the proxies and the bundles of the environment
        self._options: dict[str, Any] = {
            "timeout": (CONNECT_SECONDS, settings.request_timeout),
            "allow_redirects": False,
            "stream": True,
            "verify": trusted,
            "cert": tls.presented(settings),
        }
        self._proxies = {
            _origin(url): proxies_for(url, settings.proxy_url) for url in (settings.api_url, settings.token_url)
        }
        if not settings.verify_ssl:
            logger.warning("%s", problems.network.VERIFY_SSL_OFF.text())
            # urllib3 would warn again, with advice for programmers.
            urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)

    def post(self, url: str, *, data: Mapping[str, str]) -> tuple[requests.Response, bytes]:
        """Send a form, and return the response and its decompressed body, or what an error says in the beginning.

        The log has a line at level debug, without the content of the form.
        """
        began = time.monotonic()
        response = None
        try:
            with self._sent("POST", url, data=data) as response:
                read = body.read_small if body.is_success(response) else body.read_error
                return response, read(response)
        finally:
            parts = urlsplit(url)
            status = "no response" if response is None else response.status_code
            milliseconds = round((time.monotonic() - began) * 1000)
            logger.debug("%s%s: %s, %d ms", parts.hostname, parts.path, status, milliseconds)

    def get(self, url: str, *, headers: Mapping[str, str]) -> tuple[requests.Response, bytes]:
        """Fetch a URL, and return the response and its compressed body, or what an error says in the beginning."""
        with self._sent("GET", url, headers=headers) as response:
            return response, body.read(response) if body.is_success(response) else body.read_error(response)

    @contextmanager
    def _sent(self, method: str, url: str, **more: Unpack[_More]) -> Iterator[requests.Response]:
        """Send a request. Its response must be read in this context, before the timeout of the settings."""
        until = time.monotonic() + self._timeout
        # requests.Session would merge all its settings into each request, which takes longer.
        request = requests.Request(
            method,
            url,
            headers={**self._session.headers, **more.get("headers", {})},
            data=more.get("data"),
            auth=_NO_AUTH,
            cookies=self._session.cookies,
        )
        proxies = self._proxies[_origin(url)]
        with (
            self._answer_to(request.prepare(), proxies) as response,
            self._response_timeouts.within(until - time.monotonic(), response),
        ):
            yield response

    def _answer_to(self, request: requests.PreparedRequest, proxies: dict[str, str]) -> requests.Response:
        try:
            return self._session.send(request, proxies=proxies, **self._options)
        except requests.exceptions.InvalidHeader as error:
            reason = str(error)
        # This error is a new one: with its traceback, the other one would keep the connection open.
        raise requests.exceptions.InvalidHeader(reason)


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc
