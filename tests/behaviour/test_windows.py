"""Runs with `end_date`: they read windows, and leave the other runs alone."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault, Sandbox
from sage200_sandbox.sample_rows import MORNING, customers, row

from tap_sage200 import timestamps
from tap_sage200.errors import ConfigurationError
from tests.behaviour.windows import (
    ENTRIES,
    LINES,
    ORDERS,
    PERIODS,
    WINDOW,
    config,
    filters,
    ids,
    live,
    rows_,
    streams_of,
    summary_of,
)
from tests.support.runs import QuietTap, catalog_of, dying, run_tap

if TYPE_CHECKING:
    from sage200_sandbox.companies import Company
    from sage200_sandbox.rows import Row


Config = dict[str, Any]
pytestmark = pytest.mark.both_ways
__all__ = ["config", "rows_"]


def test_a_window_run_reads_its_window_and_leaves_bookmark_and_keys_alone(config: Config) -> None:
    first = run_tap(config, "customers", "currencies")
    before = {table: first.bookmark(table) for table in ("customers", "currencies")}
    window = run_tap(config | WINDOW, "customers", "currencies", state=first.state)

    assert window.error is None
    assert ids(window) == list(range(5, 20))
    for table, state in before.items():
        assert live(window.bookmark(table)) == state
    assert window.bookmark("customers")["windows"]["complete"] == [
        ["2026-03-02T09:00:05.000000Z", "2026-03-02T09:00:20.000000Z"]
    ]
    after = run_tap(config | {"lookback_seconds": 0}, "customers", state=window.state)
    assert ids(after) == [25]


def test_a_complete_window_costs_no_request_and_no_schema_and_the_summary_says_so(
    sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    first = run_tap(config | WINDOW, "customers", "currencies")
    sage.forget_requests()
    second = run_tap(config | WINDOW, "customers", state=first.state)

    assert second.error is None
    assert sage.requests == []
    assert streams_of(second) == set()
    assert second.state == first.state
    assert "already complete" in summary_of(caplog)

    within = WINDOW | {"start_date": "2026-03-02T09:00:10Z"}
    assert run_tap(config | within, "customers", state=first.state).messages == second.messages
    assert sage.requests == []


def test_of_a_window_that_overlaps_a_complete_one_only_the_rest_is_read(config: Config) -> None:
    first = run_tap(config | WINDOW, "customers")
    second = run_tap(config | {"end_date": "2026-03-02T09:00:23Z"}, "customers", state=first.state)

    assert sorted(ids(second)) == [1, 2, 3, 4, 20, 21, 22]
    assert second.bookmark("customers")["windows"]["complete"] == [[None, "2026-03-02T09:00:23.000000Z"]]


@pytest.mark.parametrize("between", [True, False], ids=["with a live run between", "at once"])
def test_an_interrupted_window_resumes_where_it_stopped(sage: Sandbox, config: Config, between: bool) -> None:  # noqa: FBT001 - a parameter
    sage.fault(Fault("400", table="customers", after=1, times=None))
    first = run_tap(config | WINDOW, "customers", "currencies")
    sage.clear_faults()
    assert first.error is not None
    state = run_tap(config, "customers", state=first.state).state if between else first.state
    second = run_tap(config | WINDOW, "customers", "currencies", state=state)

    assert second.error is None
    assert ids(first) == list(range(5, 15))
    assert ids(second) == list(range(15, 20))
    assert second.records("currencies") == [], "their window was complete"


def test_a_window_run_that_is_killed_resumes(config: Config) -> None:
    killed = run_tap(config | WINDOW, "customers", on_message=dying(14))
    again = run_tap(config | WINDOW, "customers", state=killed.state)

    assert again.error is None
    assert {*ids(killed), *ids(again)} == set(range(5, 20))


def test_a_row_that_changes_while_its_window_is_read_is_found_by_the_live_run(sage: Sandbox, config: Config) -> None:
    def change(company: Company) -> None:
        later: Row = {"name": "Changed", "date_time_updated": MORNING + timedelta(days=100)}
        company.replace(
            "customers", [one | later if one["id"] in {6, 19} else one for one in company.rows("customers")]
        )

    first = run_tap(config, "customers")
    sage.between_pages("customers", page=1, do=change)
    window = run_tap(config | WINDOW, "customers", state=first.state)
    second = run_tap(config, "customers", state=window.state)

    assert window.error is second.error is None
    assert {record["id"] for record in second.records("customers") if record["name"] == "Changed"} == {6, 19}


def test_steps_are_read_in_order_and_each_has_its_own_progress(sage: Sandbox, config: Config) -> None:
    rows = [
        row("customers", number, date_time_updated=MORNING + timedelta(days=40 - number)) for number in range(1, 31)
    ]
    sage.companies[0].replace("customers", rows)
    steps = {"start_date": "2026-03-10", "end_date": "2026-04-20", "window_step": "1week"}
    sage.fault(Fault("400", table="customers", after=4, times=None))
    first = run_tap(config | steps | {"concurrency": 1}, "customers")
    sage.clear_faults()

    [[since, until]] = first.bookmark("customers")["windows"]["complete"]
    assert since == "2026-03-10T00:00:00.000000Z"
    assert until in {"2026-03-17T00:00:00.000000Z", "2026-03-24T00:00:00.000000Z", "2026-03-31T00:00:00.000000Z"}
    sage.forget_requests()
    second = run_tap(config | steps, "customers", state=first.state)
    assert second.error is None
    assert all(f"date_time_updated lt {since[:10]}" not in one for one in filters(sage))
    assert {*ids(first), *ids(second)} == set(range(1, 31))
    assert second.bookmark("customers")["windows"]["complete"] == [
        ["2026-03-10T00:00:00.000000Z", "2026-04-20T00:00:00.000000Z"]
    ]


def test_tables_without_windows_cost_no_request_and_one_line_counts_them(
    sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    result = run_tap(config | WINDOW, "customers", PERIODS, ENTRIES)

    assert result.error is None
    assert streams_of(result) == {"customers"}
    [said] = [line for line in caplog.messages if "have no windows" in line]
    assert said == f"end_date leaves out 2 selected tables, which have no windows: {PERIODS}, {ENTRIES}"
    assert "no windows" in summary_of(caplog, PERIODS)
    assert {request.table for request in sage.requests if request.table is not None} == {"customers"}


def test_a_table_that_every_run_reads_whole_has_no_windows(config: Config) -> None:
    result = run_tap(config | WINDOW | {"tables": {"customers": {"replication": "full"}}}, "customers", "currencies")

    assert result.error is None
    assert result.records("customers") == []
    assert streams_of(result) == {"currencies"}


def test_a_window_that_has_not_ended_is_read_again_and_the_log_says_so(
    config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    open_end = config | {"start_date": "2026-03-01", "end_date": "2099-01-01"}
    first = run_tap(open_end, "customers")
    assert "the window is complete until" in caplog.text
    second = run_tap(open_end, "customers", state=first.state)

    assert len(ids(first)) == 25
    assert second.error is None
    assert second.records("customers") == [], "nothing has changed since"
    [[_, until]] = second.bookmark("customers")["windows"]["complete"]
    assert until < timestamps.to_text(timestamps.now() - timedelta(seconds=3900))


def test_without_a_live_run_before_it_the_first_one_reads_everything(config: Config) -> None:
    window = run_tap(config | WINDOW, "customers")
    first = run_tap(config, "customers", state=window.state)

    assert ids(first) == list(range(1, 26))
    assert first.bookmark("customers")["highest_key"] == 25


def test_each_company_has_windows_of_its_own(config: Config) -> None:
    with Sandbox(companies=2) as sage:
        one, other = sage.companies
        for company in (one, other):
            company.replace("customers", customers(25))
        own = {name: value for name, value in config.items() if name not in {"site_id", "company_id"}}
        first, second = (
            own
            | sage.settings()
            | {"companies": [{"site_id": each.site_id, "company_id": each.company_id} for each in some]}
            for some in ([one], [one, other])
        )
        only = run_tap(first | WINDOW, "customers")
        both = run_tap(second | WINDOW, "customers", state=only.state)

    assert both.error is None
    assert {record["company_id"] for record in both.records("customers")} == {other.company_id}
    assert ids(both) == list(range(5, 20))


@pytest.fixture
def orders(sage: Sandbox) -> None:
    """Orders with two lines each."""
    company = sage.companies[0]
    company.replace(
        ORDERS, [row(ORDERS, number, date_time_updated=MORNING + timedelta(seconds=number)) for number in range(1, 9)]
    )
    company.replace(LINES, [row(LINES, number, sop_order_id=1 + number // 2) for number in range(2, 16)])


@pytest.mark.usefixtures("orders")
def test_a_nested_table_that_is_selected_later_has_no_windows(config: Config) -> None:
    window = {"end_date": "2026-03-02T09:00:05Z"}
    first = run_tap(config | window, ORDERS)
    second = run_tap(config | window, ORDERS, LINES, state=first.state)
    third = run_tap(config | window, ORDERS, LINES, state=second.state)

    assert ids(first, ORDERS) == [1, 2, 3, 4]
    assert second.records(ORDERS) == []
    assert streams_of(second) == {LINES}
    assert {record["sop_order_id"] for record in second.records(LINES)} == {2, 3, 4}
    assert streams_of(third) == set()


@pytest.mark.usefixtures("orders")
def test_a_nested_table_is_read_with_its_parent_in_one_window(sage: Sandbox, config: Config) -> None:
    run_tap(config | {"end_date": "2026-03-02T09:00:05Z"}, ORDERS, LINES)

    assert len([request for request in sage.requests if request.table == ORDERS]) <= 2


def test_windows_that_were_read_with_another_condition_are_forgotten(config: Config) -> None:
    some = config | WINDOW | {"tables": {"customers": {"where": "id gt 10"}}}
    first = run_tap(some, "customers")
    second = run_tap(config | WINDOW, "customers", state=first.state)

    assert ids(first) == list(range(11, 20))
    assert ids(second) == list(range(5, 20))


def test_a_window_is_kept_with_another_look_back(sage: Sandbox, config: Config) -> None:
    first = run_tap(config | WINDOW | {"lookback_seconds": 0}, "customers")
    sage.forget_requests()
    run_tap(config | WINDOW | {"lookback_seconds": 86_400}, "customers", state=first.state)

    assert sage.requests == []


def test_how_often_a_table_is_read_does_not_concern_windows(sage: Sandbox, config: Config) -> None:
    daily = config | {"tables": {"customers": {"every": "24h"}}}
    first = run_tap(daily, "customers")
    window = run_tap(daily | WINDOW, "customers", state=first.state)
    sage.forget_requests()
    second = run_tap(daily, "customers", state=window.state)

    assert ids(window) == list(range(5, 20))
    assert window.bookmark("customers")["read_at"] == first.bookmark("customers")["read_at"]
    assert second.records("customers") == []


def test_the_start_date_of_a_table_begins_its_window(config: Config) -> None:
    of_table = {"end_date": WINDOW["end_date"], "tables": {"customers": {"start_date": "2026-03-02T09:00:15Z"}}}
    result = run_tap(config | of_table, "customers", "currencies")

    assert ids(result) == [15, 16, 17, 18, 19]
    assert len(result.records("currencies")) == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"tables": {"customers": {"start_date": "2026-03-03"}}},
            "end_date must be later than tables.customers.start_date",
        ),
        ({"start_date": "2026-03-03"}, "end_date must be later than start_date"),
        ({"start_date": "2026-03-01", "window_step": "monthly"}, "window_step must be a whole number above 0"),
        ({"window_step": "1month"}, "window_step requires start_date and end_date"),
    ],
)
def test_windows_that_cannot_be_are_refused_before_any_request(
    sage: Sandbox, config: Config, given: Config, said: str
) -> None:
    with pytest.raises(ConfigurationError, match=said):
        run_tap(config | {"end_date": "2026-03-02"} | given, "customers")
    assert sage.requests == []


def test_steps_need_an_end(config: Config) -> None:
    with pytest.raises(ConfigurationError, match="window_step requires start_date and end_date"):
        run_tap(config | {"start_date": "2026-03-02", "window_step": "1month"}, "customers")


def test_a_table_that_a_window_has_loaded_and_sage_refuses_now_fails(sage: Sandbox, config: Config) -> None:
    first = run_tap(config | WINDOW, "customers", "currencies")
    sage.fault(Fault("403", table="customers", times=None))
    second = run_tap(config, "customers", "currencies", state=first.state)

    assert second.error is not None
    assert "customers" in str(second.error)


def test_a_run_over_a_window_that_no_selected_table_has_reads_nothing_and_warns(
    sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    result = run_tap(config | WINDOW, PERIODS, ENTRIES)

    assert result.error is None
    assert sage.requests == []
    assert [record.levelno for record in caplog.records if "have no windows" in record.getMessage()] == [
        logging.WARNING
    ]


def tap_of(settings: Config, *tables: str) -> QuietTap:
    """Return a tap of some tables, for a program that runs it itself."""
    tap_type = type("QuietTap", (QuietTap,), {"tables": tables})
    tap: QuietTap = tap_type(config=settings, catalog=catalog_of(*tables))
    return tap


@pytest.mark.parametrize("step", [{}, {"window_step": "1day"}], ids=["in one piece", "in steps"])
def test_the_records_for_a_program_are_those_of_the_window(config: Config, step: Config) -> None:
    streams = tap_of(config | WINDOW | step, "customers", PERIODS).streams

    customers = [record for record in streams["customers"].get_records(None) if isinstance(record, dict)]
    assert [record["id"] for record in customers] == list(range(5, 20))
    assert list(streams[PERIODS].get_records(None)) == []


def test_a_connection_test_reads_a_row_of_each_table(sage: Sandbox, config: Config) -> None:
    tap = tap_of(config | WINDOW | {"window_step": "1day"}, "customers", PERIODS)

    assert tap.run_connection_test()
    assert {request.table for request in sage.requests if request.table} == {"customers", PERIODS}
