"""Guarantee 7: rate limits are respected, and retries are bounded."""

from __future__ import annotations

from typing import Any

import pytest
from sage200_sandbox import Fault, Sandbox
from sage200_sandbox.sample_rows import customers

from tap_sage200.errors import RunError, RunFailedError
from tests.support.runs import run_tap

Config = dict[str, Any]


@pytest.fixture
def some(sage: Sandbox) -> Sandbox:
    sage.companies[0].replace("customers", customers(460))
    return sage


def tops(sage: Sandbox) -> list[int]:
    return [
        int(asked.query["$top"])
        for asked in sage.requests
        if asked.table == "customers" and asked.query["$orderby"] == "id asc"
    ]


def test_retry_after_is_obeyed(some: Sandbox, config: Config) -> None:
    some.fault(Fault("429", table="customers", retry_after=17))
    result = run_tap(config, "customers")
    assert result.error is None
    assert result.waits == [17.0]


@pytest.mark.parametrize("kind", ["500", "502", "503", "504", "cut", "drop", "html"])
def test_trouble_that_passes_costs_a_wait_and_no_row(some: Sandbox, config: Config, kind: str) -> None:
    some.fault(Fault(kind, table="customers", after=1, times=2))
    result = run_tap(config | {"page_size": 100}, "customers")
    assert result.error is None
    assert len(result.waits) == 2
    assert sorted(record["id"] for record in result.records("customers")) == list(range(1, 461))


def test_a_table_that_is_too_slow_for_large_pages_is_asked_for_smaller_ones(some: Sandbox, config: Config) -> None:
    some.fault(Fault("504", table="customers", above=120, times=None))
    result = run_tap(config | {"page_size": 1000}, "customers")
    assert result.error is None
    assert tops(some)[:5] == [1000, 500, 250, 125, 62]
    assert set(tops(some)[4:]) == {62}
    assert len(result.records("customers")) == 460


def test_it_gives_up_after_a_bounded_time(some: Sandbox, config: Config) -> None:
    some.fault(Fault("503", table="customers", times=None))
    result = run_tap(config, "customers")
    assert isinstance(result.error, RunFailedError)
    assert len(tops(some)) == 5, "Sage responds to other requests"
    assert sum(result.waits) < 25


def test_a_server_that_asks_for_hours_of_patience_is_left_alone(some: Sandbox, config: Config) -> None:
    some.fault(Fault("429", table="customers", retry_after=7200, times=None))
    result = run_tap(config, "customers")
    assert isinstance(result.error, RunFailedError)
    assert result.waits == []


def test_a_server_that_gives_no_table_is_not_asked_for_all_of_them(some: Sandbox, config: Config) -> None:
    some.fault(Fault("503", times=None))
    listed = {"site_id": some.companies[0].site_id, "company_id": some.companies[0].company_id, "concurrency": 1}
    result = run_tap(config | listed, "banks", "currencies", "customers", "products", "suppliers")
    assert isinstance(result.error, RunError)
    asked = {asked.table for asked in some.requests if asked.table}
    assert {"banks", "currencies", "customers"} <= asked
    assert "suppliers" not in asked


def test_no_way_to_sage_ends_the_run(config: Config) -> None:
    nowhere = "http://127.0.0.1:9/uk/sage200extra/accounts/v1"
    result = run_tap(config | {"api_url": nowhere}, "customers")
    assert isinstance(result.error, RunError)
    assert "cannot be reached" in str(result.error)


def test_the_ceiling_of_requests_a_minute_spaces_them(some: Sandbox, config: Config) -> None:
    result = run_tap(config | {"page_size": 100, "requests_per_minute": 30, "concurrency": 1}, "customers")
    assert len(tops(some)) == 5, "and the last row"
    assert max(result.waits) > 1.5


@pytest.mark.both_ways
def test_an_answer_that_trickles_is_not_waited_for_longer_than_any_other(some: Sandbox, config: Config) -> None:
    some.fault(Fault("slow", table="customers", seconds=3))
    result = run_tap(config | {"request_timeout": 1}, "customers")
    assert result.error is None
    assert len(result.records("customers")) == 460
    assert result.waits, "it was broken off, and asked for again"


def test_a_rate_limit_makes_the_pages_of_its_table_smaller_for_a_while(some: Sandbox, config: Config) -> None:
    some.fault(Fault("429", table="customers", after=2))
    result = run_tap(config | {"page_size": 100, "concurrency": 1}, "customers")
    assert tops(some)[:3] == [100, 100, 50]
    assert max(tops(some)[3:]) == 100, "pages grow again"
    assert sorted(record["id"] for record in result.records("customers")) == list(range(1, 461))
