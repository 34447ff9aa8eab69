"""The errors for responses that do not contain rows."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest
from requests_mock import ANY

from tap_sage200 import timestamps
from tap_sage200.errors import (
    CompanyError,
    NetworkError,
    Sage200Error,
    StreamError,
    UnavailableError,
    cause_of,
)
from tap_sage200.records.body import parse_rows
from tests.support.requests_to_sage import CUSTOMERS, ROWS, SITES

if TYPE_CHECKING:
    from requests_mock import Mocker

    from tests.conftest import MakeApi
    from tests.support.clock import Clock
from tests.support.answers import answer_with


@pytest.mark.parametrize(("status", "reason"), [(403, "this user's role"), (404, "this version of Sage 200")])
def test_a_missing_table_is_unavailable(make_api: MakeApi, requests_mock: Mocker, status: int, reason: str) -> None:
    answer_with(requests_mock, {"status_code": status})

    with pytest.raises(UnavailableError, match=rf"{reason} .*\({status}\)"):
        make_api().get(CUSTOMERS, parse_rows)


def test_the_error_for_a_missing_list_of_sites_names_the_url(make_api: MakeApi, requests_mock: Mocker) -> None:
    answer_with(requests_mock, {"status_code": 404})

    with pytest.raises(Sage200Error, match="api_url"):
        make_api().get(SITES, parse_rows)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 429, 500, 502, 503])
def test_an_error_contains_the_message_of_sage(make_api: MakeApi, requests_mock: Mocker, status: int) -> None:
    answer_with(requests_mock, {"status_code": status, "json": {"Message": "The field 'nmae' does not exist."}})

    with pytest.raises(Sage200Error, match="The field 'nmae' does not exist"):
        make_api().get(CUSTOMERS, parse_rows)


@pytest.mark.parametrize(
    "answer",
    [{"text": "<html>long page</html>"}, {"json": ["long page"]}, {"json": {"Message": None}}, {"text": ""}],
)
def test_an_error_contains_nothing_else_of_the_body(
    make_api: MakeApi, requests_mock: Mocker, answer: dict[str, Any]
) -> None:
    answer_with(requests_mock, {"status_code": 400, **answer})

    with pytest.raises(StreamError) as raised:
        make_api().get(CUSTOMERS, parse_rows)

    assert str(raised.value).startswith("Sage refuses the request /customers (400). ")
    assert "long page" not in str(raised.value)


def test_a_long_message_of_sage_is_truncated(make_api: MakeApi, requests_mock: Mocker) -> None:
    answer_with(requests_mock, {"status_code": 400, "json": {"Message": "long " * 1000}})

    with pytest.raises(StreamError) as raised:
        make_api().get(CUSTOMERS, parse_rows)

    assert len(str(raised.value)) < 500


def test_the_message_of_sage_stays_on_one_line(make_api: MakeApi, requests_mock: Mocker) -> None:
    answer_with(requests_mock, {"status_code": 400, "json": {"Message": " First.\r\n  Second.\r\n"}})

    with pytest.raises(StreamError, match=r"/customers \(400\): First. Second. Please report"):
        make_api().get(CUSTOMERS, parse_rows)


def test_an_empty_body_can_have_a_message_in_the_header(make_api: MakeApi, requests_mock: Mocker) -> None:
    told = {"WWW-Authenticate": 'Bearer error="invalid_token", error_description="The site is unknown."'}
    answer_with(requests_mock, {"status_code": 401, "headers": told})

    with pytest.raises(CompanyError, match=r"\(401\): The site is unknown. Check site_id"):
        make_api().get(CUSTOMERS, parse_rows)


@pytest.mark.parametrize(
    ("ahead", "told"),
    [
        (
            timedelta(minutes=5),
            "The clock of this machine is 5 minutes ahead of the clock of Sage. Correct the clock first.",
        ),
        (
            timedelta(hours=-1),
            "The clock of this machine is 60 minutes behind the clock of Sage. Correct the clock first.",
        ),
        (timedelta(seconds=90), None),
        (timedelta(seconds=-90), None),
    ],
)
def test_a_clock_difference_is_named_if_a_new_token_is_refused(  # noqa: PLR0913 - and by how much
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
def test_an_invalid_date_is_not_mentioned(make_api: MakeApi, requests_mock: Mocker, date: str) -> None:
    answer_with(requests_mock, {"status_code": 401, "headers": {"Date": date}})

    with pytest.raises(CompanyError, match="Check site_id"):
        make_api().get(CUSTOMERS, parse_rows)


def test_a_response_of_the_proxy_has_its_own_error(make_api: MakeApi, requests_mock: Mocker, clock: Clock) -> None:
    answer_with(requests_mock, {"status_code": 407})

    with pytest.raises(NetworkError, match=r"The proxy requires credentials, .* \(407\)"):
        make_api().get(CUSTOMERS, parse_rows)

    assert clock.slept == []


def test_a_redirect_is_not_followed(make_api: MakeApi, requests_mock: Mocker) -> None:
    elsewhere = requests_mock.get("https://elsewhere.test", **ROWS)
    answer_with(requests_mock, {"status_code": 302, "headers": {"Location": "https://elsewhere.test"}})

    with pytest.raises(StreamError, match="Check api_url and the proxy"):
        make_api().get(CUSTOMERS, parse_rows)

    assert not elsewhere.called, "the token would have gone with it"


def test_the_message_of_sage_may_be_compressed(make_api: MakeApi, requests_mock: Mocker) -> None:
    packed = gzip.compress(b'{"Message": "No such field."}')
    answer_with(requests_mock, {"status_code": 400, "content": packed, "headers": {"Content-Encoding": "gzip"}})

    with pytest.raises(StreamError, match=r"\(400\): No such field"):
        make_api().get(CUSTOMERS, parse_rows)


@pytest.mark.parametrize("content", [b"[" * 10_000, b'{"Message":' * 10_000, b"\xff", b" " * 99_999])
def test_an_error_with_a_broken_body_has_its_status(make_api: MakeApi, requests_mock: Mocker, content: bytes) -> None:
    answer_with(requests_mock, {"status_code": 400, "content": content})

    with pytest.raises(StreamError, match=r"/customers \(400\)"):
        make_api().get(CUSTOMERS, parse_rows)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500])
@pytest.mark.parametrize(
    "repeated", ["bad {path}", "bad /v1{path}?$top=5", "no {table} here", "'{path}/' ({table})"], ids=str
)
def test_a_message_that_repeats_the_request_is_one_cause_for_all_tables(
    make_api: MakeApi, requests_mock: Mocker, status: int, repeated: str
) -> None:
    causes, messages = set(), set()
    for request in (CUSTOMERS, replace(CUSTOMERS, path="/suppliers/7/banks", stream="supplier_banks")):
        said = repeated.format(path=request.path, table=request.table)
        requests_mock.get(ANY, status_code=status, json={"Message": said})
        with pytest.raises(Sage200Error, match=re.escape(said)) as raised:
            make_api().get(request, parse_rows)
        causes.add(cause_of(raised.value))
        messages.add(str(raised.value))
    assert (len(causes), len(messages)) == (1, 2)


def test_messages_that_differ_in_more_than_the_request_are_two_causes(make_api: MakeApi, requests_mock: Mocker) -> None:
    causes = set()
    for said in ("customers are locked", "customers_archive are locked"):
        answer_with(requests_mock, {"status_code": 403, "json": {"Message": said}})
        with pytest.raises(UnavailableError) as raised:
            make_api().get(CUSTOMERS, parse_rows)
        causes.add(cause_of(raised.value))
    assert len(causes) == 2
