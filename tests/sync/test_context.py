from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200.api.prefetch import PrefetchQueue
from tap_sage200.api.request import Request
from tap_sage200.config.companies import Company
from tap_sage200.config.settings import Settings
from tap_sage200.records.body import parse_rows
from tap_sage200.sync.context import RunContext
from tests.support.loading import Loader
from tests.support.requests_to_sage import API_URL, CUSTOMERS, NORTH, ROWS

if TYPE_CHECKING:
    import pytest
    from requests_mock import Mocker

    from tests.conftest import MakeApi
    from tests.support.clock import Clock


def test_companies_of_the_settings_are_read_without_a_request(make_api: MakeApi, requests_mock: Mocker) -> None:
    companies = [{"site_id": "site-b", "company_id": 2}, {"site_id": "site-a", "company_id": 1}]
    settings = Settings.from_config({"access_token": "access-0", "companies": companies})

    assert RunContext(settings, make_api(), Loader()).companies == (Company("site-b", 2), Company("site-a", 1))
    assert requests_mock.request_history == []


def test_what_is_no_longer_expected_when_its_turn_comes_is_not_sent(
    make_api: MakeApi, requests_mock: Mocker, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests_mock.get(f"{API_URL}/customers", **ROWS)
    moves_on = clock.sleep

    def sleep(seconds: float) -> None:
        line.expect(())
        moves_on(seconds)

    monkeypatch.setattr(clock, "sleep", sleep)
    api = make_api(requests_per_minute=1)
    line = PrefetchQueue(RunContext(Settings.from_config({"access_token": "access-0"}), api, Loader()).prefetcher)
    api.get(CUSTOMERS, parse_rows)
    line.expect([Request("/customers", NORTH, {"$top": 7})])
    line.get(Request("/customers", NORTH, {"$top": 9}))

    assert [request.query for request in requests_mock.request_history] == ["", "$top=9"]
