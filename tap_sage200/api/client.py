"""The client for the Sage 200 API, one for all tables of a run."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Protocol, TypeVar

import requests

from tap_sage200 import odata, problems
from tap_sage200.api.rate_limit import RateLimiter
from tap_sage200.api.request import ApiResponse, Exchange
from tap_sage200.api.request_log import RequestLog
from tap_sage200.api.response_errors import BusyError, PageTooLargeError, no_rows, refusal
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.errors import GaveUpError, NetworkError
from tap_sage200.transport import network_errors
from tap_sage200.transport.body import unpacked
from tap_sage200.transport.retry import TRIES, TransientError, retrying

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tap_sage200.api.request import Observer, Request
    from tap_sage200.auth.authenticator import Bearer
    from tap_sage200.config.companies import Company
    from tap_sage200.config.settings import Settings
    from tap_sage200.transport.session import HttpSession

T = TypeVar("T")


class Authenticator(Protocol):
    """Gives access tokens."""

    def bearer(self) -> Bearer:
        """Return a token that should be good."""

    def renew(self, refused: Bearer) -> Bearer:
        """Return another one than Sage just refused."""


@dataclass(frozen=True, slots=True)
class _Received:
    """What came back from a request."""

    response: requests.Response
    body: bytes
    began: float
    seconds: float


class _WaitingClock(Clock):
    """Waits between two tries, and keeps all other requests waiting where Sage asks for patience."""

    def __init__(self, clock: Clock, rate_limiter: RateLimiter) -> None:
        self._clock = clock
        self._rate_limiter = rate_limiter
        self.is_for_all = False

    def sleep(self, seconds: float) -> None:
        """Wait."""
        with self._rate_limiter.paused() if self.is_for_all else nullcontext():
            self._clock.sleep(seconds)


class Sage200Client:
    """Client for the Sage 200 API: authentication, retries and rate limit."""

    def __init__(
        self,
        settings: Settings,
        session: HttpSession,
        authenticator: Authenticator,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Prepare; no request is made before the first `get`."""
        self._url = settings.api_url
        self._headers = {"Accept": "application/json"}
        if settings.subscription_key:
            self._headers["ocp-apim-subscription-key"] = settings.subscription_key
        self._session = session
        self._authenticator = authenticator
        self._unproven: dict[Company | None, Bearer] = {}  # tokens got as a company refused others, and not yet taken
        self._observers: list[Observer] = [RequestLog()]
        self._rate_limiter = RateLimiter(settings.concurrency, settings.requests_per_minute, clock=clock)
        self._clock = clock

    def observe(self, observer: Observer) -> None:
        """Tell an observer of every exchange from now on."""
        self._observers.append(observer)

    def get(
        self, request: Request, read: Callable[[bytes], T], is_wanted: Callable[[], bool] = lambda: True
    ) -> ApiResponse[T]:
        """Fetch a resource; on trouble that may pass, wait and ask again, for less where that can help.

        Args:
            request: What to ask for.
            read: Makes content of the body; a ValueError from it counts as a broken answer, and is asked for again.
            is_wanted: Tells before each try whether anybody still wants the answer.

        Raises:
            UnwantedError: Nobody does.
            RunError: Sage cannot be reached, or gives no token.
            CompanyError: Sage refuses this company.
            UnavailableError: There is no such resource for this user or in this version.
            StreamError: This resource cannot be read.
        """
        current, attempts = request, count(1)
        waiting = _WaitingClock(self._clock, self._rate_limiter)

        def once() -> ApiResponse[T]:
            nonlocal current
            try:
                return self._ask(current, read, is_wanted, attempts)
            except TransientError as error:
                waiting.is_for_all = isinstance(error, BusyError) and error.is_for_all
                current = current.smaller() if isinstance(error, PageTooLargeError) else current
                raise

        try:
            return retrying(waiting, request.where)(once)
        except network_errors.UnreachableError as error:
            advice = error.advising(problems.responses.GAVE_UP.action)
            raise NetworkError(
                problems.network.NO_CONNECTION_IN_RUN, where=request.where, **error.facts, advice=advice
            ) from error
        except TransientError as error:
            raise GaveUpError(
                problems.responses.GAVE_UP, error=error, attempts=TRIES, advice=error.advising("")
            ) from error

    def _ask(
        self, request: Request, read: Callable[[bytes], T], is_wanted: Callable[[], bool], attempts: Iterator[int]
    ) -> ApiResponse[T]:
        bearer = self._authenticator.bearer()
        came = self._exchange(request, bearer, is_wanted, next(attempts))
        if came.response.status_code == requests.codes.unauthorized:
            if self._unproven.get(request.company) != bearer:
                self._unproven[request.company] = bearer = self._authenticator.renew(bearer)
            came = self._exchange(request, bearer, is_wanted, next(attempts))
        if came.response.status_code != requests.codes.ok:
            error = refusal(came.response, request)
            if isinstance(error, BusyError):
                self._rate_limiter.slow_down(came.began, too_fast=error.is_too_fast)
            raise error
        self._rate_limiter.succeeded(came.began)
        self._unproven.pop(request.company, None)
        try:
            return ApiResponse(read(came.body), request, came.seconds)
        except ValueError as error:
            raise no_rows(came.response, request) from error

    def _exchange(self, request: Request, bearer: Bearer, is_wanted: Callable[[], bool], attempt: int) -> _Received:
        """Send a request once; each one that is sent ends here, and the observers are told."""
        began = self._clock.monotonic()
        try:
            with self._rate_limiter.slot(is_wanted) as began:
                response, packed = self._send(request, bearer)
                seconds = self._since(began)
            body = unpacked(response, packed)  # outside: meanwhile another request may be under way
        except requests.RequestException as error:
            self._tell(Exchange(request, None, b"", self._since(began), attempt))
            raise self._without_answer(request, error) from error
        self._tell(Exchange(request, response.status_code, body, seconds, attempt))
        return _Received(response, body, began, seconds)

    def _send(self, request: Request, bearer: Bearer) -> tuple[requests.Response, bytes]:
        headers = dict(self._headers)
        if request.company is not None:
            headers |= {"X-Site": request.company.site_id, "X-Company": str(request.company.company_id)}
        query = odata.query_string(request.options)
        url = f"{self._url}{request.path}" + (f"?{query}" if query else "")
        return self._session.get(url, headers=headers, auth=bearer)

    def _since(self, began: float) -> float:
        return self._clock.monotonic() - began

    def _tell(self, exchange: Exchange) -> None:
        for observer in self._observers:
            observer.on_exchange(exchange)

    def _without_answer(self, request: Request, error: requests.RequestException) -> Exception:
        if network_errors.never_sent(error):
            found = network_errors.unreachable(error, "Sage", self._url)
            if isinstance(found, TransientError):
                return found
            return NetworkError(problems.network.NO_CONNECTION_IN_RUN, where=request.where, **found.facts)
        if isinstance(error, requests.Timeout):
            return PageTooLargeError(problems.responses.TIMEOUT, request=request.page)
        return PageTooLargeError(problems.responses.BROKEN_OFF, request=request.page, error=type(error).__name__)
