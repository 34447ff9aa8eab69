"""The client for the Sage 200 API. All tables of a run share one client."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

import requests

from tap_sage200 import odata, problems
from tap_sage200.api import request_log
from tap_sage200.api.attempts import Attempts, WaitingClock
from tap_sage200.api.outages import Outages
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
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.errors import CompanyError, GaveUpError, NetworkError, Sage200Error, SignInAgainError, SignInError
from tap_sage200.records.body import whole
from tap_sage200.transport import network_errors
from tap_sage200.transport.body import LARGEST, TooLargeError, is_success, unpacked
from tap_sage200.transport.retry import LONGEST_RETRY_AFTER, RetryLog, TransientError, retrying

if TYPE_CHECKING:
    from tap_sage200.api.request import BodyParser, Interest, Observer
    from tap_sage200.auth.authenticator import Bearer
    from tap_sage200.config.companies import Company
    from tap_sage200.config.settings import Settings
    from tap_sage200.transport.session import HttpSession

T = TypeVar("T")
SITES = Request("/sites")
"""A request that needs a token and no company: if it is accepted, the token is good."""
WITH_ROWS = frozenset({requests.codes.ok, requests.codes.no_content})
"""The statuses with rows. No content means that a single object is absent."""


class Authenticator(Protocol):
    """Provides access tokens."""

    def bearer(self) -> Bearer:
        """Return a token that is expected to be valid."""

    def renew(self, refused: Bearer) -> Bearer:
        """Return another token after Sage refused one."""

    def renews_in_vain(self, company: str) -> bool:
        """Tell whether a new token did not help lately, in this run or an earlier one."""

    def renewed_in_vain(self, company: str) -> None:
        """Note that a new token did not help."""


@dataclass(frozen=True, slots=True)
class _Received:
    """A response with its decompressed body."""

    response: requests.Response
    body: bytes
    packed: int
    """The size of the body before it was decompressed."""
    began: float
    seconds: float


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
        self._unproven: dict[Company | None, Bearer] = {}  # renewed after a 401 of this company, not yet accepted by it
        self._renewed_in_vain: set[tuple[Company | None, str]] = set()  # resources that a new token did not open
        self._observers: list[Observer] = []
        self._rate_limiter = RateLimiter(settings.concurrency, settings.requests_per_minute, clock=clock)
        self._clock = clock
        self._retry_log = RetryLog()
        self.outages = Outages(self)
        """What Sage answers, and what not."""

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
        waiting = WaitingClock(self._clock, self._rate_limiter)
        attempts = Attempts(self, waiting, request, parse, interest)
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
        attempts = Attempts(self, WaitingClock(self._clock, self._rate_limiter), request, whole, None)
        try:
            self.attempt(attempts)
        except (TransientError, Sage200Error) as error:
            return error
        return None

    def attempt(self, attempts: Attempts[T]) -> ApiResponse[T]:
        """Send a request, and once more with a new token if Sage refuses the token.

        Raises:
            TransientError: A retry can help.
            Sage200Error: A retry cannot help.
        """
        request, bearer = attempts.request, self._authenticator.bearer()
        received = self._exchange(attempts, bearer)
        if _is_refused(received):
            received = self._with_new_token(attempts, bearer)
        if received.response.status_code not in WITH_ROWS:
            error = refusal(received.response, received.body, request, is_first=not self.outages.has_seen_an_answer)
            if isinstance(error, BusyError):
                self._rate_limiter.slow_down(received.began, too_fast=isinstance(error, TooFastError))
            raise error
        self._unproven.pop(request.company, None)
        try:
            content, is_smaller_for_now = attempts.parse(received.body), not attempts.was_too_large
            response = ApiResponse(content, request, received.seconds, received.packed, is_smaller_for_now)
        except ValueError as error:
            raise no_rows(received.response, request) from error
        self.outages.answered(request)
        self._retry_log.forget()
        return response

    def _with_new_token(self, attempts: Attempts[T], bearer: Bearer) -> _Received:
        """Send a refused request again, with a new token unless that was in vain before."""
        request = attempts.request
        resource = request.company, request.resource
        newest = bearer
        may_help = self._unproven.get(request.company) != bearer and resource not in self._renewed_in_vain
        if may_help and not self._helped_no_run(request, bearer):
            newest = self._renewed(request, bearer)
        received = self._exchange(attempts, newest)
        if _is_refused(received) and newest != bearer and not newest.is_new and not self._accepts(newest, SITES):
            newest = self._renewed(request, newest)
            received = self._exchange(attempts, newest)
        if _is_refused(received):
            self._renewed_in_vain.add(resource)
            if newest != bearer:
                self._authenticator.renewed_in_vain(_key(request))
        else:
            self._renewed_in_vain.discard(resource)
        return received

    def _renewed(self, request: Request, bearer: Bearer) -> Bearer:
        """Return another token, or the old one if there is no other and Sage accepts the old one elsewhere."""
        try:
            self._unproven[request.company] = newest = self._authenticator.renew(bearer)
        except SignInError as error:
            if isinstance(error, SignInAgainError) or not self._accepts(bearer, self.outages.another(request)):
                raise
            return bearer
        return newest

    def _helped_no_run(self, request: Request, bearer: Bearer) -> bool:
        """Tell whether earlier runs renewed the token in vain: for everything, or for a company that refuses alone."""
        if self._authenticator.renews_in_vain(_key(SITES)):
            return True
        return self._authenticator.renews_in_vain(_key(request)) and self._accepts(bearer, SITES)

    def _accepts(self, bearer: Bearer, request: Request | None) -> bool:
        """Tell whether Sage accepts a token for a request."""
        if request is None:
            return False
        attempts = Attempts(self, WaitingClock(self._clock, self._rate_limiter), request, whole, None)
        try:
            return bool(self._exchange(attempts, bearer).response.status_code != requests.codes.unauthorized)
        except (TransientError, Sage200Error):
            return False

    def _exchange(self, attempts: Attempts[T], bearer: Bearer) -> _Received:
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
        return _Received(response, body, len(packed), began, seconds)

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


def _is_refused(received: _Received) -> bool:
    return bool(received.response.status_code == requests.codes.unauthorized)


def _key(request: Request) -> str:
    """Return the company of a request, for the authenticator. Empty if the request needs none."""
    company = request.company
    return "" if company is None else f"{company.site_id}/{company.company_id}"


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
