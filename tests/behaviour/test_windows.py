"""Runs with `end_date`, and a `start_date` that moves back."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault, Sandbox
from sage200_sandbox.sample_rows import MORNING, customers, row

from tap_sage200 import timestamps
from tap_sage200.errors import ConfigurationError
from tests.support.runs import QuietTap, catalog_of, dying, run_tap

if TYPE_CHECKING:
    from sage200_sandbox.companies import Company
    from sage200_sandbox.rows import Row

    from tests.support.runs import Result

Config = dict[str, Any]
pytestmark = pytest.mark.both_ways
ENTRIES = "nominal_transaction_enquiry_views"
PERIODS = "financial_year_period_views"
ORDERS, LINES = "sop_orders", "sop_order_lines"
WINDOW = {"start_date": "2026-03-02T09:00:05Z", "end_date": "2026-03-02T09:00:20Z"}
"""It has the customers 5 to 19."""


@pytest.fixture(autouse=True)
def _rows(sage: Sandbox) -> None:
    company = sage.companies[0]
    company.replace("customers", customers(25))
    company.replace("currencies", [row("currencies", number) for number in range(1, 4)])
    company.replace(PERIODS, [row(PERIODS, 1, accounting_period_id=1)])
    company.replace(ENTRIES, [row(ENTRIES, number) for number in range(1, 6)])


@pytest.fixture
def config(config: Config, sage: Sandbox) -> Config:
    """Settings that name the company: nothing but tables is requested."""
    company = sage.companies[0]
    return config | {"site_id": company.site_id, "company_id": company.company_id}


def ids(result: Result, table: str = "customers") -> list[int]:
    return [record["id"] for record in result.records(table)]


def live(state: dict[str, Any]) -> dict[str, Any]:
    """Return what live runs keep of a table."""
    return {name: value for name, value in state.items() if name != "windows"}


def filters(sage: Sandbox) -> list[str]:
    """Return the filters of the requests since the last call."""
    found = [str(request.query.get("$filter")) for request in sage.requests]
    sage.forget_requests()
    return found


def streams_of(result: Result) -> set[str]:
    return {message["stream"] for message in result.messages if message["type"] == "SCHEMA"}


def summary_of(caplog: pytest.LogCaptureFixture, table: str = "customers") -> str:
    """Return the line of the last summary about a table."""
    lines = [record.getMessage() for record in caplog.records]
    return next(line for line in reversed(lines) if line.strip().startswith(f"{table} "))


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


# A start_date that moves back


def test_a_start_date_that_moves_back_reads_the_gap_once(
    sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    own = config | {"lookback_seconds": 0}
    late, early = own | {"start_date": "2026-03-02T09:00:20Z"}, own | {"start_date": "2026-03-02T09:00:10Z"}
    first = run_tap(late, "customers", "currencies")
    second = run_tap(early, "customers", "currencies", ENTRIES, state=first.state)
    third = run_tap(own, "customers", "currencies", ENTRIES, state=second.state)
    sage.forget_requests()
    fourth = run_tap(own, "customers", state=third.state)

    assert ids(first) == [20, 21, 22, 23, 24, 25]
    assert ids(second) == [25, *range(10, 20)]
    assert ids(third) == [25, *range(1, 10)]
    assert ids(fourth) == [25]
    assert "read once" in caplog.text
    assert "start_date" not in fourth.bookmark("customers")
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_the_start_date_of_one_table_can_move_back(config: Config) -> None:
    first = run_tap(config | {"start_date": "2026-03-02T09:00:20Z"}, "customers")
    own = {"start_date": "2026-03-02T09:00:20Z", "tables": {"customers": {"start_date": "2026-03-02T09:00:15Z"}}}
    second = run_tap(config | own, "customers", state=first.state)

    assert set(ids(second)) == set(range(15, 26))


def test_a_gap_that_fails_is_resumed_and_the_bookmark_moves_on_meanwhile(sage: Sandbox, config: Config) -> None:
    own = config | {"lookback_seconds": 0, "concurrency": 1}
    first = run_tap(own | {"start_date": "2026-03-02T09:00:20Z"}, "customers")
    newest = row("customers", 26, date_time_updated=MORNING + timedelta(hours=1), date_time_created=MORNING)
    sage.companies[0].replace("customers", [*customers(25), newest])
    sage.fault(Fault("400", table="customers", after=4, times=None))
    second = run_tap(own, "customers", state=first.state)
    sage.clear_faults()
    bookmark = second.bookmark("customers")
    third = run_tap(own, "customers", state=second.state)

    assert second.error is not None
    assert bookmark["replication_key_value"] == timestamps.to_text(MORNING + timedelta(hours=1))
    assert bookmark["start_date"] == "2026-03-02T09:00:20.000000Z"
    assert third.error is None
    assert {*ids(second), *ids(third)} == set(range(1, 27)) - {20, 21, 22, 23, 24} - ({25} - {*ids(second)})
    assert len(ids(third)) < 20, "it resumes"
    assert "start_date" not in third.bookmark("customers")


def test_windows_that_fill_the_gap_are_not_read_again(config: Config) -> None:
    own = config | {"lookback_seconds": 0}
    first = run_tap(own | {"start_date": "2026-03-02T09:00:20Z"}, "customers")
    window = run_tap(own | WINDOW, "customers", state=first.state)
    second = run_tap(own | {"start_date": WINDOW["start_date"]}, "customers", state=window.state)

    assert ids(second) == [25]
    assert second.bookmark("customers")["start_date"] == "2026-03-02T09:00:05.000000Z"


def test_a_start_date_that_jumped_over_rows_and_moves_back_reads_only_those(sage: Sandbox, config: Config) -> None:
    own = config | {"lookback_seconds": 0}
    first = run_tap(own, "customers")
    later = [
        row("customers", 26, date_time_updated=MORNING + timedelta(days=5), date_time_created=MORNING),
        row("customers", 27, date_time_updated=MORNING + timedelta(days=9), date_time_created=MORNING),
    ]
    sage.companies[0].replace("customers", [*customers(25), *later])
    jumped = own | {"start_date": "2026-03-09", "tables": {"customers": {"start_date": "2026-03-09"}}}
    second = run_tap(jumped, "customers", state=first.state)
    third = run_tap(own, "customers", state=second.state)

    assert set(ids(second)) == {26, 27}, "new keys are read whatever their timestamps are"
    assert set(ids(third)) == {25, 26, 27}


def test_an_interrupted_first_run_is_ended_before_the_gap_is_read(sage: Sandbox, config: Config) -> None:
    late = config | {"start_date": "2026-03-02T09:00:05Z"}
    sage.fault(Fault("400", table="customers", after=1, times=None))
    first = run_tap(late, "customers")
    sage.clear_faults()
    second = run_tap(config, "customers", state=first.state)

    assert second.error is None
    assert {*ids(first), *ids(second)} == set(range(1, 26))
    assert "start_date" not in second.bookmark("customers")


# States of earlier versions, and damaged ones


def earlier(sage: Sandbox, **parts: object) -> dict[str, Any]:
    """Return a state of a run with `end_date` of an earlier version."""
    company = sage.companies[0]
    context = {"site_id": company.site_id, "company_id": company.company_id}
    own = {"context": context, "replication_key": "date_time_updated", "highest_key": -1, **parts}
    return {
        "bookmarks": {"customers": {"partitions": [{name: value for name, value in own.items() if value is not None}]}}
    }


def test_a_window_of_an_earlier_version_counts_and_the_next_live_run_reads_everything(
    sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    own = config | {"lookback_seconds": 5}
    state = earlier(
        sage,
        replication_key_value="2026-03-02T09:00:19.000000Z",
        start_date="2026-03-02T09:00:05.000000Z",
        end_date="2026-03-02T09:00:20.000000Z",
    )
    again = run_tap(own | WINDOW, "customers", state=state)
    first = run_tap(own, "customers", state=state)

    assert ids(again) == [14, 15, 16, 17, 18, 19], "what the bookmark does not prove"
    assert ids(first) == list(range(1, 26))
    assert caplog.text.count("an earlier version has read a window until 2026-03-02T09:00:20.000000Z") == 2
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_an_interrupted_window_of_an_earlier_version_is_resumed(sage: Sandbox, config: Config) -> None:
    walk = {
        "started": "2026-04-01T00:00:00.000000Z",
        "since": "2026-03-02T09:00:05.000000Z",
        "until": "2026-03-02T09:00:20.000000Z",
        "above": None,
        "after": 12,
        "changed": "2026-03-02T09:00:12.000000Z",
    }
    state = earlier(sage, walk=walk, highest_key=None)
    result = run_tap(config | WINDOW, "customers", state=state)
    other = run_tap(config, "customers", state=state)

    assert ids(result) == list(range(13, 20))
    assert ids(other) == list(range(1, 26))


def test_what_is_damaged_in_a_state_does_not_concern_a_table_that_every_run_reads_whole(
    sage: Sandbox, config: Config
) -> None:
    state = earlier(sage, walk=["x"], end_date="x", windows=7)
    whole = config | {"tables": {"customers": {"replication": "full"}}}

    assert ids(run_tap(whole, "customers", state=state)) == list(range(1, 26))
    assert run_tap(whole | WINDOW, "customers", "currencies", state=state).error is None


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "x",
        7,
        {},
        {"complete": []},
        {"replication_key": "date_time_updated", "complete": {}},
        {"replication_key": "date_time_updated", "complete": [["2026-03-01T00:00:00.000000Z"]]},
        {"replication_key": "date_time_updated", "complete": [[None, None]]},
        {"replication_key": "date_time_updated", "complete": [[None, "2026-03-09"]]},
        {"replication_key": "date_time_updated", "complete": [[None, "2099-01-01T00:00:00.000000Z"]]},
        {
            "replication_key": "date_time_updated",
            "complete": [["2026-03-09T00:00:00.000000Z", "2026-03-01T00:00:00.000000Z"]],
        },
        {"replication_key": "date_time_updated", "complete": [], "unfinished": [{"after": 12}]},
        {"replication_key": "date_time_updated", "complete": [], "had_rows": 1},
        {"replication_key": "date_time_updated", "complete": [], "more": 1},
        {"replication_key": 3, "complete": []},
    ],
)
def test_damaged_windows_are_read_again_and_one_line_says_so(
    config: Config, value: object, caplog: pytest.LogCaptureFixture
) -> None:
    state = run_tap(config, "customers").state
    state["bookmarks"]["customers"]["partitions"][0]["windows"] = value
    result = run_tap(config | WINDOW, "customers", state=state)

    assert result.error is None
    assert ids(result) == list(range(5, 20))
    [said] = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert "the part windows of the state" in said
    assert live(result.bookmark("customers")) == live(state["bookmarks"]["customers"]["partitions"][0])
