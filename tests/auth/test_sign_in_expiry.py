from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest

from tap_sage200 import timestamps
from tap_sage200.auth.grant import Grant
from tap_sage200.auth.sign_in_expiry import SignInExpiry

SIGNED_IN = datetime(2026, 1, 5, 8, tzinfo=UTC)
GRANT = Grant("refresh-7", signed_in_at=timestamps.to_text(SIGNED_IN))
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "left"),
    [
        (timedelta(), 90),
        (timedelta(seconds=1), 90),
        (DAY - timedelta(seconds=1), 90),
        (89 * DAY, 1),
        (90 * DAY - timedelta(seconds=1), 1),
        (90 * DAY, 0),
        (90 * DAY + timedelta(seconds=1), -1),
        (100 * DAY, -10),
    ],
)
def test_a_part_of_a_day_counts_as_a_remaining_day(since: timedelta, left: int) -> None:
    assert SignInExpiry().days_left(GRANT, SIGNED_IN + since) == left


def test_the_remaining_days_of_a_sign_in_without_a_date_are_unknown() -> None:
    assert SignInExpiry().days_left(Grant("refresh-7"), SIGNED_IN) is None
    assert "is unknown" in SignInExpiry().sentence(Grant("refresh-7"), SIGNED_IN)


def test_a_run_says_when_the_sign_in_expires(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    SignInExpiry().log(GRANT, SIGNED_IN + 20 * DAY)

    [record] = caplog.records
    assert record.levelno == logging.INFO
    assert record.message == ("The sign-in expires in 70 days, on 2026-04-05; the last sign-in was on 2026-01-05.")


def test_a_sign_in_that_may_be_older_is_described_as_such() -> None:
    grant = Grant("refresh-7", signed_in_at=GRANT.signed_in_at, signed_in_earlier=True)

    assert SignInExpiry().sentence(grant, SIGNED_IN).endswith("the last sign-in was on 2026-01-05 or earlier")


@pytest.mark.parametrize(
    ("life", "since", "level"),
    [
        (SignInExpiry(), 75, logging.INFO),
        (SignInExpiry(), 76, logging.WARNING),
        (SignInExpiry(), 91, logging.WARNING),
        (SignInExpiry(warning_days=30), 59, logging.INFO),
        (SignInExpiry(warning_days=30), 60, logging.WARNING),
        (SignInExpiry(days=30), 16, logging.WARNING),
        (SignInExpiry(days=30), 15, logging.INFO),
        (SignInExpiry(warning_days=0), 89, logging.INFO),
        (SignInExpiry(warning_days=0), 90, logging.WARNING),
    ],
)
def test_a_run_warns_in_time_with_the_command_to_run(
    caplog: pytest.LogCaptureFixture, life: SignInExpiry, since: int, level: int
) -> None:
    caplog.set_level(logging.INFO)
    life.log(GRANT, SIGNED_IN + since * DAY)

    [record] = caplog.records
    assert record.levelno == level
    assert ("run `sage200 login`" in record.message) == (level == logging.WARNING)


def test_an_expired_sign_in_is_described_as_such() -> None:
    assert SignInExpiry().sentence(GRANT, SIGNED_IN + 91 * DAY) == (
        "The sign-in expired on 2026-04-05, and Sage ID may refuse it at any time; the last sign-in was on 2026-01-05"
    )
