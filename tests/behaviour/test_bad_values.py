"""A value that its column cannot hold costs that value, and is reported; or its table, if the settings say so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sage200_sandbox import Sandbox, wire
from sage200_sandbox.sample_rows import customers, row

from tap_sage200.errors import RunFailedError
from tests.support.runs import run_tap

Config = dict[str, Any]
TWO = ("currencies", "customers")
REPORT = "account_opened is null where it cannot hold what Sage sent. Rows: {count}, the first with id {first}"


NO_DATE = datetime(1753, 1, 1, tzinfo=UTC)
"""What the sandbox sends as a date of zeros."""


@pytest.fixture(autouse=True)
def _zeros(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = wire.timestamp
    zeros = "0000-00-00T00:00:00Z"
    monkeypatch.setattr(wire, "timestamp", lambda instant: zeros if instant == NO_DATE else usual(instant))


@pytest.fixture
def odd_sage(sage: Sandbox) -> Sandbox:
    """A Sage in which two customers were opened on a day that is no date."""
    rows = customers(25)
    for at, one in enumerate(rows):
        one["account_opened"] = NO_DATE if at in {12, 17} else datetime(2020, 1, 1, tzinfo=UTC)
    sage.companies[0].replace("customers", rows)
    sage.companies[0].replace("currencies", [row("currencies", 1)])
    return sage


@pytest.mark.parametrize("more", [{}, {"stream_maps": {"customers": {"extra": "'a'"}}}], ids=["as it is", "mapped"])
def test_a_bad_value_is_null_and_reported_once_in_the_log_and_once_in_the_summary(
    odd_sage: Sandbox, config: Config, more: Config, caplog: pytest.LogCaptureFixture
) -> None:
    ids = [one["id"] for one in odd_sage.companies[0].rows("customers")]
    result = run_tap(config | more, *TWO)

    assert result.error is None
    opened = {record["id"]: record["account_opened"] for record in result.records("customers")}
    assert len(opened) == 25
    assert [key for key in ids if opened[key] is None] == [ids[12], ids[17]]
    told = [text for text in caplog.messages if "account_opened" in text]
    assert len(told) == 2
    assert all(text.endswith(REPORT.format(count=2, first=ids[12])) for text in told)
    assert told[0].startswith("customers, company 1 ")


def test_a_bad_value_can_fail_its_table_and_no_other(odd_sage: Sandbox, config: Config) -> None:
    del odd_sage
    result = run_tap(config | {"on_bad_value": "fail"}, *TWO)

    assert isinstance(result.error, RunFailedError)
    assert "1 of 2" in str(result.error)
    assert "account_opened" in str(result.error)
    assert len(result.records("currencies")) == 1


def test_an_unreadable_timestamp_fails_its_table_and_no_other(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", [row("customers", 1) | {"date_time_updated": NO_DATE}])
    sage.companies[0].replace("currencies", [row("currencies", 1)])
    result = run_tap(config, *TWO)

    assert isinstance(result.error, RunFailedError)
    assert "the field date_time_updated is not of type timestamp" in str(result.error)
    assert len(result.records("currencies")) == 1
