from __future__ import annotations

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
    CompanyError,
    NetworkError,
    RunError,
    Sage200Error,
    SignInError,
    StreamError,
    UnavailableError,
)
from tap_sage200.records.body import parse_rows
from tap_sage200.transport.retry import LONGEST_RETRY_AFTER, TRIES
from tests.support.network_trouble import CLOSED, LOST, NEVER_SENT, Answers, named
from tests.support.requests_to_sage import API_URL, CUSTOMERS, NORTH, ROWS, SITES, Tokens, tops

if TYPE_CHECKING:
    from requests_mock import Mocker

    from tests.conftest import MakeApi
    from tests.support.clock import Clock

PATIENCE = 5.0
"""Seconds after which a request that should have come through is given up."""
PAGE = Request("/customers", NORTH, {"$top": 2000})
UNAUTHORIZED: dict[str, Any] = {"status_code": 401}

TOO_MUCH: Answers = {str(status): {"status_code": status} for status in (502, 504)} | LOST
BUSY: Answers = {str(status): {"status_code": status} for status in (408, 429, 500, 503)}
BROKEN: Answers = {
    "a page for people": {"text": "<html>Please wait</html>", "headers": {"Content-Type": "text/html"}},
    "cut off": {"text": '[{"id": 1}, {"id"'},
    "an object": {"json": {"Message": "An error has occurred."}},
    "nothing": {"text": ""},
}
LASTING: Answers = {str(status): {"status_code": status} for status in (204, 302, 400, 401, 403, 404, 405, 418, 501)}


def answer_with(network: Mocker, *answers: dict[str, Any]) -> None:
    network.get(f"{API_URL}/customers", list(answers))
    network.get(f"{API_URL}/sites", list(answers))


def bearers(network: Mocker) -> list[str]:
    return [request.headers["Authorization"] for request in network.request_history]


def test_a_refused_token_is_renewed_and_the_request_repeated(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens, clock: Clock
) -> None:
    answer_with(requests_mock, UNAUTHORIZED, ROWS)

    assert make_api().get(CUSTOMERS, parse_rows).content == [{"id": 1}]
    assert bearers(requests_mock) == ["Bearer access-1", "Bearer access-2"]
    assert tokens.refused == ["access-1"]
    assert clock.slept == []


def test_a_company_that_refuses_a_fresh_token_is_given_up_without_a_third_request(
    make_api: MakeApi, requests_mock: Mocker
) -> None:
    answer_with(requests_mock, UNAUTHORIZED)

    with pytest.raises(CompanyError, match=r"company 1 of site site-a .*Check site_id and company_id"):
        make_api().get(CUSTOMERS, parse_rows)

    assert requests_mock.call_count == 2


def test_a_list_of_sites_that_refuses_a_fresh_token_ends_the_run(make_api: MakeApi, requests_mock: Mocker) -> None:
    answer_with(requests_mock, UNAUTHORIZED)

    with pytest.raises(SignInError, match="Sign in again"):
        make_api().get(SITES, parse_rows)

    assert requests_mock.call_count == 2


def test_a_company_that_refused_a_fresh_token_costs_no_second_one(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    answer_with(requests_mock, UNAUTHORIZED)
    api = make_api()

    for _ in range(2):
        with pytest.raises(CompanyError):
            api.get(CUSTOMERS, parse_rows)

    assert tokens.refused == ["access-1"]
    assert bearers(requests_mock) == ["Bearer access-1"] + ["Bearer access-2"] * 3


def test_a_fresh_token_that_is_refused_once_is_tried_again(make_api: MakeApi, requests_mock: Mocker) -> None:
    answer_with(requests_mock, UNAUTHORIZED, UNAUTHORIZED, UNAUTHORIZED, ROWS)
    api = make_api()

    with pytest.raises(CompanyError):
        api.get(CUSTOMERS, parse_rows)
    assert api.get(CUSTOMERS, parse_rows).content == [{"id": 1}]


def test_a_token_that_a_company_took_before_it_refused_it_is_renewed(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    answer_with(requests_mock, UNAUTHORIZED, ROWS, UNAUTHORIZED, ROWS)
    api = make_api()

    for _ in range(2):
        assert api.get(CUSTOMERS, parse_rows).content == [{"id": 1}]

    assert tokens.refused == ["access-1", "access-2"]


def test_trouble_after_a_renewal_does_not_renew_again(make_api: MakeApi, requests_mock: Mocker, tokens: Tokens) -> None:
    answer_with(requests_mock, UNAUTHORIZED, {"status_code": 503}, ROWS)

    make_api().get(CUSTOMERS, parse_rows)

    assert tokens.refused == ["access-1"]
    assert bearers(requests_mock) == ["Bearer access-1", "Bearer access-2", "Bearer access-2"]


@pytest.mark.parametrize(("status", "reason"), [(403, "this user's role"), (404, "this version of Sage 200")])
def test_a_table_that_is_not_there_is_unavailable(
    make_api: MakeApi, requests_mock: Mocker, status: int, reason: str
) -> None:
    answer_with(requests_mock, {"status_code": status})

    with pytest.raises(UnavailableError, match=rf"{reason} .*\({status}\)"):
        make_api().get(CUSTOMERS, parse_rows)


def test_a_list_of_sites_that_is_not_there_speaks_of_the_address(make_api: MakeApi, requests_mock: Mocker) -> None:
    answer_with(requests_mock, {"status_code": 404})

    with pytest.raises(Sage200Error, match="api_url"):
        make_api().get(SITES, parse_rows)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 429, 500, 502, 503])
def test_an_error_says_what_sage_said(make_api: MakeApi, requests_mock: Mocker, status: int) -> None:
    answer_with(requests_mock, {"status_code": status, "json": {"Message": "The field 'nmae' does not exist."}})

    with pytest.raises(Sage200Error, match="The field 'nmae' does not exist"):
        make_api().get(CUSTOMERS, parse_rows)


@pytest.mark.parametrize(
    "answer",
    [{"text": "<html>long page</html>"}, {"json": ["long page"]}, {"json": {"Message": None}}, {"text": ""}],
)
def test_an_error_quotes_nothing_else(make_api: MakeApi, requests_mock: Mocker, answer: dict[str, Any]) -> None:
    answer_with(requests_mock, {"status_code": 400, **answer})

    with pytest.raises(StreamError) as raised:
        make_api().get(CUSTOMERS, parse_rows)

    assert str(raised.value).startswith("Sage refuses the request (400) for /customers. ")
    assert "long page" not in str(raised.value)


def test_a_long_story_of_sage_is_cut(make_api: MakeApi, requests_mock: Mocker) -> None:
    answer_with(requests_mock, {"status_code": 400, "json": {"Message": "long " * 1000}})

    with pytest.raises(StreamError) as raised:
        make_api().get(CUSTOMERS, parse_rows)

    assert len(str(raised.value)) < 500


def test_the_words_of_sage_stay_on_one_line(make_api: MakeApi, requests_mock: Mocker) -> None:
    answer_with(requests_mock, {"status_code": 400, "json": {"Message": " First.\r\n  Second.\r\n"}})

    with pytest.raises(StreamError, match=r"for /customers: First. Second. Please report"):
        make_api().get(CUSTOMERS, parse_rows)


def test_where_the_body_is_empty_the_header_may_have_words(make_api: MakeApi, requests_mock: Mocker) -> None:
    told = {"WWW-Authenticate": 'Bearer error="invalid_token", error_description="The site is unknown."'}
    answer_with(requests_mock, {"status_code": 401, "headers": told})

    with pytest.raises(CompanyError, match=r"\(401\): The site is unknown. Check site_id"):
        make_api().get(CUSTOMERS, parse_rows)


@pytest.mark.parametrize(
    ("ahead", "told"),
    [
        (timedelta(minutes=5), "The clock of this machine is 5 minutes ahead of Sage's: set it right first."),
        (timedelta(hours=-1), "The clock of this machine is 60 minutes behind Sage's: set it right first."),
        (timedelta(seconds=90), None),
        (timedelta(seconds=-90), None),
    ],
)
def test_a_clock_that_disagrees_with_sage_is_told_where_a_fresh_token_is_refused(  # noqa: PLR0913 - and by how much
    make_api: MakeApi,
    requests_mock: Mocker,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    *,
    ahead: timedelta,
    told: str | None,
) -> None:
    monkeypatch.setattr(timestamps, "now", clock.now)
    theirs = format_datetime(clock.instant - ahead, usegmt=True)
    answer_with(requests_mock, {"status_code": 401, "headers": {"Date": theirs}})

    with pytest.raises(CompanyError) as raised:
        make_api().get(CUSTOMERS, parse_rows)

    assert told in str(raised.value) if told else "clock" not in str(raised.value)


@pytest.mark.parametrize("date", ["", "yesterday", "Sat, 31 Jan 2026 12:00:00 -0000"])
def test_a_date_that_tells_nothing_is_not_spoken_of(make_api: MakeApi, requests_mock: Mocker, date: str) -> None:
    answer_with(requests_mock, {"status_code": 401, "headers": {"Date": date}})

    with pytest.raises(CompanyError, match="Check site_id"):
        make_api().get(CUSTOMERS, parse_rows)


def test_a_proxy_that_answers_itself_is_told_from_sage(make_api: MakeApi, requests_mock: Mocker, clock: Clock) -> None:
    answer_with(requests_mock, {"status_code": 407})

    with pytest.raises(NetworkError, match=r"The proxy wants credentials, .* \(407\)"):
        make_api().get(CUSTOMERS, parse_rows)

    assert clock.slept == []


def test_a_redirect_is_not_followed(make_api: MakeApi, requests_mock: Mocker) -> None:
    elsewhere = requests_mock.get("https://elsewhere.test", **ROWS)
    answer_with(requests_mock, {"status_code": 302, "headers": {"Location": "https://elsewhere.test"}})

    with pytest.raises(StreamError, match="Check api_url and the proxy"):
        make_api().get(CUSTOMERS, parse_rows)

    assert not elsewhere.called, "the token would have gone with it"


@named(LASTING)
def test_what_will_not_pass_is_not_tried_again(
    make_api: MakeApi, requests_mock: Mocker, clock: Clock, answer: dict[str, Any]
) -> None:
    answer_with(requests_mock, answer)

    with pytest.raises(Sage200Error):
        make_api().get(CUSTOMERS, parse_rows)

    assert clock.slept == []


@named(TOO_MUCH | BUSY | BROKEN | NEVER_SENT)
def test_what_may_pass_is_tried_again(
    make_api: MakeApi, requests_mock: Mocker, clock: Clock, answer: dict[str, Any]
) -> None:
    answer_with(requests_mock, answer, answer, ROWS)

    assert make_api().get(PAGE, parse_rows).content == [{"id": 1}]
    assert len(clock.slept) == 2


@named(TOO_MUCH | BUSY | BROKEN)
def test_what_does_not_pass_fails_the_table_after_a_bounded_time(
    make_api: MakeApi, requests_mock: Mocker, clock: Clock, answer: dict[str, Any]
) -> None:
    answer_with(requests_mock, answer)

    with pytest.raises(StreamError, match="The state is kept: run again later"):
        make_api().get(PAGE, parse_rows)

    assert requests_mock.call_count == TRIES
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
def test_a_way_that_stays_closed_ends_the_run_at_once(
    make_api: MakeApi, requests_mock: Mocker, clock: Clock, answer: dict[str, Any]
) -> None:
    answer_with(requests_mock, answer)

    with pytest.raises(NetworkError, match=rf"^customers, company 1 .*: Sage cannot be reached at {API_URL}: "):
        make_api().get(PAGE, parse_rows)

    assert clock.slept == []


@named(TOO_MUCH)
def test_a_request_that_was_too_much_is_repeated_for_half_the_rows(
    make_api: MakeApi, requests_mock: Mocker, answer: dict[str, Any]
) -> None:
    answer_with(requests_mock, answer, answer, ROWS)

    got = make_api().get(PAGE, parse_rows)

    assert tops(requests_mock) == [2000, 1000, 500]
    assert got.request == Request("/customers", NORTH, {"$top": 500}), "the reader learns how much was asked for"


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ("no answer in time", "Sage did not answer in time"),
        ("a reset", "Sage broke off its answer"),
        ("half an answer", "Sage broke off its answer"),
    ],
)
def test_a_lost_answer_is_told_as_what_it_was(make_api: MakeApi, requests_mock: Mocker, lost: str, said: str) -> None:
    answer_with(requests_mock, LOST[lost])

    with pytest.raises(StreamError, match=said):
        make_api().get(PAGE, parse_rows)


def test_halving_has_a_floor(make_api: MakeApi, requests_mock: Mocker) -> None:
    answer_with(requests_mock, {"status_code": 504})

    with pytest.raises(StreamError):
        make_api().get(Request("/customers", NORTH, {"$top": 100}), parse_rows)

    assert tops(requests_mock) == [100, 50] + [SMALLEST_PAGE] * (TRIES - 2)


@named(BUSY | BROKEN | NEVER_SENT)
def test_a_smaller_page_is_not_asked_for_where_it_cannot_help(
    make_api: MakeApi, requests_mock: Mocker, answer: dict[str, Any]
) -> None:
    answer_with(requests_mock, answer, ROWS)

    make_api().get(PAGE, parse_rows)

    assert tops(requests_mock) == [2000, 2000]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_sage_is_waited_for_as_many_seconds_as_it_asks(
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
def test_nobody_else_asks_while_sage_wants_to_be_left_alone(
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


def test_sage_is_waited_for_until_the_date_that_it_asks_for(
    make_api: MakeApi, requests_mock: Mocker, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timestamps, "now", clock.now)
    until = format_datetime(clock.instant + timedelta(seconds=42), usegmt=True)
    answer_with(requests_mock, {"status_code": 429, "headers": {"Retry-After": until}}, ROWS)

    make_api().get(CUSTOMERS, parse_rows)

    assert clock.slept == [42]


def test_sage_that_asks_for_too_much_patience_fails_the_table_at_once(
    make_api: MakeApi, requests_mock: Mocker, clock: Clock
) -> None:
    answer_with(requests_mock, {"status_code": 429, "headers": {"Retry-After": str(int(LONGEST_RETRY_AFTER) + 1)}})

    with pytest.raises(StreamError, match="429"):
        make_api().get(CUSTOMERS, parse_rows)

    assert clock.slept == []
    assert requests_mock.call_count == 1


def test_something_else_than_rows_is_named_by_its_type(make_api: MakeApi, requests_mock: Mocker) -> None:
    answer_with(requests_mock, BROKEN["a page for people"])

    with pytest.raises(StreamError, match=r"something else than rows \(text/html\)") as raised:
        make_api().get(CUSTOMERS, parse_rows)

    assert "Please wait" not in str(raised.value)


@named(TOO_MUCH | BUSY | BROKEN | NEVER_SENT | CLOSED | LASTING)
def test_no_trouble_shows_a_token_a_key_or_a_password(
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
