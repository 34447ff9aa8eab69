"""Retries: how many attempts, how long to wait between two, and when to give up."""

from __future__ import annotations

import logging
import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Protocol, cast

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from tap_sage200 import problems, timestamps
from tap_sage200.errors import ProblemError, cause_of

if TYPE_CHECKING:
    from tenacity import Future

    from tap_sage200.clock import Clock
    from tap_sage200.problems.problem import Problem

TRIES = 8
LONGEST_RETRY_AFTER = 600.0
"""The most seconds that the retries of one request wait in all."""
_SECONDS = re.compile(r"\d{1,15}(\.\d{1,15})?", re.ASCII)
_BACK_OFF = wait_exponential_jitter(initial=1, max=60, jitter=1)

logger = logging.getLogger(__name__)


class TransientError(ProblemError):
    """A request failed, and a retry can help."""

    def __init__(
        self, problem: Problem, /, *, retry_after: float | None = None, advice: str = "", **facts: object
    ) -> None:
        """Describe the failure.

        Args:
            problem: The declared problem, for the log and the final error.
            retry_after: The seconds to wait, if the response has a `Retry-After` header.
            advice: What the user can do if all retries fail, for the final error.
            facts: The values for the names in braces in the message.
        """
        super().__init__(problem, **facts)
        self.retry_after = retry_after
        self._advice = advice

    def waits_too_long(self, waited: float) -> bool:
        """Tell whether the response asks for a longer wait than the tap grants.

        Args:
            waited: The seconds that were already waited.
        """
        return self.retry_after is not None and waited + self.retry_after > LONGEST_RETRY_AFTER

    def advising(self, what_now: str) -> str:
        """Return the advice of this error, if it has one, followed by general advice."""
        return f"{self._advice} {what_now}".lstrip()


class Patience(Protocol):
    """Knows whether further retries can help."""

    def is_exhausted(self, attempts: int) -> bool:
        """Tell whether to give up after this number of failed attempts."""


def retry_after_seconds(header: str | None) -> float | None:
    """Parse a `Retry-After` header, which has seconds or a date. Return None if it is absent or invalid.

    A fraction of a second is no documented form, but its meaning is clear.
    """
    if header is None:
        return None
    if _SECONDS.fullmatch(header.strip()):
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - timestamps.now()).total_seconds())


class RetryLog:
    """Logs retries. Of several requests that fail for one cause at a time, only the first one has warnings."""

    def __init__(self) -> None:
        """Begin without a failure."""
        self._first: dict[str, object] = {}
        """The place of the first failure for each cause since the last success."""

    def write(self, failure: TransientError, where: object, *, wait: float, attempt: int) -> None:
        """Log that a request is going to be retried.

        Args:
            failure: The failure.
            where: The place of the failure.
            wait: The seconds until the retry.
            attempt: The number of the retry as an attempt.
        """
        is_first = self._first.setdefault(cause_of(failure), where) == where
        what = f"{where}: {failure}" if where else failure
        said = problems.responses.RETRY.text(error=what, seconds=f"{wait:.0f}", attempt=attempt, attempts=TRIES)
        logger.log(logging.WARNING if is_first else logging.DEBUG, "%s", said)

    def forget(self) -> None:
        """Note that a request succeeded: what fails next is news."""
        self._first.clear()


def retrying(
    clock: Clock, where: object = "", patience: Patience | None = None, log: RetryLog | None = None
) -> Retrying:
    """Make a loop that retries after each `TransientError`, and finally raises the last one.

    It waits as long as `Retry-After` says, or else with exponential backoff and jitter. It gives up after `TRIES`
    attempts, which take some two minutes, or when the waits would exceed `LONGEST_RETRY_AFTER` seconds.

    Args:
        clock: Waits between attempts.
        where: The place of the failure, for the log. Its text is made only if there is a failure.
        patience: Tells whether to give up earlier. None makes all attempts.
        log: Logs the retries of several requests. None logs those of this one.
    """
    retry_log = log or RetryLog()
    return Retrying(
        retry=retry_if_exception_type(TransientError),
        wait=_wait,
        stop=lambda state: _stop(state) or (patience is not None and patience.is_exhausted(state.attempt_number)),
        sleep=clock.sleep,
        before_sleep=lambda state: retry_log.write(
            _failure(state), where, wait=_next_wait(state), attempt=state.attempt_number + 1
        ),
        reraise=True,
    )


def _failure(state: RetryCallState) -> TransientError:
    return cast("TransientError", cast("Future", state.outcome).exception())


def _wait(state: RetryCallState) -> float:
    requested = _failure(state).retry_after
    return _BACK_OFF(state) if requested is None else requested


def _stop(state: RetryCallState) -> bool:
    return bool(stop_after_attempt(TRIES)(state)) or _failure(state).waits_too_long(state.idle_for)


def _next_wait(state: RetryCallState) -> float:
    return state.next_action.sleep if state.next_action else 0.0
