from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.exchange import Request
from tap_sage200.http import Pace
from tap_sage200.records import parse_rows
from tests.unit.clock import Clock
from tests.unit.sage import API_URL, CUSTOMERS, NORTH, ROWS, SITES

if TYPE_CHECKING:
    from requests_mock import Mocker
    from requests_mock.request import Request as Sent

    from tests.unit.conftest import MakeApi


@pytest.fixture
def sage(requests_mock: Mocker) -> Mocker:
    requests_mock.get(f"{API_URL}/customers", **ROWS)
    requests_mock.get(f"{API_URL}/sites", **ROWS)
    return requests_mock


def sent(sage: Mocker) -> Sent:
    [request] = sage.request_history
    return request


def test_rows_are_read_from_the_address_of_the_api(make_api: MakeApi, sage: Mocker) -> None:
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


def test_the_list_of_sites_is_asked_for_without_a_company(make_api: MakeApi, sage: Mocker) -> None:
    make_api().get(SITES, parse_rows)

    assert not {"X-Site", "X-Company"} & set(sent(sage).headers)


def test_a_subscription_key_is_sent_when_there_is_one(make_api: MakeApi, sage: Mocker) -> None:
    make_api(subscription_key="key-0").get(CUSTOMERS, parse_rows)

    assert sent(sage).headers["ocp-apim-subscription-key"] == "key-0"


def test_no_subscription_key_is_sent_when_there_is_none(make_api: MakeApi, sage: Mocker) -> None:
    make_api().get(CUSTOMERS, parse_rows)

    assert "ocp-apim-subscription-key" not in sent(sage).headers


def test_the_tap_introduces_itself_with_its_version(make_api: MakeApi, sage: Mocker) -> None:
    make_api().get(CUSTOMERS, parse_rows)

    assert sent(sage).headers["User-Agent"] == f"tap-sage200/{version('tap-sage200')}"


def test_the_tap_introduces_itself_as_the_settings_say(make_api: MakeApi, sage: Mocker) -> None:
    make_api(user_agent="finance-team").get(CUSTOMERS, parse_rows)

    assert sent(sage).headers["User-Agent"] == "finance-team"


def test_a_space_in_a_query_goes_out_as_percent_20(make_api: MakeApi, sage: Mocker) -> None:
    where = "name eq 'A+B' and id gt 7"
    make_api().get(Request("/customers", NORTH, {"$filter": where, "$orderby": "id asc"}), parse_rows)

    assert sent(sage).url == (
        f"{API_URL}/customers?$filter=name%20eq%20%27A%2BB%27%20and%20id%20gt%207&$orderby=id%20asc"
    )


@pytest.mark.parametrize(("per_minute", "gap"), [(1, 60), (30, 2), (600, 0.1)])
def test_requests_keep_their_pace(clock: Clock, per_minute: int, gap: float) -> None:
    pace = Pace(per_minute, clock=clock.seconds, sleep=clock.sleep)
    for _ in range(4):
        pace.wait()

    assert clock.slept == pytest.approx([gap] * 3, rel=1e-3)


def test_a_pause_counts_towards_the_pace(clock: Clock) -> None:
    pace = Pace(30, clock=clock.seconds, sleep=clock.sleep)
    pace.wait()

    clock.sleep(60)
    pace.wait()
    pace.wait()

    assert clock.slept == pytest.approx([60, 2]), "a long pause buys one request, not many at once"


@given(st.integers(1, 600), st.lists(st.floats(0, 5), max_size=40))
def test_no_minute_sees_more_requests_than_allowed(per_minute: int, pauses: list[float]) -> None:
    clock, sent_at = Clock(), []
    pace = Pace(per_minute, clock=clock.seconds, sleep=clock.sleep)
    for pause in pauses:
        clock.sleep(pause)
        pace.wait()
        sent_at.append(clock.seconds())

    for first, later in zip(sent_at, sent_at[per_minute:], strict=False):
        assert later - first >= 60 - 1e-3


def test_without_a_limit_nobody_waits(clock: Clock) -> None:
    pace = Pace(None, clock=clock.seconds, sleep=clock.sleep)
    for _ in range(4):
        pace.wait()

    assert clock.slept == []


def test_requests_to_sage_keep_the_pace_of_the_settings(make_api: MakeApi, sage: Mocker, clock: Clock) -> None:
    api = make_api(requests_per_minute=1)
    for _ in range(2):
        api.get(CUSTOMERS, parse_rows)

    assert len(sage.request_history) == 2
    assert clock.slept == pytest.approx([60], abs=5)
