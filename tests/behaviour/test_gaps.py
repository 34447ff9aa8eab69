"""A `start_date` that moves back: the next run reads what lies between."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from sage200_sandbox import Fault, Sandbox
from sage200_sandbox.sample_rows import MORNING, customers, row

from tap_sage200 import timestamps
from tests.behaviour.windows import ENTRIES, WINDOW, config, ids, rows_
from tests.support.runs import run_tap

Config = dict[str, Any]
pytestmark = pytest.mark.both_ways
__all__ = ["config", "rows_"]


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
