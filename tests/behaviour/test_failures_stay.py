"""A failure stays where it belongs: with its table, or with its company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault, Sandbox
from sage200_sandbox.sample_rows import customers, row

from tap_sage200.errors import RunError
from tests.support.runs import run_tap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.runs import Result

Config = dict[str, Any]
pytestmark = pytest.mark.both_ways
TABLES = ("banks", "currencies", "customers", "departments", "price_bands", "warehouses")
LINES, MEMOS = "sop_order_lines", "sop_order_memos"


@pytest.fixture
def full(sage: Sandbox) -> Sandbox:
    """A company with some rows in each of these tables."""
    fill(sage)
    return sage


def fill(sage: Sandbox) -> None:
    for company in sage.companies:
        for table in TABLES:
            company.replace(table, [row(table, number) for number in (1, 2, 3)])
        company.replace("sop_orders", [row("sop_orders", number) for number in (1, 2, 3)])
        company.replace(LINES, [row(LINES, 10 + number, sop_order_id=number) for number in (1, 2, 3)])


@pytest.fixture
def three(concurrency: int) -> Iterator[tuple[Sandbox, Config]]:
    """Three companies, and the settings to read them all."""
    with Sandbox(companies=3) as sage:
        fill(sage)
        yield sage, sage.settings() | {"all_companies": True, "concurrency": concurrency}


def read(result: Result, table: str) -> set[tuple[str, int]]:
    """Return the companies of which rows of a table came."""
    return {(record["site_id"], record["company_id"]) for record in result.records(table)}


def token_requests(sage: Sandbox) -> int:
    return sum(request.path == "/oauth/token" for request in sage.requests)


def requests_for(sage: Sandbox, table: str) -> int:
    return sum(request.table == table for request in sage.requests)


def test_a_table_that_fails_in_three_companies_fails_alone(three: tuple[Sandbox, Config]) -> None:
    sage, config = three
    sage.fault(Fault("500", table="currencies", times=None))
    result = run_tap(config, *TABLES)
    first, second = dict.fromkeys(company.site_id for company in sage.companies)
    assert str(result.error).startswith(
        f"3 of 18 tables failed in companies 1, 2 of site {first}; company 1 of site {second}. "
        "3 tables of 3 companies (currencies): "
    )
    assert all(len(read(result, table)) == 3 for table in TABLES if table != "currencies")
    assert sum(result.waits) < 3 * 25, "a table that fails alone is not worth all retries"


def test_tables_that_fail_one_after_the_other_do_not_stop_those_behind_them(full: Sandbox, config: Config) -> None:
    broken = TABLES[:4]
    for table in broken:
        full.fault(Fault("500", table=table, times=None))
    result = run_tap(config, *TABLES)
    assert str(result.error).startswith("4 of 6 tables failed. 4 tables of company 1 of site ")
    assert len(result.records("price_bands")) == len(result.records("warehouses")) == 3
    assert sum(result.waits) < len(broken) * 25


def test_where_all_is_down_the_run_ends_after_a_bounded_time(full: Sandbox, config: Config) -> None:
    full.fault(Fault("503", after=1, times=None))  # the sites
    result = run_tap(config | {"concurrency": 1}, *TABLES)
    assert isinstance(result.error, RunError)
    assert "Sage does not respond to other requests either" in str(result.error)
    assert sum(result.waits) < 240
    assert requests_for(full, "price_bands") == 0


def test_a_request_that_fails_is_not_repeated_for_each_nested_table(full: Sandbox, config: Config) -> None:
    full.fault(Fault("500", table="sop_orders", times=None))
    result = run_tap(config | {"concurrency": 1}, "banks", "sop_orders", LINES, MEMOS)
    assert "3 of 4 tables failed" in str(result.error)
    assert requests_for(full, "sop_orders") == 6, "five attempts, and one without expansions"
    assert sum(result.waits) < 25


def test_an_expansion_that_fails_costs_its_table_alone(full: Sandbox, config: Config) -> None:
    full.fault(Fault("500", table="sop_orders", expand="memos", times=None))
    result = run_tap(config, "banks", "sop_orders", LINES, MEMOS)
    assert str(result.error).startswith(f"1 of 4 tables failed. {MEMOS}")
    assert len(result.loaded("sop_orders")) == len(result.loaded(LINES)) == 3
    assert sum(result.waits) < 2 * 25


@pytest.mark.parametrize("times", [2, None])
def test_a_table_that_is_refused_leaves_its_company_whole(full: Sandbox, config: Config, times: int | None) -> None:
    run_tap(config, "warehouses")
    full.forget_requests()
    full.fault(Fault("401", table="currencies", times=times))
    result = run_tap(config, *TABLES)
    assert str(result.error).startswith("1 of 6 tables failed. currencies")
    assert all(result.records(table) for table in TABLES if table != "currencies")
    assert token_requests(full) <= 2, "at most one token for the run, and one for the table"


def test_refused_tables_between_others_leave_their_company_whole(full: Sandbox, config: Config) -> None:
    for table in ("currencies", "departments", "price_bands"):
        full.fault(Fault("401", table=table, times=None))
    result = run_tap(config, *TABLES)
    assert str(result.error).startswith("3 of 6 tables failed")
    assert all(result.records(table) for table in ("banks", "customers", "warehouses"))


def test_a_table_that_is_refused_leaves_the_others_whole_without_a_sign_in_too(full: Sandbox, config: Config) -> None:
    full.fault(Fault("401", table="currencies", times=None))
    result = run_tap(config | {"access_token": full.new_access_token(), "refresh_token": None}, *TABLES)
    assert str(result.error).startswith("1 of 6 tables failed. currencies")
    assert len(result.records("warehouses")) == 3


def test_a_refused_list_of_sites_is_a_table_like_others_where_it_is_only_a_table(full: Sandbox, config: Config) -> None:
    company = full.companies[0]
    full.fault(Fault("401", table="sites", times=None))
    chosen = {"site_id": company.site_id, "company_id": company.company_id}
    result = run_tap(config | chosen, "banks", "sites", "warehouses")
    assert str(result.error).startswith("1 of 3 tables failed. sites")
    assert len(result.records("warehouses")) == 3


def test_down_for_two_minutes_costs_time_alone(full: Sandbox, config: Config) -> None:
    full.fault(Fault("503", after=1, times=7 + 2))  # seven attempts for banks, and two looks whether only they fail
    result = run_tap(config | {"concurrency": 1}, *TABLES)
    assert result.error is None
    assert 120 < sum(result.waits) < 180
    assert all(len(result.records(table)) == 3 for table in TABLES)


def test_customers_are_read_whatever_a_broken_table_after_them_does(full: Sandbox, config: Config) -> None:
    full.companies[0].replace("customers", customers(25))
    full.fault(Fault("500", table="customers", after=2, times=None))
    result = run_tap(config, "customers", "warehouses")
    assert str(result.error).startswith("1 of 2 tables failed. customers")
    assert len(result.records("warehouses")) == 3
