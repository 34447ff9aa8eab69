from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200 import timestamps
from tap_sage200.problems.problem import Problem
from tap_sage200.transport.retry import (
    LONGEST_RETRY_AFTER,
    TRIES,
    RetryLog,
    TransientError,
    retry_after_seconds,
    retrying,
)

if TYPE_CHECKING:
    from tests.support.clock import Clock


BUSY = Problem(message="busy", meaning="", action="")
ANSWERED = Problem(message="Sage responded with status 503", meaning="", action="")


class Flaky:
    """Fails a number of times, then succeeds."""

    def __init__(self, failures: int, error: Exception) -> None:
        self.calls = 0
        self._failures = failures
        self._error = error

    def __call__(self) -> str:
        self.calls += 1
        if self.calls <= self._failures:
            raise self._error
        return "done"


def test_retry_after_can_have_seconds() -> None:
    assert retry_after_seconds("120") == 120
    assert retry_after_seconds(" 0 ") == 0
    assert retry_after_seconds("1.5") == 1.5, "a fraction has a clear meaning"


@pytest.mark.parametrize(("ahead", "seconds"), [(90, 90), (0, 0), (-90, 0)])
def test_retry_after_can_have_a_date(monkeypatch: pytest.MonkeyPatch, ahead: int, seconds: float) -> None:
    now = datetime(2026, 1, 31, 12, tzinfo=UTC)
    monkeypatch.setattr(timestamps, "now", lambda: now)
    until = now + timedelta(seconds=ahead)

    assert retry_after_seconds(format_datetime(until, usegmt=True)) == seconds
    assert retry_after_seconds(format_datetime(until.replace(tzinfo=None))) == seconds, "no zone means UTC"


@pytest.mark.parametrize(
    "header", [None, "", "soon", "-5", "1.", "9" * 400, "\N{SUPERSCRIPT TWO}", "Mon, 01 Jan 99999999999 00:00:00 GMT"]
)
def test_an_invalid_retry_after_is_none(header: str | None) -> None:
    assert retry_after_seconds(header) is None


@given(st.text(st.characters(max_codepoint=255), max_size=40))
def test_no_value_of_retry_after_raises_an_error(header: str) -> None:
    seconds = retry_after_seconds(header)

    assert seconds is None or seconds >= 0


def test_a_success_is_not_retried(clock: Clock) -> None:
    flaky = Flaky(0, TransientError(BUSY))

    assert retrying(clock)(flaky) == "done"
    assert flaky.calls == 1
    assert clock.slept == []


def test_a_transient_error_is_retried_with_exponential_backoff(clock: Clock) -> None:
    assert retrying(clock)(Flaky(4, TransientError(BUSY))) == "done"

    assert [2**number <= wait <= 2**number + 1 for number, wait in enumerate(clock.slept)] == [True] * 4


def test_retries_end_after_some_two_minutes(clock: Clock) -> None:
    error = TransientError(BUSY)
    flaky = Flaky(TRIES, error)

    with pytest.raises(TransientError) as raised:
        retrying(clock)(flaky)

    assert raised.value is error
    assert flaky.calls == TRIES
    assert 60 <= sum(clock.slept) <= 180


def test_a_retry_waits_as_long_as_retry_after_says(clock: Clock) -> None:
    assert retrying(clock)(Flaky(2, TransientError(BUSY, retry_after=42))) == "done"

    assert clock.slept == [42, 42]


def test_a_retry_after_of_zero_waits_zero_seconds(clock: Clock) -> None:
    assert retrying(clock)(Flaky(1, TransientError(BUSY, retry_after=0))) == "done"

    assert clock.slept == [0]


def test_too_long_a_retry_after_ends_the_retries(clock: Clock) -> None:
    flaky = Flaky(1, TransientError(BUSY, retry_after=LONGEST_RETRY_AFTER + 1))

    with pytest.raises(TransientError):
        retrying(clock)(flaky)
    assert clock.slept == []


def test_any_other_error_is_not_retried(clock: Clock) -> None:
    flaky = Flaky(1, RuntimeError("a fault"))

    with pytest.raises(RuntimeError):
        retrying(clock)(flaky)
    assert flaky.calls == 1


def test_the_log_says_what_happened_and_when_the_next_attempt_is(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        retrying(clock)(Flaky(1, TransientError(ANSWERED, retry_after=42)))

    assert caplog.messages == [f"Sage responded with status 503; retrying in 42 s (attempt 2 of {TRIES})"]


def test_the_log_says_where_it_happened(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        retrying(clock, "customers, company 1")(Flaky(1, TransientError(ANSWERED, retry_after=42)))

    assert caplog.messages == [
        f"customers, company 1: Sage responded with status 503; retrying in 42 s (attempt 2 of {TRIES})"
    ]


def test_the_advice_of_an_error_comes_before_the_general_advice() -> None:
    assert TransientError(BUSY, advice="Check it.").advising("Run again.") == "Check it. Run again."
    assert TransientError(BUSY).advising("Run again.") == "Run again."


def test_of_requests_that_fail_for_one_cause_only_the_first_has_warnings(caplog: pytest.LogCaptureFixture) -> None:
    log = RetryLog()
    failure = TransientError(BUSY)
    for where in ("customers", "banks", "customers", "products"):
        log.write(failure, where, wait=1, attempt=2)
    log.forget()
    log.write(failure, "banks", wait=1, attempt=2)

    assert [line.partition(":")[0] for line in caplog.messages] == ["customers", "customers", "banks"]
