from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
import requests
from requests_mock import ANY

from tap_sage200.api.request import Request
from tap_sage200.errors import Sage200Error
from tap_sage200.records.body import parse_rows
from tests.support.requests_to_sage import API_URL, NORTH

if TYPE_CHECKING:
    from requests_mock import Mocker

    from tap_sage200.api.request import Exchange
    from tests.conftest import MakeApi

PAGE = Request("/customers", NORTH, {"$orderby": "id asc", "$top": 50, "$filter": "id gt 7"})
WHERE = "customers, company 1 of site site-a"


class Counter:
    """Records exchanges."""

    def __init__(self) -> None:
        self.seen: list[Exchange] = []

    def on_exchange(self, exchange: Exchange) -> None:
        self.seen.append(exchange)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG, "tap_sage200.api.request_log")
    return caplog


def lines(log: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in log.records if record.name == "tap_sage200.api.request_log"]


def test_a_request_is_logged_with_its_response(
    make_api: MakeApi, requests_mock: Mocker, log: pytest.LogCaptureFixture
) -> None:
    requests_mock.get(f"{API_URL}/customers", text='[{"id": 8}, {"id": 9}]')
    make_api().get(PAGE, parse_rows)

    [line] = lines(log)
    assert line.startswith(f"{WHERE}: /customers?$top=50&$filter=id gt 7: 200, 2 rows, 22 bytes, ")
    assert line.endswith(" ms, attempt 1")


def test_each_attempt_is_logged_with_or_without_a_response(
    make_api: MakeApi, requests_mock: Mocker, log: pytest.LogCaptureFixture
) -> None:
    answers: list[dict[str, Any]] = [
        {"status_code": 401},
        {"status_code": 503},
        {"exc": requests.ReadTimeout},
        {"json": []},
    ]
    requests_mock.get(f"{API_URL}/customers", [*answers, {"json": []}])
    make_api().get(PAGE, parse_rows)

    told = [(line.split(": ")[2].split(",")[0], line.rpartition(" ")[2]) for line in lines(log)]
    assert told == [("401", "1"), ("503", "2"), ("no response", "3"), ("200", "4")]


def test_the_values_of_a_line_are_fields_of_a_structured_log(
    make_api: MakeApi, requests_mock: Mocker, log: pytest.LogCaptureFixture
) -> None:
    requests_mock.get(f"{API_URL}/products/7/lots", json=[{"id": 8}])
    make_api().get(Request("/products/7/lots", NORTH, stream="product_lots"), parse_rows)

    [record] = [record for record in log.records if record.name == "tap_sage200.api.request_log"]
    facts = {"stream_name": "product_lots", "site_id": "site-a", "company_id": 1, "page": "/products/7/lots"}
    counts = {"status": 200, "rows": 1, "bytes": 11, "attempt": 1}
    assert {name: vars(record)[name] for name in facts | counts} == facts | counts
    assert isinstance(vars(record)["milliseconds"], int)


def test_an_observer_receives_each_request_once(make_api: MakeApi, requests_mock: Mocker) -> None:
    requests_mock.get(ANY, text="no rows")
    requests_mock.get(f"{API_URL}/customers", [{"status_code": 500}, {"json": [{"id": 8}]}, {"text": "no rows"}])
    api, counter = make_api(), Counter()
    api.observe(counter)

    api.get(PAGE, parse_rows)
    with pytest.raises(Sage200Error):
        api.get(PAGE, parse_rows)

    first, second, *others = counter.seen
    assert (first.status, first.rows(), first.attempt, first.body) == (500, None, 1, b"")
    assert (second.status, second.rows(), second.attempt, second.body) == (200, 1, 2, b'[{"id": 8}]')
    assert len(others) == requests_mock.call_count - 2
    assert all((other.status, other.rows(), other.body) == (200, None, b"no rows") for other in others)
