"""Tables that are not read in each run: fixed lists once a day, and others as often as `tables` says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault
from sage200_sandbox.sample_rows import customers, row

from tap_sage200 import timestamps
from tests.support.runs import run_tap

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

    from tests.support.runs import Result

Config = dict[str, Any]
LIST = "account_status_types"


@pytest.fixture(autouse=True)
def lists(sage: Sandbox) -> Sandbox:
    sage.companies[0].replace(LIST, [row(LIST, number, value=f"Status{number}") for number in range(3)])
    sage.companies[0].replace("currencies", [row("currencies", number) for number in range(1, 4)])
    sage.companies[0].replace("customers", customers(4))
    return sage


def later(monkeypatch: pytest.MonkeyPatch, **time: float) -> None:
    """Let the next runs begin later."""
    now = timestamps.now() + timedelta(**time)
    monkeypatch.setattr(timestamps, "now", lambda: now)


def asked(sage: Sandbox, table: str = LIST) -> int:
    return sum(request.table == table for request in sage.requests)


def schemas(result: Result) -> list[str]:
    return [message["stream"] for message in result.messages if message["type"] == "SCHEMA"]


def test_a_fixed_list_is_not_requested_again_on_the_same_day(
    lists: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    first = run_tap(config, LIST, "currencies")
    assert first.records(LIST)
    lists.forget_requests()
    second = run_tap(config, LIST, "currencies", state=first.state)
    assert (asked(lists), second.records(LIST), second.error) == (0, [], None)
    assert schemas(second) == ["currencies"]
    assert any(LIST in line and line.endswith("not due") for line in caplog.messages)
    assert any("2 tables in all" in line and line.endswith("1 not due") for line in caplog.messages)
    assert second.bookmark(LIST) == first.bookmark(LIST)


@pytest.mark.parametrize(
    ("every", "minutes", "requests"),
    [
        ("24h", 23 * 60, 0),
        ("24h", 23 * 60 + 31, 1),  # at most half an hour early
        ("2h", 107, 0),
        ("2h", 109, 1),  # a tenth early
        ("0h", 0, 1),
        ("7d", 6 * 24 * 60, 0),
    ],
)
def test_a_table_is_due_a_little_early(  # noqa: PLR0913, PLR0917 - fixtures and cases
    lists: Sandbox, config: Config, monkeypatch: pytest.MonkeyPatch, every: str, minutes: int, requests: int
) -> None:
    own = config | {"tables": {"currencies": {"every": every}}}
    first = run_tap(own, "currencies")
    lists.forget_requests()
    later(monkeypatch, minutes=minutes)
    run_tap(own, "currencies", state=first.state)
    assert bool(asked(lists, "currencies")) == bool(requests)


def test_a_table_with_timestamps_can_be_read_less_often_too(
    lists: Sandbox, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = config | {"tables": {"customers": {"every": "12h"}}}
    first = run_tap(own, "customers")
    lists.companies[0].replace("customers", customers(5))
    second = run_tap(own, "customers", state=first.state)
    assert second.records("customers") == []
    assert second.state.get("bookmarks", first.state["bookmarks"]) == first.state["bookmarks"]
    later(monkeypatch, hours=12)
    third = run_tap(own, "customers", state=second.state or first.state)
    assert 5 in {record["id"] for record in third.records("customers")}


def test_a_nested_table_that_sage_does_not_have_makes_its_parent_due_no_sooner(
    sage: Sandbox, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    sage.companies[0].replace("sop_orders", [row("sop_orders", number) for number in range(1, 4)])
    lines = [row("sop_order_lines", number, sop_order_id=number) for number in range(1, 4)]
    sage.companies[0].replace("sop_order_lines", lines)
    sage.fault(Fault("400", table="sop_orders", expand="lines", times=None))
    own = config | {"tables": {"sop_orders": {"every": "24h"}}}
    first = run_tap(own, "sop_orders", "sop_order_lines")
    assert (first.error, len(first.records("sop_orders")), first.records("sop_order_lines")) == (None, 3, [])
    sage.forget_requests()
    sage.clear_faults()
    second = run_tap(own, "sop_orders", "sop_order_lines", state=first.state)
    assert asked(sage, "sop_orders") == 0
    later(monkeypatch, hours=24)
    third = run_tap(own, "sop_orders", "sop_order_lines", state=second.state or first.state)
    assert len(third.records("sop_order_lines")) == 3


def test_a_table_that_failed_is_due(lists: Sandbox, config: Config) -> None:
    lists.fault(Fault("400", table=LIST, times=None))
    first = run_tap(config, LIST, "currencies")
    assert first.error is not None
    lists.forget_requests()
    lists.clear_faults()
    second = run_tap(config, LIST, "currencies", state=first.state)
    assert second.records(LIST)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"read_at": "2999-01-01T00:00:00.000000Z"}, id="a clock that was wrong"),
        pytest.param({"read_at": "yesterday"}, id="a damaged state"),
        pytest.param({"read_at": 5}, id="a time that is a number"),
        pytest.param({"read": None}, id="other columns"),
        pytest.param({"read": ["x"]}, id="a list"),
    ],
)
def test_a_state_that_does_not_show_that_a_table_was_read_makes_it_due(
    lists: Sandbox, config: Config, change: dict[str, Any]
) -> None:
    first = run_tap(config, LIST)
    state = first.state
    state["bookmarks"][LIST]["partitions"][0].update(change)
    lists.forget_requests()
    second = run_tap(config, LIST, state=state)
    assert asked(lists)
    assert second.error is None


def test_newly_selected_columns_make_a_table_due(lists: Sandbox, config: Config) -> None:
    def without_label(catalog: dict[str, Any]) -> None:
        for item in catalog["streams"][0]["metadata"]:
            if item["breadcrumb"][-1:] == ["description"]:
                item["metadata"]["selected"] = False

    first = run_tap(config, LIST, change_catalog=without_label)
    lists.forget_requests()
    second = run_tap(config, LIST, state=first.state)
    assert asked(lists)
    assert "description" in second.records(LIST)[0]


def test_a_condition_makes_a_table_due(config: Config) -> None:
    first = run_tap(config, LIST)
    second = run_tap(config | {"tables": {LIST: {"where": "id eq 1"}}}, LIST, state=first.state)
    assert [record["id"] for record in second.records(LIST)] == [1]


def test_a_new_company_is_read_although_the_others_are_not_due(config: Config) -> None:
    first = run_tap(config, LIST)
    [partition] = first.state["bookmarks"][LIST]["partitions"]
    state = {"bookmarks": {LIST: {"partitions": [{**partition, "context": {"site_id": "other", "company_id": 9}}]}}}
    second = run_tap(config, LIST, state=state)
    assert second.records(LIST)


def test_the_state_of_a_table_that_is_read_in_each_run_has_no_time_of_reading(config: Config) -> None:
    first = run_tap(config, "currencies", LIST)
    assert "read_at" not in first.bookmark("currencies")
    second = run_tap(config | {"tables": {LIST: {"every": "0s"}}}, LIST, state=first.state)
    assert second.records(LIST)
