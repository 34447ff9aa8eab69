"""Guarantees 3 and 6: a run says so when it cannot read what the settings ask for, and when Sage went back in time."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox.sample_rows import MORNING, customers, row

from tap_sage200 import timestamps
from tap_sage200.errors import ConfigurationError, RunFailedError
from tests.support.runs import run_tap

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

Config = dict[str, Any]
pytestmark = pytest.mark.both_ways
ENTRIES = "nominal_transaction_enquiry_views"
PERIODS = "financial_year_period_views"
FUTURE = datetime(2099, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _rows(sage: Sandbox) -> None:
    company = sage.companies[0]
    company.replace("customers", customers(25))
    company.replace("currencies", [row("currencies", number) for number in range(1, 4)])
    company.replace(PERIODS, [row(PERIODS, 1, accounting_period_id=1)])
    company.replace(ENTRIES, [row(ENTRIES, number) for number in range(1, 6)])


def ids(records: list[dict[str, Any]]) -> list[int]:
    return [record["id"] for record in records]


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return the warnings since the last call."""
    said = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    caplog.clear()
    return said


def deselect(catalog: dict[str, Any]) -> None:
    for entry in catalog["streams"]:
        entry["metadata"] = [{"breadcrumb": [], "metadata": {"selected": False}}]


def test_a_run_without_a_selected_table_fails_before_the_first_request(sage: Sandbox, config: Config) -> None:
    with pytest.raises(ConfigurationError, match="No table is selected"):
        raise run_tap(config, "customers", change_catalog=deselect).error or AssertionError
    assert sage.requests == []


@pytest.mark.parametrize("tables", [["customers"], ["customers", "currencies"]])
def test_a_mistyped_address_fails_the_run_whatever_the_number_of_tables(
    sage: Sandbox, config: Config, tables: list[str]
) -> None:
    company = sage.companies[0]
    wrong = {"api_url": f"{sage.url}/uk/elsewhere/v1", "site_id": company.site_id, "company_id": company.company_id}
    result = run_tap(config | wrong, *tables)

    assert isinstance(result.error, RunFailedError)
    assert "Sage has none of the selected tables" in str(result.error)


def test_a_start_date_in_the_future_fails_a_run_that_reads_nothing(
    config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    result = run_tap(config | {"start_date": "2099-01-01"}, "customers", "currencies")

    assert isinstance(result.error, RunFailedError)
    assert "start_date 2099-01-01T00:00:00.000000Z is in the future" in str(result.error)
    assert "in the future" in caplog.text


def test_a_start_date_in_the_future_of_one_table_is_a_warning_that_names_it(
    config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    own = config | {"start_date": "2020-01-01", "tables": {"cust*rs": {"start_date": "2099-01-01"}}}
    result = run_tap(own, "customers", "currencies")
    assert result.error is None
    [said] = [text for text in caplog.messages if "in the future" in text]
    assert said.startswith("customers: its start_date 2099-01-01T00:00:00.000000Z is in the future")


def test_a_start_date_in_the_future_is_a_warning_if_there_are_tables_without_timestamps(
    config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    result = run_tap(config | {"start_date": "2099-01-01"}, "customers", PERIODS)

    assert result.error is None
    assert len(warnings(caplog)) == 1


def test_a_bookmark_in_the_future_reads_the_table_whole(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    first = run_tap(config, "customers", "currencies")
    state = first.state
    first.bookmark("customers")["replication_key_value"] = "2099-01-01T00:00:00.000000Z"
    second = run_tap(config | {"lookback_seconds": 0}, "customers", "currencies", state=state)

    assert len(second.records("customers")) == 25
    assert len(second.records("currencies")) == 3
    assert second.bookmark("customers")["replication_key_value"] == "2026-03-02T09:00:25.000000Z"
    [said] = warnings(caplog)
    assert said.startswith("customers, company 1")
    assert "the bookmark 2099-01-01T00:00:00.000000Z is in the future" in said


@pytest.mark.parametrize("lookback", [0, 10, 3900])
def test_quiet_runs_say_nothing(config: Config, lookback: int, caplog: pytest.LogCaptureFixture) -> None:
    tables = ("customers", "currencies", ENTRIES, PERIODS, "suppliers")
    state: dict[str, Any] = {}
    for _ in range(3):
        result = run_tap(config | {"lookback_seconds": lookback}, *tables, state=state)
        state = result.state
        assert result.error is None
    assert warnings(caplog) == []


@pytest.mark.parametrize("left", [5, 15], ids=["nothing in the look-back", "some rows in the look-back"])
def test_a_restored_sage_is_said_once_and_read_from_where_it_is(
    sage: Sandbox, config: Config, left: int, caplog: pytest.LogCaptureFixture
) -> None:
    settings = config | {"lookback_seconds": 15}
    first = run_tap(settings, "customers", "currencies")
    sage.companies[0].replace("customers", customers(left))
    second = run_tap(settings, "customers", "currencies", state=first.state)
    [said] = warnings(caplog)
    third = run_tap(settings, "customers", "currencies", state=second.state)

    assert second.error is third.error is None
    assert "the latest changes that the tap knew no longer exist in customers" in said
    assert second.bookmark("customers")["replication_key_value"] == timestamps.to_text(MORNING + timedelta(0, left))
    assert warnings(caplog) == []
    sage.companies[0].replace("customers", customers(left + 1))
    fourth = run_tap(settings, "customers", state=third.state)
    assert left + 1 in ids(fourth.records("customers"))


def test_rows_that_are_deleted_while_others_are_as_new_are_no_restored_sage(
    sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    sage.companies[0].replace("currencies", [row("currencies", 1, date_time_updated=MORNING + timedelta(hours=1))])
    first = run_tap(config, "customers", "currencies")
    sage.companies[0].replace("customers", customers(15))
    second = run_tap(config, "customers", "currencies", state=first.state)

    assert second.error is None
    assert warnings(caplog) == []


def test_a_journal_that_lost_its_last_entries_is_said_and_read_whole_by_the_next_run(
    sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    first = run_tap(config, ENTRIES)
    sage.companies[0].replace(ENTRIES, [row(ENTRIES, number) for number in (1, 2)])
    second = run_tap(config, ENTRIES, state=first.state)
    assert f"no longer exist in {ENTRIES}" in warnings(caplog)[0]

    third = run_tap(config, ENTRIES, state=second.state)

    assert ids(third.records(ENTRIES)) == [1, 2]
    assert warnings(caplog) == []


@pytest.mark.parametrize("ahead", [timedelta(hours=3), timedelta(days=400)])
def test_a_clock_that_is_ahead_moves_no_bookmark_past_the_start_on_sages_clock(
    sage: Sandbox,
    config: Config,
    ahead: timedelta,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    sage.companies[0].replace("customers", customers(25, date_time_updated=FUTURE))
    sage.companies[0].replace("currencies", [row("currencies", 1, date_time_updated=FUTURE)])
    monkeypatch.setattr(timestamps, "now", lambda: datetime.now(UTC) + ahead)
    soon = timestamps.to_text(datetime.now(UTC) + timedelta(minutes=1))
    result = run_tap(config, "customers", "currencies")

    assert result.error is None
    for table in ("customers", "currencies"):
        assert result.bookmark(table)["replication_key_value"] <= soon
    assert len(warnings(caplog)) == 1
