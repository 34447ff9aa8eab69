"""Guarantees 5 and 6: the failure of one stream leaves the others whole, and no failure is silent."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from sage200_sandbox import Fault, Sandbox
from sage200_sandbox.sample_rows import MORNING, customers, row

from tap_sage200.errors import ConfigurationError, RunFailedError, SignInError
from tap_sage200.records.page import CHUNK
from tap_sage200.streams.financials.currencies import Currencies
from tests.support.runs import catalog_text, run_tap

Config = dict[str, Any]
pytestmark = pytest.mark.both_ways
TWO = ("currencies", "customers")


@pytest.fixture
def two_tables(sage: Sandbox) -> Sandbox:
    sage.companies[0].replace("currencies", [row("currencies", number) for number in range(1, 4)])
    sage.companies[0].replace("customers", customers(5))
    return sage


def test_a_table_that_fails_for_ever_leaves_the_others_whole(two_tables: Sandbox, config: Config) -> None:
    two_tables.fault(Fault("500", table="currencies", times=None))
    result = run_tap(config, *TWO)
    assert len(result.records("customers")) == 5
    assert isinstance(result.error, RunFailedError)
    assert "currencies" in str(result.error)
    assert "customers," not in str(result.error)


def test_the_summary_names_every_table(two_tables: Sandbox, config: Config, caplog: pytest.LogCaptureFixture) -> None:
    two_tables.fault(Fault("500", table="currencies", times=None))
    with caplog.at_level(logging.INFO):
        run_tap(config, *TWO)
    said = [(record.levelname, record.getMessage()) for record in caplog.records]
    rows = [text.split() for level, text in said if level == "INFO" and text]
    assert any(words[:2] == ["customers", "5"] for words in rows)
    assert any((words[0], words[-1]) == ("currencies", "failed") for words in rows)


@pytest.mark.parametrize("status", [403, 404])
def test_a_module_that_is_not_there_is_skipped_and_said(
    two_tables: Sandbox, config: Config, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    two_tables.closed_to("currencies", status=status)
    result = run_tap(config, *TWO)
    assert result.error is None
    assert len(result.records("customers")) == 5
    assert any("currencies" in text and "skipped" in text for text in caplog.messages)


@pytest.mark.parametrize("status", [403, 404])
def test_a_module_that_is_not_there_fails_the_run_when_set_so(two_tables: Sandbox, config: Config, status: int) -> None:
    two_tables.closed_to("currencies", status=status)
    result = run_tap(config | {"on_unavailable": "fail"}, *TWO)
    assert isinstance(result.error, RunFailedError)
    assert len(result.records("customers")) == 5


def test_a_sage_that_has_none_of_the_tables_fails_the_run(two_tables: Sandbox, config: Config) -> None:
    company = two_tables.companies[0]
    chosen = {"site_id": company.site_id, "company_id": company.company_id}
    result = run_tap(config | chosen | {"api_url": f"{two_tables.url}/uk/elsewhere/v1"}, *TWO)
    assert isinstance(result.error, RunFailedError)
    assert "edition" in str(result.error)


def test_a_company_that_sage_refuses_costs_one_refresh_and_leaves_the_other_company_whole(concurrency: int) -> None:
    with Sandbox(companies=2) as sage:
        for company in sage.companies:
            company.replace("currencies", [row("currencies", 1)])
            company.replace("customers", customers(3))
        own, other = sage.companies
        chosen = [
            {"site_id": own.site_id, "company_id": 77},
            {"site_id": other.site_id, "company_id": other.company_id},
        ]
        result = run_tap(sage.settings() | {"companies": chosen, "concurrency": concurrency}, *TWO)
        assert isinstance(result.error, RunFailedError)
        assert "company 77" in str(result.error)
        assert {record["company_id"] for record in result.records("customers")} == {other.company_id}
        assert len([asked for asked in sage.requests if asked.path == "/oauth/token"]) == 2


def test_without_a_token_the_run_ends_at_once(two_tables: Sandbox, config: Config) -> None:
    two_tables.revoke()
    result = run_tap(config, *TWO)
    assert isinstance(result.error, SignInError)
    assert "Sign in" in str(result.error)
    assert result.records("customers") == []


def test_a_user_with_several_companies_is_told_which(config: Config) -> None:
    del config
    with Sandbox(companies=2) as sage:
        result = run_tap(sage.settings(), "customers")
        assert isinstance(result.error, ConfigurationError)
        assert all(company.site_id in str(result.error) for company in sage.companies)


def test_a_table_that_lost_all_its_rows_is_reported(
    two_tables: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    first = run_tap(config, *TWO)
    two_tables.companies[0].clear("customers")
    caplog.clear()
    second = run_tap(config, *TWO, state=first.state)
    assert second.error is None
    assert [text for text in caplog.messages if "now has none" in text and text.startswith("customers")]


@pytest.mark.usefixtures("two_tables")
def test_a_quiet_table_is_not_reported(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    first = run_tap(config, *TWO)
    caplog.clear()
    run_tap(config | {"lookback_seconds": 0}, *TWO, state=first.state)
    assert not [text for text in caplog.messages if "now has none" in text]


@pytest.mark.parametrize(("kind", "told"), [("ignore-orderby", "order"), ("ignore-filter", "does not find the end")])
def test_pages_that_are_not_what_was_asked_for_fail_the_table(
    sage: Sandbox, config: Config, kind: str, told: str
) -> None:
    sage.companies[0].replace("customers", customers(35))
    sage.fault(Fault(kind, table="customers", times=None))
    result = run_tap(config, "customers")
    assert isinstance(result.error, RunFailedError)
    assert told in str(result.error)


def test_what_was_written_of_a_page_before_its_disorder_was_seen_costs_no_row(sage: Sandbox, config: Config) -> None:
    table, count = "pop_order_return_views", 2 * CHUNK
    by_document_no = [*range(1, count - 1), count, count - 1]
    rows = [
        row(table, number, document_no=f"{place:05}", date_time_updated=MORNING + timedelta(seconds=number))
        for place, number in enumerate(by_document_no)
    ]
    sage.companies[0].replace(table, rows)
    sage.fault(Fault("ignore-orderby", table=table, times=1))
    config |= {"page_size": count, "lookback_seconds": 0}
    failed = run_tap(config, table)
    assert isinstance(failed.error, RunFailedError)
    written = failed.loaded(table)
    assert 0 < len(written) < count
    held = run_tap(config, table, state=failed.state).loaded(table, onto=written)
    assert sorted(record["id"] for record in held.values()) == list(range(1, count + 1))


@pytest.mark.parametrize("kind", ["html", "not-json", "object"])
def test_an_answer_that_is_no_list_of_rows_fails_the_table_after_some_tries(
    two_tables: Sandbox, config: Config, kind: str
) -> None:
    two_tables.fault(Fault(kind, table="currencies", times=None))
    result = run_tap(config, *TWO)
    assert isinstance(result.error, RunFailedError)
    assert "is not a list of rows" in str(result.error)
    assert len(result.records("customers")) == 5


def test_rows_in_a_wrapper_are_read_too(two_tables: Sandbox, config: Config) -> None:
    two_tables.fault(Fault("wrapped", table="customers", times=None))
    assert len(run_tap(config, *TWO).records("customers")) == 5


@pytest.fixture
def newer_sage(two_tables: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """A Sage with a field that the tap does not know yet."""
    monkeypatch.setattr("tests.support.runs.catalog_text", catalog_text.__wrapped__)  # the cached one has the field
    properties = {name: kind for name, kind in Currencies.schema["properties"].items() if name != "symbol"}
    monkeypatch.setattr(Currencies, "schema", Currencies.schema | {"properties": properties})
    two_tables.companies[0].replace("currencies", [row("currencies", number, symbol="£") for number in range(1, 4)])
    return two_tables


def test_an_unknown_field_is_said_once_and_dropped_when_set_so(
    newer_sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    del newer_sage
    result = run_tap(config | {"on_unknown_field": "warn"}, *TWO)
    assert result.error is None
    assert len([text for text in caplog.messages if "does not know" in text and "symbol" in text]) == 1
    assert all("symbol" not in record for record in result.records("currencies"))


def test_an_unknown_field_is_dropped_silently_when_set_so(
    newer_sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    del newer_sage
    assert run_tap(config | {"on_unknown_field": "drop"}, *TWO).error is None
    assert not [text for text in caplog.messages if "symbol" in text]


def test_an_unknown_field_fails_its_table_when_set_so(newer_sage: Sandbox, config: Config) -> None:
    del newer_sage
    result = run_tap(config | {"on_unknown_field": "fail"}, *TWO)
    assert isinstance(result.error, RunFailedError)
    assert "symbol" in str(result.error)
    assert len(result.records("customers")) == 5
