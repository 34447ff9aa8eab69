from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200 import timestamps
from tap_sage200.api.request import Exchange, Request
from tap_sage200.sync.run_start import RunStart

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _our_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timestamps, "now", lambda: NOW)


def dated(date: str | datetime, *, status: int = 200, seconds: float = 0.2, **more: str) -> Exchange:
    text = date if isinstance(date, str) else format_datetime(date, usegmt=True)
    return Exchange(Request("/customers"), status, b"", seconds, 1, {"Date": text, **more})


def after(*exchanges: Exchange) -> RunStart:
    start = RunStart()
    for exchange in exchanges:
        start.on_exchange(exchange)
    return start


def test_a_run_starts_by_sages_clock_if_ours_is_ahead(caplog: pytest.LogCaptureFixture) -> None:
    assert after(dated(NOW - 3 * HOUR), dated(NOW - 2 * HOUR)).earliest == NOW - 3 * HOUR
    [said] = caplog.messages
    assert said.startswith("The clock of this machine is 180 minutes ahead of Sage's.")


def test_a_run_starts_by_our_clock_if_sages_is_ahead(caplog: pytest.LogCaptureFixture) -> None:
    assert after(dated(NOW + 3 * HOUR)).earliest == NOW
    assert "180 minutes behind Sage's" in caplog.text


def test_the_earliest_of_several_clocks_counts() -> None:
    assert after(dated(NOW - HOUR), dated(NOW), dated(NOW - 2 * HOUR), dated(NOW + HOUR)).earliest == NOW - 2 * HOUR


@pytest.mark.parametrize("offset", [NOW - NOW, timedelta(seconds=-1), timedelta(seconds=-30)])
def test_a_difference_within_the_time_of_a_response_shows_nothing(
    offset: timedelta, caplog: pytest.LogCaptureFixture
) -> None:
    start = after(dated(NOW + offset, seconds=30))

    assert start.earliest == NOW
    assert not start.has_moved
    assert not caplog.records


def test_a_small_difference_limits_the_start_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    assert after(dated(NOW - timedelta(minutes=1))).earliest == NOW - timedelta(minutes=1)
    assert not caplog.records


@pytest.mark.parametrize(
    "date",
    [
        "",
        "yesterday",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Wed, 99 Foo 2015",
        "Sat, 31 Jan 10000 12:00:00 GMT",
        "Sat, 31 Jan 2026 99:00:00 GMT",
        "\u0663",
    ],
)
def test_a_date_that_no_clock_can_have_shown_does_not_count(date: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        start = after(dated(date), Exchange(Request("/customers"), 200, b"", 0.1, 1))

    assert (start.earliest, start.latest_now()) == (NOW, NOW)
    assert not caplog.records


def test_a_date_of_2099_does_not_move_the_start() -> None:
    assert after(dated("Thu, 01 Jan 2099 00:00:00 GMT")).earliest == NOW


def test_the_date_of_a_cached_response_limits_the_start_and_says_nothing_of_clocks(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert after(dated(NOW - HOUR, Age="3600")).earliest == NOW - HOUR
    assert not caplog.records


@pytest.mark.parametrize("status", [401, 407, 502])
def test_a_response_without_rows_says_nothing(status: int) -> None:
    assert after(dated(NOW - HOUR, status=status)).earliest == NOW


@given(st.text(max_size=40))
def test_no_date_is_a_traceback(text: str) -> None:
    assert after(dated(text)).earliest <= NOW
