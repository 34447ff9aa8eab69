"""The client for the Sage 200 API. All tables of a run share one client."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import requests

from tap_sage200 import odata, problems
from tap_sage200.api import request_log
from tap_sage200.api.outages import FEW_TRIES, Outages
from tap_sage200.api.rate_limit import RateLimiter
from tap_sage200.api.request import ApiResponse, Exchange, Request
from tap_sage200.api.response_errors import (
    BusyError,
    PageTooLargeError,
    TooFastError,
    TooSlowError,
    no_rows,
    refusal,
)
from tap_sage200.api.token_renewals import TokenRenewals
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.errors import CompanyError, GaveUpError, NetworkError, Sage200Error
from tap_sage200.records.body import whole
from tap_sage200.transport import network_errors
from tap_sage200.transport.body import LARGEST, TooLargeError, is_success, unpacked
from tap_sage200.transport.retry import LONGEST_RETRY_AFTER, RetryLog, TransientError, retrying

if TYPE_CHECKING:
    from tap_sage200.api.request import BodyParser, Interest, Observer
    from tap_sage200.api.token_renewals import Authenticator
    from tap_sage200.auth.authenticator import Bearer
    from tap_sage200.config.settings import Settings
    from tap_sage200.transport.session import HttpSession

T = TypeVar("T")
WITH_ROWS = frozenset({requests.codes.ok, requests.codes.no_content})
"""The statuses with rows. No content means that a single object is absent."""
WITH_GOOD_TOKEN = WITH_ROWS | {requests.codes.forbidden, requests.codes.not_found}
"""The statuses which show that the token was accepted. A server that is busy or down may not have looked at it."""


@dataclass(frozen=True, slots=True)
class _Received:
    """A response with its decompressed body."""

    response: requests.Response
    body: bytes
    packed: int
    """The size of the body before it was decompressed."""
    began: float
    seconds: float
    bearer: Bearer
    """The token of the request."""


class _WaitingClock(Clock):
    """Waits between two attempts. If the limit applies to all requests, the others wait too."""

    def __init__(self, clock: Clock, rate_limiter: RateLimiter) -> None:
        self._clock = clock
        self._rate_limiter = rate_limiter
        self.is_for_all = False
        self.waited = 0.0
        """The seconds that were waited in all."""

    def sleep(self, seconds: float) -> None:
        """Wait for this number of seconds."""
        self.waited += seconds
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
        """Prepare. The first request is sent by `get`."""
        self._url = settings.api_url
        self._headers = {"Accept": "application/json", "Cache-Control": "no-cache"}
        if settings.subscription_key:
            self._headers["ocp-apim-subscription-key"] = settings.subscription_key
        self._session = session
        self._authenticator = authenticator
        self._observers: list[Observer] = []
        self._rate_limiter = RateLimiter(settings.concurrency, settings.requests_per_minute, clock=clock)
        self._clock = clock
        self._retry_log = RetryLog()
        self.outages = Outages(self)
        """What Sage answers, and what not."""
        self._renewals = TokenRenewals(self, authenticator)

    def observe(self, observer: Observer) -> None:
        """Send every exchange from now on to an observer."""
        self._observers.append(observer)

    def get(self, request: Request, parse: BodyParser[T], interest: Interest | None = None) -> ApiResponse[T]:
        """Fetch a resource. After a transient error, wait and retry, with a smaller page if that can help.

        Args:
            request: The request.
            parse: Parses the body. If it raises ValueError, the response is broken and the request is sent again.
            interest: Tells before each attempt whether the response is still wanted. None if it always is.

        Raises:
            UnwantedError: The response is no longer wanted.
            RunError: Sage cannot be reached, or there is no access token.
            CompanyError: Sage refuses the request (401). It may refuse the whole company.
            UnavailableError: The user or the version of Sage does not have the resource.
            StreamError: The resource cannot be read.
        """
        waiting = _WaitingClock(self._clock, self._rate_limiter)
        attempts = _Attempts(self, waiting, request, parse, interest)
        try:
            return retrying(waiting, request, attempts, self._retry_log)(attempts.next)
        except network_errors.UnreachableError as error:
            advice = error.advising(problems.responses.GAVE_UP.action)
            raise NetworkError(
                problems.network.NO_CONNECTION_IN_RUN, where=request.where, **error.facts, advice=advice
            ) from error
        except TransientError as error:
            self.outages.gave_up(request, attempts.made)
            raise _giving_up(error, attempts.made, waiting.waited) from error
        except CompanyError:
            self.outages.refused(request)
            raise

    def failure_of(self, request: Request) -> Exception | None:
        """Send a request once, without retries, and return the error that it ends with. None if it succeeds."""
        try:
            self.attempt(self._single(request))
        except (TransientError, Sage200Error) as error:
            return error
        return None

    def attempt(self, attempts: _Attempts[T]) -> ApiResponse[T]:
        """Send a request, and once more with a new token if Sage refuses the token.

        Raises:
            TransientError: A retry can help.
            Sage200Error: A retry cannot help.
        """
        request, bearer = attempts.request, self._authenticator.bearer()
        received = self._exchange(attempts, bearer)
        if _is_refused(received):
            received = self._repeated(attempts, received, bearer)
        if received.response.status_code not in WITH_ROWS:
            error = refusal(received.response, received.body, request, is_first=not self.outages.has_seen_an_answer)
            if isinstance(error, BusyError):
                self._rate_limiter.slow_down(received.began, too_fast=isinstance(error, TooFastError))
            raise error
        self._renewals.accepted[request.company] = received.bearer
        try:
            content, is_smaller_for_now = attempts.parse(received.body), not attempts.was_too_large
            response = ApiResponse(content, request, received.seconds, received.packed, is_smaller_for_now)
        except ValueError as error:
            raise no_rows(received.response, request) from error
        self.outages.answered(request)
        self._retry_log.forget()
        return response

    def _repeated(self, attempts: _Attempts[T], received: _Received, refused: Bearer) -> _Received:
        """Send a refused request again, with one token after the other until Sage accepts one."""
        for bearer in self._renewals.tokens(attempts.request, refused):
            received = self._exchange(attempts, bearer)
            if not _is_refused(received):
                self._renewals.opened(attempts.request)
                break
        return received

    def accepts(self, bearer: Bearer, request: Request) -> bool:
        """Send a request once, and tell whether Sage accepts its token."""
        try:
            return self._exchange(self._single(request), bearer).response.status_code in WITH_GOOD_TOKEN
        except (TransientError, Sage200Error):
            return False

    def _single(self, request: Request) -> _Attempts[bytes]:
        """Return the attempt of a request whose rows nobody needs."""
        return _Attempts(self, _WaitingClock(self._clock, self._rate_limiter), request, whole, None)

    def _exchange(self, attempts: _Attempts[T], bearer: Bearer) -> _Received:
        """Send a request once, and tell the observers how it ended."""
        request, attempt = attempts.request, attempts.count()
        began = self._clock.monotonic()
        try:
            with self._rate_limiter.slot(attempts.interest) as slot:
                began = slot.began
                response, packed = self._send(request, bearer)
                slot.has_succeeded = response.status_code in WITH_ROWS
                seconds = self._since(began)
            # After the slot is free: another request can start meanwhile.
            body = unpacked(response, packed) if is_success(response) else packed
        except requests.RequestException as error:
            self._tell(Exchange(request, None, b"", self._since(began), attempt))
            found = self._without_answer(request, error)
            if isinstance(found, BusyError):
                self._rate_limiter.slow_down(began, too_fast=False)
            raise found from error
        self._tell(Exchange(request, response.status_code, body, seconds, attempt, response.headers))
        return _Received(response, body, len(packed), began, seconds, bearer)

    def _send(self, request: Request, bearer: Bearer) -> tuple[requests.Response, bytes]:
        headers = self._headers | {"Authorization": f"Bearer {bearer.token}"}
        if request.company is not None:
            headers |= {"X-Site": request.company.site_id, "X-Company": str(request.company.company_id)}
        query = odata.query_string(request.options)
        url = f"{self._url}{request.path}" + (f"?{query}" if query else "")
        return self._session.get(url, headers=headers)

    def _since(self, began: float) -> float:
        return self._clock.monotonic() - began

    def _tell(self, exchange: Exchange) -> None:
        if request_log.logger.isEnabledFor(logging.DEBUG):
            request_log.write(exchange)
        for observer in self._observers:
            observer.on_exchange(exchange)

    def _without_answer(self, request: Request, error: requests.RequestException) -> Exception:
        if network_errors.never_sent(error):
            found = network_errors.unreachable(error, "Sage", self._url)
            if isinstance(found, TransientError):
                return found
            return NetworkError(problems.network.NO_CONNECTION_IN_RUN, where=request.where, **found.facts)
        if isinstance(error, requests.Timeout):
            return TooSlowError(problems.responses.TIMEOUT, request=request.page)
        if isinstance(error, TooLargeError):
            return PageTooLargeError(problems.responses.TOO_LARGE, request=request.page, megabytes=LARGEST >> 20)
        return PageTooLargeError(
            problems.responses.BROKEN_OFF, request=request.page, error=network_errors.name_of(error)
        )


@dataclass(slots=True)
class _Attempts(Generic[T]):
    """The attempts to fetch one resource."""

    client: Sage200Client
    clock: _WaitingClock
    request: Request
    """The request of the next attempt. It is halved if Sage cannot send so large a page."""
    parse: BodyParser[T]
    interest: Interest | None
    sent: int = 0
    """The requests that were sent, those that were repeated with a new token too."""
    made: int = 0
    """The attempts that were made."""
    was_too_large: bool = False
    """Whether Sage could not send so large a page."""
    was_too_fast: bool = False
    """Whether Sage has limited the rate."""
    is_unreachable: bool = False
    """Whether the last attempt did not reach Sage at all."""

    def next(self) -> ApiResponse[T]:
        """Make an attempt, and prepare the next one if it fails."""
        self.made += 1
        try:
            return self.client.attempt(self)
        except TransientError as error:
            self.is_unreachable = isinstance(error, network_errors.UnreachableError)
            self.clock.is_for_all = isinstance(error, BusyError) and error.is_for_all
            self._shrink_after(error)
            raise

    def _shrink_after(self, error: TransientError) -> None:
        """Request fewer rows in the next attempt if that can help."""
        if isinstance(error, PageTooLargeError):
            self.was_too_large, self.request = True, self.request.smaller()
        elif isinstance(error, TooFastError) and error.retry_after is None and not self.was_too_fast:
            self.was_too_fast, self.request = True, self.request.smaller()

    def is_exhausted(self, attempts: int) -> bool:
        """Tell whether to give up: a resource that fails alone is not worth all retries."""
        is_worth_a_look = attempts == FEW_TRIES and not self.is_unreachable
        return is_worth_a_look and self.client.outages.has_failed_alone(self.request)

    def count(self) -> int:
        """Count a request that is about to be sent, and return its number."""
        self.sent += 1
        return self.sent


def _is_refused(received: _Received) -> bool:
    return bool(received.response.status_code == requests.codes.unauthorized)


def _giving_up(error: TransientError, attempts: int, waited: float) -> GaveUpError:
    """Return the error of a request whose retries ended.

    Args:
        error: The last failure.
        attempts: The number of attempts.
        waited: The seconds that were waited between them.
    """
    if error.waits_too_long(waited):
        return GaveUpError(
            problems.responses.ASKED_TO_WAIT,
            error=error,
            seconds=f"{error.retry_after:.0f}",
            longest=f"{LONGEST_RETRY_AFTER:.0f}",
            advice=error.advising(""),
        )
    return GaveUpError(problems.responses.GAVE_UP, error=error, attempts=attempts, advice=error.advising(""))
