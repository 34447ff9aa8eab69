"""Requests to Sage: one session for all streams, with its TLS, proxy, timeouts, retries and pace."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import requests

from tap_sage200 import odata
from tap_sage200.errors import (
    AbsentError,
    CompanyError,
    GaveUpError,
    RefusedError,
    RunError,
    SignInError,
    StreamError,
    UnavailableError,
)
from tap_sage200.retries import TRIES, TransientError, never_sent, retry_after_seconds, retrying

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tap_sage200.auth import Bearer
    from tap_sage200.companies import Company
    from tap_sage200.settings import Settings

CONNECT_SECONDS = 10
SMALLEST_PAGE = 25
"""Rows below which a slow table is not asked for still less."""

T = TypeVar("T")
logger = logging.getLogger(__name__)


class Access(Protocol):
    """Gives access tokens."""

    def bearer(self) -> Bearer:
        """Return a token that should be good."""

    def renew(self, refused: Bearer) -> Bearer:
        """Return another one than Sage just refused."""


@dataclass(frozen=True, slots=True)
class Request:
    """A GET of one resource of one company."""

    path: str
    company: Company | None = None
    """None only for `/sites`, which is the same for all."""
    options: Mapping[str, str | int] = field(default_factory=dict)

    def smaller(self) -> Request:
        """Ask for half as many rows, where that can help."""
        top = self.options.get("$top")
        if not isinstance(top, int) or top <= SMALLEST_PAGE:
            return self
        return replace(self, options={**self.options, "$top": max(SMALLEST_PAGE, top // 2)})


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What Sage answered, and to which request: it may have asked for fewer rows than the first one."""

    content: T
    request: Request


class Pace:
    """Spaces requests so that no more than so many a minute are sent."""

    def __init__(
        self,
        per_minute: int | None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Set the pace; None means as fast as it goes."""
        self._gap = 60 / per_minute if per_minute else 0.0
        self._clock = clock
        self._sleep = sleep
        self._mutex = threading.Lock()
        self._next = 0.0

    def wait(self) -> None:
        """Wait for the turn of one more request."""
        with self._mutex:
            turn = max(self._next, self._clock())
            self._next = turn + self._gap
        if (pause := turn - self._clock()) > 0:
            self._sleep(pause)


class Connection:
    """The way out of the building: one session with what the network asks for."""

    def __init__(self, settings: Settings) -> None:
        """Open the session; no request is made."""
        self._session = requests.Session()
        self._session.headers["User-Agent"] = settings.user_agent or f"tap-sage200/{version('tap-sage200')}"
        certificate, key = settings.client_certificate, settings.client_key
        self._options: dict[str, Any] = {
            "timeout": (CONNECT_SECONDS, settings.request_timeout),
            "allow_redirects": False,
            # Said with every request: a session's own value loses against REQUESTS_CA_BUNDLE.
            "verify": settings.ca_bundle or (None if settings.verify_ssl else False),
            "cert": (certificate, key) if certificate and key else certificate,
            "proxies": {"http": settings.proxy_url, "https": settings.proxy_url} if settings.proxy_url else None,
        }
        if not settings.verify_ssl:
            logger.warning("verify_ssl is off: anybody on the way can read the tokens and the data of this run")

    def post(self, url: str, *, data: Mapping[str, str]) -> requests.Response:
        """Send a form."""
        # Without an auth of its own, a request would take one from a .netrc.
        return self._session.post(url, data=data, auth=lambda request: request, **self._options)

    def get(self, url: str, *, headers: Mapping[str, str], auth: Bearer) -> requests.Response:
        """Fetch an address."""
        return self._session.get(url, headers=headers, auth=auth, **self._options)


class SageApi:
    """Asks Sage for resources, politely and stubbornly."""

    def __init__(
        self,
        settings: Settings,
        connection: Connection,
        access: Access,
        *,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Prepare; no request is made before the first `get`."""
        self._url = settings.api_url
        self._headers = {"Accept": "application/json"}
        if settings.subscription_key:
            self._headers["ocp-apim-subscription-key"] = settings.subscription_key
        self._connection = connection
        self._access = access
        self._pace = Pace(settings.requests_per_minute, sleep=sleep)
        self._sleep = sleep

    def get(self, request: Request, read: Callable[[bytes], T]) -> Answer[T]:
        """Fetch a resource; on trouble that may pass, wait and ask again, for less where that can help.

        Args:
            request: What to ask for.
            read: Makes content of the body; a ValueError from it counts as a broken answer, and is asked for again.

        Raises:
            RunError: Sage cannot be reached, or gives no token.
            CompanyError: Sage refuses this company.
            UnavailableError: There is no such resource for this user or in this version.
            StreamError: This resource cannot be read.
        """
        current = request

        def once() -> Answer[T]:
            nonlocal current
            try:
                return Answer(self._ask(current, read), current)
            except _TooMuchError:
                current = current.smaller()
                raise

        try:
            return retrying(self._sleep)(once)
        except _NoConnectionError as error:
            msg = f"{error}. Check the network, proxy_url, ca_bundle and api_url. The state is kept: run again later."
            raise RunError(msg) from error
        except TransientError as error:
            msg = f"{error}, and so for up to {TRIES} tries. The state is kept: run again later."
            raise GaveUpError(msg) from error

    def _ask(self, request: Request, read: Callable[[bytes], T]) -> T:
        response = self._send(request, bearer := self._access.bearer())
        if response.status_code == requests.codes.unauthorized:
            response = self._send(request, self._access.renew(bearer))
        if response.status_code != requests.codes.ok:
            raise _failure(response, request)
        try:
            return read(response.content)
        except ValueError as error:
            kind = response.headers.get("Content-Type", "no content type")
            msg = f"Sage answered 200, but with something else than rows ({kind})"
            raise TransientError(msg) from error

    def _send(self, request: Request, bearer: Bearer) -> requests.Response:
        self._pace.wait()
        headers = dict(self._headers)
        if request.company is not None:
            headers |= {"X-Site": request.company.site_id, "X-Company": str(request.company.company_id)}
        query = odata.query_string(request.options)
        url = f"{self._url}{request.path}" + (f"?{query}" if query else "")
        try:
            return self._connection.get(url, headers=headers, auth=bearer)
        except requests.RequestException as error:
            if never_sent(error):
                msg = f"Sage cannot be reached at {self._url} ({type(error).__name__})"
                raise _NoConnectionError(msg) from error
            late = isinstance(error, requests.Timeout)
            msg = "Sage did not answer in time" if late else f"Sage broke off its answer ({type(error).__name__})"
            raise _TooMuchError(msg) from error


class _NoConnectionError(TransientError):
    """There is no way to Sage at all."""


class _TooMuchError(TransientError):
    """Sage, or something on the way to it, could not bear a request of this size."""


def _failure(response: requests.Response, request: Request) -> Exception:
    status = response.status_code
    retry_after = retry_after_seconds(response.headers.get("Retry-After"))
    says = _sages_words(response)
    match status:
        case 401:
            return _refusal(request, says)
        case 400 | 403 | 404:
            return _not_given(status, request, says)
        case 502 | 504:
            return _TooMuchError(f"Sage's server is too slow or cut off ({status}){says}", retry_after=retry_after)
        case 408 | 429 | 500 | 503:
            return TransientError(f"Sage answered {status}{says}", retry_after=retry_after)
        case _:
            return StreamError(f"Sage refuses the request ({status}){says}. Check api_url and the proxy.")


def _not_given(status: int, request: Request, says: str) -> Exception:
    if status == requests.codes.bad_request:
        return RefusedError(f"Sage refuses the request (400){says}. Please report it with your version of Sage 200.")
    if status == requests.codes.forbidden:
        return UnavailableError(f"this user's role in Sage lacks it (403){says}")
    if request.company is None:
        return RunError(f"There is no Sage 200 API at api_url (404){says}. Check edition and api_url.")
    return AbsentError(f"this version of Sage 200 does not have it (404){says}")


def _refusal(request: Request, says: str) -> Exception:
    if request.company is None:
        return SignInError(f"Sage refuses a fresh access token (401){says}. Sign in again as a user of Sage 200.")
    return CompanyError(
        f"Sage refuses {request.company} (401){says}. Check site_id and company_id, and that the user who signed in "
        "may open this company."
    )


def _sages_words(response: requests.Response) -> str:
    try:
        answer = response.json()
    except requests.JSONDecodeError:
        return ""
    words = answer.get("Message") if isinstance(answer, dict) else None
    return f": {str(words).strip()[:300].rstrip('.')}" if words else ""
