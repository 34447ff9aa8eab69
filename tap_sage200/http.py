"""Requests to Sage: one way for all streams, with its tokens, patience and pace."""

from __future__ import annotations

import threading
import time
from itertools import count
from typing import TYPE_CHECKING, Protocol, TypeVar

import requests

from tap_sage200 import network, odata
from tap_sage200.errors import GaveUpError, NetworkError
from tap_sage200.exchange import Answer, Exchange
from tap_sage200.failures import TooMuchError, no_rows, refusal
from tap_sage200.request_log import RequestLog
from tap_sage200.retries import TRIES, TransientError, retrying

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tap_sage200.auth import Bearer
    from tap_sage200.connection import Connection
    from tap_sage200.exchange import Observer, Request
    from tap_sage200.settings import Settings

RUN_AGAIN = "The state is kept: run again later."

T = TypeVar("T")


class Access(Protocol):
    """Gives access tokens."""

    def bearer(self) -> Bearer:
        """Return a token that should be good."""

    def renew(self, refused: Bearer) -> Bearer:
        """Return another one than Sage just refused."""


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


class SageApi:
    """Asks Sage for resources, politely and stubbornly."""

    def __init__(
        self,
        settings: Settings,
        connection: Connection,
        access: Access,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Prepare; no request is made before the first `get`."""
        self._url = settings.api_url
        self._headers = {"Accept": "application/json"}
        if settings.subscription_key:
            self._headers["ocp-apim-subscription-key"] = settings.subscription_key
        self._connection = connection
        self._access = access
        self._observers: list[Observer] = [RequestLog()]
        self._pace = Pace(settings.requests_per_minute, sleep=sleep)
        self._clock = clock
        self._sleep = sleep

    def observe(self, observer: Observer) -> None:
        """Tell an observer of every exchange from now on."""
        self._observers.append(observer)

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
        current, attempts = request, count(1)

        def once() -> Answer[T]:
            nonlocal current
            try:
                return Answer(self._ask(current, read, attempts), current)
            except TooMuchError:
                current = current.smaller()
                raise

        try:
            return retrying(self._sleep, request.where)(once)
        except network.UnreachableError as error:
            msg = f"{request.where}: {error}. {error.advising(RUN_AGAIN)}"
            raise NetworkError(msg) from error
        except TransientError as error:
            msg = f"{error}, and so for up to {TRIES} tries. {error.advising(RUN_AGAIN)}"
            raise GaveUpError(msg) from error

    def _ask(self, request: Request, read: Callable[[bytes], T], attempts: Iterator[int]) -> T:
        bearer = self._access.bearer()
        response, content = self._exchange(request, bearer, read, next(attempts))
        if response.status_code == requests.codes.unauthorized:
            response, content = self._exchange(request, self._access.renew(bearer), read, next(attempts))
        if response.status_code != requests.codes.ok:
            raise refusal(response, request)
        if content is None:
            raise no_rows(response, request)
        return content

    def _exchange(
        self, request: Request, bearer: Bearer, read: Callable[[bytes], T], attempt: int
    ) -> tuple[requests.Response, T | None]:
        """Send a request once; each one that is sent ends here, and the observers are told."""
        self._pace.wait()
        began = self._clock()
        try:
            response = self._send(request, bearer)
        except requests.RequestException as error:
            self._tell(Exchange(request, None, None, 0, self._since(began), attempt))
            raise self._without_answer(request, error) from error
        milliseconds, content = self._since(began), _content(response, read)
        rows = len(content) if isinstance(content, list) else None
        self._tell(Exchange(request, response.status_code, rows, len(response.content), milliseconds, attempt))
        return response, content

    def _send(self, request: Request, bearer: Bearer) -> requests.Response:
        headers = dict(self._headers)
        if request.company is not None:
            headers |= {"X-Site": request.company.site_id, "X-Company": str(request.company.company_id)}
        query = odata.query_string(request.options)
        url = f"{self._url}{request.path}" + (f"?{query}" if query else "")
        return self._connection.get(url, headers=headers, auth=bearer)

    def _since(self, began: float) -> int:
        return round((self._clock() - began) * 1000)

    def _tell(self, exchange: Exchange) -> None:
        for observer in self._observers:
            observer.on_exchange(exchange)

    def _without_answer(self, request: Request, error: requests.RequestException) -> Exception:
        if network.never_sent(error):
            found = network.unreachable(error, "Sage", self._url)
            return found if isinstance(found, TransientError) else NetworkError(f"{request.where}: {found}")
        if isinstance(error, requests.Timeout):
            return TooMuchError(f"Sage did not answer in time when asked for {request.page}")
        return TooMuchError(f"Sage broke off its answer to {request.page} ({type(error).__name__})")


def _content(response: requests.Response, read: Callable[[bytes], T]) -> T | None:
    if response.status_code != requests.codes.ok:
        return None
    try:
        return read(response.content)
    except ValueError:
        return None
