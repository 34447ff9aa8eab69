"""The attempts to fetch one resource: what the next one requests, and how long to wait before it."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from tap_sage200.api.outages import FEW_TRIES
from tap_sage200.api.response_errors import BusyError, PageTooLargeError, TooFastError
from tap_sage200.clock import Clock
from tap_sage200.transport import network_errors
from tap_sage200.transport.retry import TransientError

if TYPE_CHECKING:
    from tap_sage200.api.outages import Outages
    from tap_sage200.api.rate_limit import RateLimiter
    from tap_sage200.api.request import ApiResponse, BodyParser, Interest, Request

T = TypeVar("T")


class Client(Protocol):
    """Makes an attempt."""

    outages: Outages

    def attempt(self, attempts: Attempts[T]) -> ApiResponse[T]:
        """Send the request of the attempts, and raise TransientError if another attempt can help."""


class WaitingClock(Clock):
    """Waits between two attempts. If the limit applies to all requests, the others wait too."""

    def __init__(self, clock: Clock, rate_limiter: RateLimiter) -> None:
        """Wait with a clock, and let other requests wait with a rate limiter."""
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


@dataclass(slots=True)
class Attempts(Generic[T]):
    """The attempts to fetch one resource."""

    client: Client
    clock: WaitingClock
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
