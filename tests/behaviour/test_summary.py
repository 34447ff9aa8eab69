"""The summary of a run: a line for each table, the totals, and last the lines that need attention."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault, Sandbox, Update
from sage200_sandbox.sample_rows import MORNING, customers, row

from tap_sage200.errors import SignInError
from tests.support.runs import run_tap

if TYPE_CHECKING:
    from tests.support.runs import Result

Config = dict[str, Any]
BY_KEY = "nominal_transaction_enquiry_views"
FIELDS = ("rows", "requests", "bookmark_from", "bookmark_to")


class Summary:
    """The summary of a run."""

    def __init__(self, log: pytest.LogCaptureFixture) -> None:
        """Read the lines of the last run."""
        self.records = [record for record in log.records if record.filename == "summary.py"]
        self.lines = [record.getMessage() for record in self.records]

    def fields(self, stream: str, company_id: int = 1) -> tuple[Any, ...]:
        """Return the numbers and the bookmarks in the line of a table."""
        [found] = [
            vars(record)
            for record in self.records
            if record.levelno == logging.INFO
            and vars(record).get("stream_name") == stream
            and vars(record)["company_id"] == company_id
        ]
        return tuple(found[name] for name in FIELDS)

    def line(self, stream: str) -> str:
        """Return the line of a table."""
        [found] = [text for text in self.lines if text.startswith(f"  {stream} ")]
        return found


@pytest.fixture
def config(config: dict[str, Any]) -> dict[str, Any]:
    """The settings, with one request at a time, to count them."""
    return config | {"concurrency": 1}


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO)
    return caplog


def run(log: pytest.LogCaptureFixture, config: Config, *streams: str, **given: Any) -> tuple[Result, Summary]:  # noqa: ANN401 - what `run_tap` takes
    log.clear()
    return run_tap(config, *streams, **given), Summary(log)


def test_it_has_the_rows_and_requests_of_a_table_and_how_far_its_bookmark_moved(
    sage: Sandbox, config: Config, log: pytest.LogCaptureFixture
) -> None:
    company = sage.companies[0]
    company.replace("customers", customers(25))
    first, summary = run(log, config, "customers")
    assert summary.fields("customers") == (25, 4, None, "2026-03-02T09:00:25.000000Z")

    company.change(Update("customers", (7,), {"name": "New name"}))
    second, summary = run(log, config, "customers", state=first.state)
    [changed] = [record["date_time_updated"] for record in second.records("customers") if record["id"] == 7]
    assert summary.fields("customers")[2:] == ("2026-03-02T09:00:25.000000Z", changed)


def test_its_requests_are_those_that_reached_sage(sage: Sandbox, config: Config, log: pytest.LogCaptureFixture) -> None:
    sage.companies[0].replace("customers", customers(25))
    sage.fault(Fault("503", table="customers", times=2))
    _, summary = run(log, config, "customers")
    assert summary.fields("customers")[1] == len([asked for asked in sage.requests if asked.table == "customers"]) == 6


def test_the_requests_that_find_out_what_sage_refuses_count_as_well(
    sage: Sandbox, config: Config, log: pytest.LogCaptureFixture
) -> None:
    sage.companies[0].replace("sop_orders", [row("sop_orders", 5)])
    sage.fault(Fault("400", table="sop_orders", expand="memos", times=None))
    _, summary = run(log, config, "sop_orders", "sop_order_lines", "sop_order_memos")
    assert summary.fields("sop_orders")[:2] == (
        1,
        len([asked for asked in sage.requests if asked.table == "sop_orders"]),
    )
    assert summary.line("sop_order_memos").endswith("with sop_orders, skipped")


def test_a_table_that_is_read_by_its_key_has_keys_for_bookmarks(
    sage: Sandbox, config: Config, log: pytest.LogCaptureFixture
) -> None:
    sage.companies[0].replace(BY_KEY, [row(BY_KEY, number) for number in (3, 8)])
    first, summary = run(log, config, BY_KEY)
    assert summary.fields(BY_KEY)[2:] == (None, "8")
    _, summary = run(log, config, BY_KEY, state=first.state)
    assert summary.fields(BY_KEY)[2:] == ("8", "8")


def test_a_table_that_is_read_whole_has_no_bookmark(
    sage: Sandbox, config: Config, log: pytest.LogCaptureFixture
) -> None:
    table = "financial_year_period_views"
    sage.companies[0].replace(table, [row(table, number, accounting_period_id=number) for number in range(1, 13)])
    _, summary = run(log, config, table)
    assert summary.fields(table) == (12, 3, None, None)
    assert summary.line(table).split()[-2:] == ["-", "-"]


def test_nested_tables_share_the_requests_of_the_table_that_is_walked(
    sage: Sandbox, config: Config, log: pytest.LogCaptureFixture
) -> None:
    sage.companies[0].replace("sop_orders", [row("sop_orders", 5)])
    sage.companies[0].replace("sop_order_lines", [row("sop_order_lines", key, sop_order_id=5) for key in (7, 8)])
    _, summary = run(log, config, "sop_orders", "sop_order_lines")
    stamp = "2026-03-02T09:00:00.000000Z"
    assert summary.fields("sop_orders") == (1, 3, None, stamp)
    assert summary.fields("sop_order_lines") == (2, 0, None, stamp)
    assert summary.line("sop_order_lines").endswith("with sop_orders")


def test_a_nested_table_that_is_read_alone_has_the_requests_for_its_own(
    sage: Sandbox, config: Config, log: pytest.LogCaptureFixture
) -> None:
    sage.companies[0].replace("sop_orders", [row("sop_orders", 5)])
    sage.companies[0].replace("sop_order_lines", [row("sop_order_lines", 7, sop_order_id=5)])
    _, summary = run(log, config, "sop_order_lines")
    assert summary.fields("sop_order_lines")[:2] == (1, 3)
    assert "with" not in summary.line("sop_order_lines")


def test_a_failed_table_and_a_skipped_one_are_in_it_and_what_needs_attention_comes_last(
    sage: Sandbox, config: Config, log: pytest.LogCaptureFixture
) -> None:
    sage.companies[0].replace("currencies", [row("currencies", number) for number in range(1, 26)])
    sage.fault(Fault("400", table="currencies", after=3, times=None))
    sage.closed_to("customers", status=403)
    result, summary = run(log, config, "currencies", "customers", "products")
    assert summary.fields("currencies") == (19, 4, None, None)
    assert summary.line("currencies").endswith("failed")
    assert summary.line("customers").endswith("skipped")
    assert summary.lines[-2].startswith("3 tables in all")
    assert summary.lines[-2].endswith("1 skipped, 1 failed")
    assert summary.lines[-1].startswith("customers, company 1 of site")
    assert str(result.error).startswith("1 of 3 tables failed. currencies, company 1 of site")


def test_a_run_that_ends_early_says_which_table_it_broke_off(
    sage: Sandbox, config: Config, log: pytest.LogCaptureFixture
) -> None:
    sage.companies[0].replace("customers", customers(25))

    def sign_out(_: object) -> None:
        sage.expire_access_tokens()
        sage.revoke()

    sage.between_pages("customers", page=2, do=sign_out)
    result, summary = run(log, config, "customers")
    assert isinstance(result.error, SignInError)
    assert summary.line("customers").endswith("broken off")


def test_each_company_has_its_own_lines_and_totals(log: pytest.LogCaptureFixture) -> None:
    with Sandbox(companies=2) as sage:
        for number, company in enumerate(sage.companies, 1):
            company.replace("customers", customers(3 * number))
            company.replace("currencies", [row("currencies", 1, date_time_updated=MORNING)])
        _, summary = run(log, sage.settings() | {"all_companies": True}, "currencies", "customers")
        assert summary.fields("customers", company_id=1)[0] == 3
        assert summary.fields("customers", company_id=2)[0] == 6
        totals = [vars(record) for record in summary.records if "tables" in vars(record)]
        counted = {total.get("company_id"): (total["tables"], total["rows"]) for total in totals}
        assert counted == {1: (2, 4), 2: (2, 7), None: (4, 11)}
