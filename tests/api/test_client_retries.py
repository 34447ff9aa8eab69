"""Which requests the client retries, how long it waits, and when it gives up."""

from __future__ import annotations

import gzip
import logging
import traceback
from datetime import timedelta
from email.utils import format_datetime
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200 import timestamps
from tap_sage200.api.request import SMALLEST_PAGE, Request
from tap_sage200.errors import (
    GaveUpError,
    NetworkError,
    RunError,
    Sage200Error,
    StreamError,
)
from tap_sage200.records.body import parse_object, parse_rows, whole
from tap_sage200.transport.body import LARGEST
from tap_sage200.transport.retry import TRIES
from tests.support.network_trouble import CLOSED, LOST, NEVER_SENT, named
from tests.support.requests_to_sage import API_URL, CUSTOMERS, NORTH, ROWS, SITES, tops

if TYPE_CHECKING:
    from requests_mock import Mocker

    from tests.conftest import MakeApi
    from tests.support.clock import Clock
from tests.support.answers import BROKEN, BUSY, LASTING, PAGE, TOO_MUCH, answer_with, for_customers

UNHALVED = {status: answer for status, answer in BUSY.items() if status not in {"429", "503"}}
"""Statuses after which a smaller page cannot help."""
PATIENCE = 5.0
"""Seconds to wait for a request that should get through."""


@named(LASTING)
def test_a_permanent_error_is_not_retried(
    make_api: MakeApi, requests_mock: Mocker, clock: Clock, answer: dict[str, Any]
) -> None:
    answer_with(requests_mock, answer)

    with pytest.raises(Sage200Error):
        make_api().get(CUSTOMERS, parse_rows)

    assert clock.slept == []


@named(TOO_MUCH | BUSY | BROKEN | NEVER_SENT)
def test_a_transient_error_is_retried(
    make_api: MakeApi, requests_mock: Mocker, clock: Clock, answer: dict[str, Any]
) -> None:
    answer_with(requests_mock, answer, answer, ROWS)

    assert make_api().get(PAGE, parse_rows).content == [{"id": 1}]
    assert len(clock.slept) == 2


@named(TOO_MUCH | BUSY | BROKEN)
def test_a_lasting_transient_error_fails_the_table_after_a_bounded_time(
    make_api: MakeApi, requests_mock: Mocker, clock: Clock, answer: dict[str, Any]
) -> None:
    answer_with(requests_mock, answer)

    with pytest.raises(StreamError, match="Run again later"):
        make_api().get(PAGE, parse_rows)

    assert for_customers(requests_mock) == TRIES
    assert sum(clock.slept) < 180


@named(NEVER_SENT)
def test_a_sage_that_stays_unreachable_ends_the_run(
    make_api: MakeApi, requests_mock: Mocker, clock: Clock, answer: dict[str, Any]
) -> None:
    answer_with(requests_mock, answer)

    with pytest.raises(RunError, match=rf"^customers, company 1 .*: Sage cannot be reached at {API_URL}: .*\. [CA]"):
        make_api().get(PAGE, parse_rows)

    assert requests_mock.call_count == TRIES
    assert sum(clock.slept) < 180


@named(CLOSED)
def test_a_permanent_network_error_ends_the_run_without_retries(
    make_api: MakeApi, requests_mock: Mocker, clock: Clock, answer: dict[str, Any]
) -> None:
    answer_with(requests_mock, answer)

    with pytest.raises(NetworkError, match=rf"^customers, company 1 .*: Sage cannot be reached at {API_URL}: "):
        make_api().get(PAGE, parse_rows)

    assert clock.slept == []


@named(TOO_MUCH | {"503": BUSY["503"]})
def test_a_page_that_is_too_large_is_requested_again_with_half_the_rows(
    make_api: MakeApi, requests_mock: Mocker, answer: dict[str, Any]
) -> None:
    answer_with(requests_mock, answer, answer, ROWS)

    got = make_api().get(PAGE, parse_rows)

    assert tops(requests_mock) == [2000, 1000, 500]
    assert got.request == Request("/customers", NORTH, {"$top": 500}), "the reader learns how much was asked for"


def test_a_response_that_is_too_large_is_requested_again_with_half_the_rows(
    make_api: MakeApi, requests_mock: Mocker
) -> None:
    headers = {"Content-Encoding": "gzip"}
    bomb = {"content": gzip.compress(bytes(LARGEST + 1), 1), "headers": headers}
    answer_with(requests_mock, bomb, ROWS)

    got = make_api().get(PAGE, parse_rows)

    assert got.request.options["$top"] == 1000
    answer_with(requests_mock, bomb)
    with pytest.raises(StreamError, match="has more than 64 MiB"):
        make_api().get(PAGE, parse_rows)


@pytest.mark.parametrize("text", ["", " \n", "null"])
@pytest.mark.parametrize("status", [200, 204])
def test_a_single_object_may_be_absent(make_api: MakeApi, requests_mock: Mocker, status: int, text: str) -> None:
    answer_with(requests_mock, {"status_code": status, "text": text})

    assert make_api().get(CUSTOMERS, parse_object).content == []
    assert parse_object(make_api().get(CUSTOMERS, whole).content) == []


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ("no answer in time", "Sage did not respond in time"),
        ("a reset", "The response of Sage"),
        ("half an answer", "The response of Sage"),
    ],
)
def test_the_error_says_how_a_response_was_lost(make_api: MakeApi, requests_mock: Mocker, lost: str, said: str) -> None:
    answer_with(requests_mock, LOST[lost])

    with pytest.raises(StreamError, match=said):
        make_api().get(PAGE, parse_rows)


def test_pages_are_halved_down_to_a_minimum(make_api: MakeApi, requests_mock: Mocker) -> None:
    answer_with(requests_mock, {"status_code": 504})

    with pytest.raises(StreamError):
        make_api().get(Request("/customers", NORTH, {"$top": 100}), parse_rows)

    assert tops(requests_mock) == [100, 50] + [SMALLEST_PAGE] * (TRIES - 2)


@named(UNHALVED | BROKEN | NEVER_SENT)
def test_a_page_is_not_halved_if_that_cannot_help(
    make_api: MakeApi, requests_mock: Mocker, answer: dict[str, Any]
) -> None:
    answer_with(requests_mock, answer, ROWS)

    make_api().get(PAGE, parse_rows)

    assert tops(requests_mock) == [2000, 2000]


def test_a_page_is_halved_once_after_429(make_api: MakeApi, requests_mock: Mocker) -> None:
    answer_with(requests_mock, BUSY["429"], BUSY["429"], BUSY["429"], ROWS)

    response = make_api().get(PAGE, parse_rows)

    assert tops(requests_mock) == [2000, 1000, 1000, 1000]
    assert response.is_smaller_for_now


def test_a_page_keeps_its_size_after_429_if_sage_says_when_to_retry(make_api: MakeApi, requests_mock: Mocker) -> None:
    answer_with(requests_mock, {"status_code": 429, "headers": {"Retry-After": "1"}}, ROWS)

    make_api().get(PAGE, parse_rows)

    assert tops(requests_mock) == [2000, 2000]


def test_a_page_that_is_also_too_large_stays_small(make_api: MakeApi, requests_mock: Mocker) -> None:
    answer_with(requests_mock, BUSY["429"], BUSY["503"], ROWS)

    response = make_api().get(PAGE, parse_rows)

    assert tops(requests_mock) == [2000, 1000, 500]
    assert not response.is_smaller_for_now


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_retry_waits_for_the_seconds_of_retry_after(
    make_api: MakeApi, requests_mock: Mocker, clock: Clock, status: int
) -> None:
    answer_with(requests_mock, {"status_code": status, "headers": {"Retry-After": "42"}}, ROWS)

    make_api().get(CUSTOMERS, parse_rows)

    assert clock.slept == [42]


@pytest.mark.parametrize(
    "busy",
    [
        pytest.param(({"status_code": 429}, True), id="asked too fast"),
        pytest.param(({"status_code": 503, "headers": {"Retry-After": "1"}}, True), id="busy for a while"),
        pytest.param(({"status_code": 503}, False), id="busy with one table"),
    ],
)
def test_no_other_request_starts_during_a_wait_for_all(
    make_api: MakeApi,
    requests_mock: Mocker,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    busy: tuple[dict[str, Any], bool],
) -> None:
    answer, is_for_all = busy
    requests_mock.get(f"{API_URL}/customers", [answer, ROWS])
    requests_mock.get(f"{API_URL}/sites", **ROWS)
    came, meanwhile = Event(), list[bool]()

    def ask_for_another_table() -> None:
        api.get(SITES, parse_rows)
        came.set()

    def sleep(_seconds: float) -> None:
        Thread(target=ask_for_another_table, daemon=True).start()
        meanwhile.append(came.wait(0.1 if is_for_all else PATIENCE))

    monkeypatch.setattr(clock, "sleep", sleep)
    api = make_api()
    api.get(CUSTOMERS, parse_rows)

    assert meanwhile == [not is_for_all]
    assert came.wait(PATIENCE), "afterwards they go on"


def test_a_retry_waits_until_the_date_of_retry_after(
    make_api: MakeApi, requests_mock: Mocker, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timestamps, "now", clock.now)
    until = format_datetime(clock.instant + timedelta(seconds=42), usegmt=True)
    answer_with(requests_mock, {"status_code": 429, "headers": {"Retry-After": until}}, ROWS)

    make_api().get(CUSTOMERS, parse_rows)

    assert clock.slept == [42]


@pytest.mark.parametrize("header", ["601", "86400", "86400.5", "Fri, 31 Dec 2099 23:59:59 GMT"])
def test_too_long_a_retry_after_fails_the_table_at_once_and_says_why(
    make_api: MakeApi, requests_mock: Mocker, clock: Clock, header: str
) -> None:
    answer_with(requests_mock, {"status_code": 429, "headers": {"Retry-After": header}})

    with pytest.raises(
        GaveUpError, match=r"429 .*; Sage asks to wait for \d+ s, and the tap waits at most 600 s"
    ) as gave_up:
        make_api().get(CUSTOMERS, parse_rows)

    assert "attempt" not in str(gave_up.value)
    assert clock.slept == []
    assert requests_mock.call_count == 1


def test_retry_afters_that_are_too_long_together_end_the_retries_too(
    make_api: MakeApi, requests_mock: Mocker, clock: Clock
) -> None:
    answer_with(requests_mock, {"status_code": 503, "headers": {"Retry-After": "250"}})

    with pytest.raises(GaveUpError, match="Sage asks to wait for 250 s"):
        make_api().get(CUSTOMERS, parse_rows)

    assert clock.slept == [250, 250]


@pytest.mark.parametrize("header", ["", "soon", "-5", "1e3", "0x10", "120, 120", "Mon, 32 Jan 2026 00:00:00 GMT"])
def test_a_retry_after_that_is_none_is_ignored(
    make_api: MakeApi, requests_mock: Mocker, clock: Clock, header: str
) -> None:
    answer_with(requests_mock, {"status_code": 503, "headers": {"Retry-After": header}}, ROWS)

    make_api().get(CUSTOMERS, parse_rows)

    [waited] = clock.slept
    assert 1 <= waited <= 2


def test_the_error_for_a_response_without_rows_names_its_content_type(make_api: MakeApi, requests_mock: Mocker) -> None:
    answer_with(requests_mock, BROKEN["a page for people"])

    with pytest.raises(StreamError, match=r"the response is not a list of rows \(text/html\)") as raised:
        make_api().get(CUSTOMERS, parse_rows)

    assert "Please wait" not in str(raised.value)


@named(TOO_MUCH | BUSY | BROKEN | NEVER_SENT | CLOSED | LASTING)
def test_no_error_contains_a_token_a_key_or_a_password(
    make_api: MakeApi, requests_mock: Mocker, caplog: pytest.LogCaptureFixture, answer: dict[str, Any]
) -> None:
    caplog.set_level(logging.DEBUG)
    answer_with(requests_mock, answer)
    api = make_api(subscription_key="secret-key", proxy_url="http://user:secret-password@proxy.test")

    with pytest.raises(Sage200Error) as raised:
        api.get(CUSTOMERS, parse_rows)

    shown = "".join(traceback.format_exception(raised.value)) + repr(raised.value) + caplog.text + repr(api)
    assert "secret-" not in shown
    assert "Bearer" not in shown
    assert "access-" not in shown
