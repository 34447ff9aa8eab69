from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from tap_sage200.api.rate_limit import UnwantedError
from tap_sage200.api.request import Request
from tap_sage200.records.body import parse_rows
from tests.support.requests_to_sage import API_URL, CUSTOMERS, NORTH, ROWS, SITES

if TYPE_CHECKING:
    from requests_mock import Mocker
    from requests_mock.request import Request as Sent

    from tests.conftest import MakeApi
    from tests.support.clock import Clock


@pytest.fixture
def sage(requests_mock: Mocker) -> Mocker:
    requests_mock.get(f"{API_URL}/customers", **ROWS)
    requests_mock.get(f"{API_URL}/sites", **ROWS)
    return requests_mock


def sent(sage: Mocker) -> Sent:
    [request] = sage.request_history
    return request


def test_rows_are_read_from_the_url_of_the_api(make_api: MakeApi, sage: Mocker) -> None:
    answer = make_api().get(CUSTOMERS, parse_rows)

    assert answer.content == [{"id": 1}]
    assert answer.request == CUSTOMERS
    assert sent(sage).url == f"{API_URL}/customers"
    assert sent(sage).method == "GET"


def test_a_request_carries_the_token_the_site_and_the_company(make_api: MakeApi, sage: Mocker) -> None:
    make_api().get(CUSTOMERS, parse_rows)

    headers = sent(sage).headers
    assert headers["Authorization"] == "Bearer access-1"
    assert headers["X-Site"] == "site-a"
    assert headers["X-Company"] == "1"
    assert headers["Accept"] == "application/json"


def test_the_list_of_sites_is_requested_without_a_company(make_api: MakeApi, sage: Mocker) -> None:
    make_api().get(SITES, parse_rows)

    assert not {"X-Site", "X-Company"} & set(sent(sage).headers)


def test_a_subscription_key_is_sent_when_there_is_one(make_api: MakeApi, sage: Mocker) -> None:
    make_api(subscription_key="key-0").get(CUSTOMERS, parse_rows)

    assert sent(sage).headers["ocp-apim-subscription-key"] == "key-0"


def test_no_subscription_key_is_sent_when_there_is_none(make_api: MakeApi, sage: Mocker) -> None:
    make_api().get(CUSTOMERS, parse_rows)

    assert "ocp-apim-subscription-key" not in sent(sage).headers


def test_the_user_agent_has_the_version_of_the_tap(make_api: MakeApi, sage: Mocker) -> None:
    make_api().get(CUSTOMERS, parse_rows)

    assert sent(sage).headers["User-Agent"] == f"tap-sage200/{version('tap-sage200')}"


def test_the_user_agent_can_be_set(make_api: MakeApi, sage: Mocker) -> None:
    make_api(user_agent="finance-team").get(CUSTOMERS, parse_rows)

    assert sent(sage).headers["User-Agent"] == "finance-team"


def test_a_space_in_a_query_is_sent_as_percent_20(make_api: MakeApi, sage: Mocker) -> None:
    where = "name eq 'A+B' and id gt 7"
    make_api().get(Request("/customers", NORTH, {"$filter": where, "$orderby": "id asc"}), parse_rows)

    assert sent(sage).url == (
        f"{API_URL}/customers?$filter=name%20eq%20%27A%2BB%27%20and%20id%20gt%207&$orderby=id%20asc"
    )


class NoInterest:
    is_wanted = False


def test_an_unwanted_request_is_not_sent(make_api: MakeApi, sage: Mocker) -> None:
    with pytest.raises(UnwantedError):
        make_api().get(CUSTOMERS, parse_rows, NoInterest())

    assert sage.request_history == []


def test_requests_keep_to_requests_per_minute(make_api: MakeApi, sage: Mocker, clock: Clock) -> None:
    api = make_api(requests_per_minute=1)
    for _ in range(2):
        api.get(CUSTOMERS, parse_rows)

    assert len(sage.request_history) == 2
    assert clock.slept == pytest.approx([60], abs=5)
