"""Guarantees 2 and 3: no row is read again without need, and bookmarks never run ahead."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault, Update
from sage200_sandbox.sample_rows import MORNING, customers, row

from tests.support.runs import run_tap

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

Config = dict[str, Any]
pytestmark = pytest.mark.both_ways


def ids(records: list[dict[str, Any]]) -> list[int]:
    return [record["id"] for record in records]


def test_a_run_without_changes_brings_only_what_the_look_back_covers(sage: Sandbox, config: Config) -> None:
    hourly = [row("customers", n, date_time_updated=MORNING + timedelta(hours=n)) for n in range(1, 26)]
    sage.companies[0].replace("customers", hourly)
    first = run_tap(config | {"lookback_seconds": 7200}, "customers")
    second = run_tap(config | {"lookback_seconds": 7200}, "customers", state=first.state)
    assert ids(second.records("customers")) == [23, 24, 25]


def test_a_second_run_brings_the_changed_row_and_one_request_is_enough(sage: Sandbox, config: Config) -> None:
    company = sage.companies[0]
    company.replace("currencies", [row("currencies", n) for n in range(1, 301)])
    company.replace("customers", [row("customers", n, date_time_updated=MORNING) for n in range(1, 26)])
    first = run_tap(config, "currencies", "customers")
    company.replace("customers", [*company.rows("customers"), row("customers", 99, date_time_updated=MORNING)])
    company.change(Update("customers", (7,), {"name": "New name"}))
    sage.forget_requests()
    settings = config | {"lookback_seconds": 0, "page_size": 500}
    second = run_tap(settings, "currencies", "customers", state=first.state)
    assert 7 in ids(second.records("customers"))
    assert len([asked for asked in sage.requests if asked.table == "customers"]) == 1


def test_a_change_of_the_order_brings_its_lines(sage: Sandbox, config: Config) -> None:
    table = "sop_order_line_views"
    company = sage.companies[0]
    lines = [row(table, number, sop_order_id=number % 4) for number in range(1, 13)]
    company.replace(table, lines)
    first = run_tap(config, table)
    moved = {"sop_order_date_time_updated": MORNING + timedelta(days=1)}
    company.replace(table, [line | (moved if line["sop_order_id"] == 2 else {}) for line in lines])
    second = run_tap(config | {"lookback_seconds": 60}, table, state=first.state)
    lines_of_order_2 = [record["sop_order_line_id"] for record in second.records(table) if record["sop_order_id"] == 2]
    assert lines_of_order_2 == [2, 6, 10]
    assert second.bookmark(table)["replication_key_value"] == "2026-03-03T09:00:00.000000Z"


def test_a_failed_page_leaves_the_bookmark_where_it_was(sage: Sandbox, config: Config) -> None:
    company = sage.companies[0]
    company.replace("customers", customers(35))
    first = run_tap(config, "customers")
    before = first.bookmark("customers")["replication_key_value"]
    later = MORNING + timedelta(days=2)
    company.replace("customers", [row("customers", n, date_time_updated=later) for n in range(1, 36)])
    sage.fault(Fault("500", table="customers", after=2, times=None))
    second = run_tap(config, "customers", state=first.state)
    assert second.error is not None
    assert second.bookmark("customers")["replication_key_value"] == before
    sage.clear_faults()
    third = run_tap(config, "customers", state=second.state)
    assert set(ids(second.records("customers") + third.records("customers"))) == set(range(1, 36))


def test_a_start_date_leaves_older_rows_out(sage: Sandbox, config: Config) -> None:
    old = row("customers", 1, date_time_updated=MORNING - timedelta(days=9), date_time_created=MORNING - timedelta(9))
    sage.companies[0].replace("customers", [old, row("customers", 2)])
    assert ids(run_tap(config | {"start_date": "2026-03-01"}, "customers").records("customers")) == [2]


def test_an_end_date_leaves_newer_rows_out_and_moves_no_bookmark(sage: Sandbox, config: Config) -> None:
    newer = row("customers", 2, date_time_updated=MORNING + timedelta(days=9))
    sage.companies[0].replace("customers", [row("customers", 1), newer])
    result = run_tap(config | {"end_date": "2026-03-05"}, "customers")
    assert ids(result.records("customers")) == [1]
    assert "replication_key_value" not in result.bookmark("customers")


def test_a_table_without_stamps_is_loaded_whole_each_time(sage: Sandbox, config: Config) -> None:
    table = "financial_year_period_views"
    sage.companies[0].replace(table, [row(table, number, accounting_period_id=number) for number in range(1, 13)])
    first = run_tap(config, table)
    second = run_tap(config, table, state=first.state)
    assert len(first.records(table)) == len(second.records(table)) == 12


def test_a_stream_set_to_full_table_is_loaded_whole_each_time(sage: Sandbox, config: Config) -> None:
    def whole(catalog: dict[str, Any]) -> None:
        for entry in catalog["streams"]:
            entry["replication_method"] = "FULL_TABLE"

    sage.companies[0].replace("customers", customers(12))
    first = run_tap(config, "customers")
    second = run_tap(config, "customers", state=first.state, change_catalog=whole)
    assert len(second.records("customers")) == 12
