"""A condition of the setting `tables` reaches Sage on every request, and a changed condition reads the table whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault, Update
from sage200_sandbox.sample_rows import customers, row

from tests.support.runs import dying, run_tap

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

Config = dict[str, Any]
EVEN, ODD = "id eq 2 or id eq 4 or id eq 6 or id eq 8", "id eq 1 or id eq 3 or id eq 5 or id eq 7"


def narrowed(config: Config, where: str, table: str = "customers") -> Config:
    """Return settings with a condition, and without a look-back that would hide what a bookmark does."""
    return config | {"lookback_seconds": 0, "tables": {table: {"where": where}}}


def filters(sage: Sandbox, table: str = "customers") -> list[str]:
    return [dict(request.query).get("$filter", "") for request in sage.requests if request.table == table]


def loaded_ids(result: Any, table: str = "customers") -> list[int]:  # noqa: ANN401 - the result of a run
    return [record["id"] for record in result.records(table)]


@pytest.mark.both_ways
def test_every_request_of_the_table_has_the_condition(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(45))
    small = narrowed(config, "id ge 1 and id le 40")
    first = run_tap(small, "customers")
    assert loaded_ids(first) == list(range(1, 41))
    second = run_tap(small, "customers", state=first.state)
    assert second.error is None
    assert filters(sage)
    assert all(where.startswith("(id ge 1 and id le 40)") for where in filters(sage))
    assert any(" and (date_time_updated ge " in where for where in filters(sage))


@pytest.mark.both_ways
@pytest.mark.parametrize("table", ["sop_orders", "currencies", "customer_views"])
def test_a_filtered_load_equals_the_full_load_filtered_afterwards(sage: Sandbox, config: Config, table: str) -> None:
    rows = [row(table, number) for number in range(1, 36)]
    sage.companies[0].replace(table, rows)
    key = "id" if "id" in rows[0] else "customer_id"
    everything = run_tap(config, table)
    some = run_tap(narrowed(config, f"{key} gt 7 and {key} le 30", table), table)
    assert some.records(table) == [one for one in everything.records(table) if 7 < one[key] <= 30]
    assert some.error is None


def test_a_changed_condition_reads_the_table_whole_once(
    sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    sage.companies[0].replace("customers", customers(8))
    first = run_tap(narrowed(config, EVEN), "customers")
    other = run_tap(narrowed(config, ODD), "customers", state=first.state)
    assert loaded_ids(other) == [1, 3, 5, 7]
    told = [line for line in caplog.messages if "the condition has changed, so all rows are read once" in line]
    assert len(told) == 1
    assert told[0].endswith(f"It is now: {ODD}")
    sage.forget_requests()
    again = run_tap(narrowed(config, ODD), "customers", state=other.state)
    assert len(loaded_ids(again)) < 4
    everything = config | {"lookback_seconds": 0}
    without = run_tap(everything, "customers", state=again.state)
    assert loaded_ids(without) == list(range(1, 9))
    assert "condition" not in without.bookmark("customers")
    assert len(loaded_ids(run_tap(everything, "customers", state=without.state))) < 8


def test_a_condition_with_other_blanks_around_it_is_the_same(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(8))
    first = run_tap(narrowed(config, EVEN), "customers")
    assert len(loaded_ids(run_tap(narrowed(config, f"  {EVEN}\n"), "customers", state=first.state))) < 4


@pytest.mark.both_ways
def test_an_interrupted_reading_after_a_change_resumes_under_the_new_condition(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(60))
    first = run_tap(narrowed(config, "id le 30"), "customers")
    state = first.state
    broken = run_tap(narrowed(config, "id gt 10"), "customers", state=state, on_message=dying(25))
    resumed = run_tap(narrowed(config, "id gt 10"), "customers", state=broken.state or state)
    rows = first.loaded("customers") | broken.loaded("customers") | resumed.loaded("customers")
    assert sorted(record["id"] for record in rows.values()) == list(range(1, 61))


def test_nested_tables_follow_the_condition_of_their_parent(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("sop_orders", [row("sop_orders", number) for number in range(1, 21)])
    lines = [row("sop_order_lines", 100 + number, sop_order_id=number) for number in range(1, 21)]
    sage.companies[0].replace("sop_order_lines", lines)
    result = run_tap(narrowed(config, "id le 5", "sop_orders"), "sop_order_lines")
    owners = {record["sop_order_id"] for record in result.records("sop_order_lines")}
    assert owners == set(range(1, 6))
    assert all(where.startswith("(id le 5)") for where in filters(sage, "sop_orders"))


def test_a_table_that_no_row_meets_is_read_and_has_no_rows(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(8))
    for _ in range(2):
        result = run_tap(narrowed(config, "id gt 1000"), "customers")
        assert (result.error, result.records("customers")) == (None, [])


def test_rows_that_leave_a_condition_are_no_loss_of_sage(
    sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    company = sage.companies[0]
    company.replace("customers", customers(8))
    small = narrowed(config, "name ne 'gone'")
    first = run_tap(small, "customers")
    assert "The condition of customers names name, which can change: a row that stops meeting" in caplog.text
    company.change(Update("customers", (8,), {"name": "gone"}))
    second = run_tap(small, "customers", state=first.state)
    assert second.error is None
    assert "no longer has rows as new" not in caplog.text
    assert second.state["bookmarks"] == first.state["bookmarks"]


def test_a_condition_on_what_never_changes_needs_no_warning(
    sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    sage.companies[0].replace("customers", customers(8))
    run_tap(narrowed(config, "id gt 2 and date_time_created ge 2020-01-01T00:00:00Z"), "customers")
    assert "can change" not in caplog.text


def test_the_summary_shows_the_condition(sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    sage.companies[0].replace("customers", customers(8))
    run_tap(narrowed(config, "id gt 2"), "customers")
    assert any("customers" in line and line.endswith("where id gt 2") for line in caplog.messages)


def test_a_condition_that_makes_the_query_too_long_is_refused_before_a_request(sage: Sandbox, config: Config) -> None:
    long = " or ".join(f"id eq {number}" for number in range(1, 200))
    result = run_tap(narrowed(config, long), "customers")
    assert str(result.error).startswith("tables.customers.where is too long: with it, a query has ")
    assert not sage.requests


def test_sages_own_objection_to_a_condition_fails_the_table_alone(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("currencies", [row("currencies", 1)])
    sage.fault(Fault("400", table="customers", message="Not filterable.", times=None))
    result = run_tap(narrowed(config, "id gt 2"), "customers", "currencies")
    assert "Not filterable" in str(result.error)
    assert len(result.records("currencies")) == 1


def test_other_options_reach_their_table_alone(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(8))
    sage.companies[0].replace("currencies", [row("currencies", number) for number in range(1, 9)])
    own = config | {"tables": {"customers": {"page_size": 3, "replication": "full"}}}
    first = run_tap(own, "customers", "currencies")
    second = run_tap(own, "customers", "currencies", state=first.state)
    tops = {
        table: {dict(request.query)["$top"] for request in sage.requests if request.table == table}
        for table in ("customers", "currencies")
    }
    assert max(map(int, tops["customers"])) == 3
    assert tops["currencies"] == {"10"}
    assert loaded_ids(second) == list(range(1, 9)), "every run is a full refresh"
    assert "replication_key_value" not in second.bookmark("customers")
