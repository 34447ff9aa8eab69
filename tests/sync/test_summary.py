from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
from singer_sdk.logging import StructuredFormatter

from tap_sage200 import problems
from tap_sage200.config.companies import Company
from tap_sage200.errors import GaveUpError
from tap_sage200.sync import causes, summary
from tap_sage200.sync.results import RunResults, TableResult
from tap_sage200.transport.retry import TransientError

if TYPE_CHECKING:
    from tests.support.clock import Clock

NORTH, SOUTH = Company("site-a", 1), Company("site-b", 2)

logger = logging.getLogger(__name__)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO)
    return caplog


def read(results: RunResults, stream: str, company: Company | None, **known: Any) -> TableResult:  # noqa: ANN401 - whatever is known of it
    result = results.begin(stream, company)
    for name, value in {"settled": True, **known}.items():
        setattr(result, name, value)
    return result


def last_fields(log: pytest.LogCaptureFixture) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(StructuredFormatter().format(log.records[-1]))
    del fields["extra"]["message"]  # pytest's own
    return fields


def test_each_table_has_a_line_and_the_columns_stand_under_each_other(
    log: pytest.LogCaptureFixture, clock: Clock
) -> None:
    results = RunResults(clock)
    read(
        results,
        "sop_orders",
        NORTH,
        rows=12345,
        requests=8,
        seconds=6.25,
        bookmark_from="2026-03-01T08:00:00.000000Z",
        bookmark_to="2026-03-02T09:00:00.512000Z",
    )
    read(results, "sop_order_lines", NORTH, rows=40000, read_with="sop_orders")
    read(results, "nominal_postings", NORTH, rows=2, requests=1, bookmark_from="1000", bookmark_to="1002")
    read(results, "currencies", NORTH, rows=3, requests=1, seconds=0.04)
    clock.sleep(7)

    summary.log(results, causes.of_failed(results.all), logger)

    assert log.messages == [
        "company 1 of site site-a    rows  requests  seconds  bookmark from         bookmark to",
        "  sop_orders              12,345         8      6.2  2026-03-01T08:00:00Z  2026-03-02T09:00:00Z",
        f"  sop_order_lines         40,000         -        -  {'-':20}  {'-':20}  with sop_orders",
        "  nominal_postings             2         1      0.0  1000                  1002",
        "  currencies                   3         1      0.0  -                     -",
        "4 tables in all           52,350        10      7.0",
    ]


def test_each_company_has_its_totals_where_there_are_several(log: pytest.LogCaptureFixture, clock: Clock) -> None:
    results = RunResults(clock)
    for stream in ("customers", "products"):
        for rows, company in ((1, NORTH), (20, SOUTH)):
            read(results, stream, company, rows=rows, requests=2, seconds=1.0)
    read(results, "sites", None, rows=2, requests=1)
    clock.sleep(5)

    summary.log(results, causes.of_failed(results.all), logger)

    assert [line.split() for line in log.messages if "table" in line] == [
        ["2", "tables", "2", "4", "2.0"],
        ["2", "tables", "40", "4", "2.0"],
        ["5", "tables", "in", "all", "44", "9", "5.0"],
    ]
    assert [line.split()[0] for line in log.messages] == [
        "company",
        "customers",
        "products",
        "2",
        "company",
        "customers",
        "products",
        "2",
        "of",
        "sites",
        "5",
    ]


@pytest.mark.parametrize("of_no_company_first", [True, False])
def test_one_reason_for_tables_with_and_without_a_company_is_one_line(
    log: pytest.LogCaptureFixture, *, of_no_company_first: bool
) -> None:
    results = RunResults()
    tables = [("sites", None), ("customers", NORTH)]
    for stream, company in tables if of_no_company_first else reversed(tables):
        read(results, stream, company, skipped="the role lacks it (403)")

    summary.log(results, causes.of_failed(results.all), logger)

    assert [record.levelno for record in log.records].count(logging.WARNING) == 1
    assert log.messages[-1].startswith("2 tables (")
    fields = last_fields(log)["extra"]
    assert (fields["tables"], fields["result"]) == (2, "skipped")
    assert not fields.keys() & {"stream_name", *NORTH.context()}


def test_a_skipped_table_is_reported_with_its_reason(log: pytest.LogCaptureFixture) -> None:
    results = RunResults()
    read(results, "stocktakes", NORTH, skipped="this user's role in Sage does not include the table (403)")

    summary.log(results, causes.of_failed(results.all), logger)

    assert log.messages[1].endswith("skipped")
    assert log.messages[2].endswith("1 skipped")
    assert log.record_tuples[-1][1:] == (
        logging.WARNING,
        (
            "stocktakes, company 1 of site site-a: skipped, "
            "because this user's role in Sage does not include the table (403)"
        ),
    )


def test_a_failed_table_is_reported_with_its_reason(log: pytest.LogCaptureFixture) -> None:
    results = RunResults()
    read(results, "products", SOUTH, rows=2000, failed="The response of Sage is incomplete")

    summary.log(results, causes.of_failed(results.all), logger)

    assert log.messages[1].endswith("failed")
    assert log.messages[2].endswith("1 failed")
    assert log.record_tuples[-1][1:] == (
        logging.ERROR,
        "products, company 2 of site site-b: failed after 2,000 rows: The response of Sage is incomplete",
    )


def test_a_table_in_which_the_run_ended_is_not_taken_for_one_that_was_read(log: pytest.LogCaptureFixture) -> None:
    results = RunResults()
    read(results, "products", NORTH, rows=2000, settled=False)

    summary.log(results, causes.of_failed(results.all), logger)

    assert log.messages[1].endswith("broken off")
    assert log.messages[2].endswith("1 broken off")


def test_a_nested_table_that_failed_says_so_and_whose_requests_it_shared(log: pytest.LogCaptureFixture) -> None:
    results = RunResults()
    read(results, "sop_order_lines", NORTH, read_with="sop_orders", failed="Sage refuses the request (400)")

    summary.log(results, causes.of_failed(results.all), logger)

    assert log.messages[1].endswith("with sop_orders, failed")


def test_what_needs_attention_comes_last_and_what_failed_after_all_else(log: pytest.LogCaptureFixture) -> None:
    results = RunResults()
    read(results, "products", NORTH, failed="too slow")
    read(results, "stocktakes", NORTH, skipped="it is not there")
    read(results, "customers", NORTH, remarks=["had rows in an earlier run, and now has none"])

    summary.log(results, causes.of_failed(results.all), logger)

    assert [record.levelno for record in log.records] == [logging.INFO] * 5 + [logging.WARNING] * 2 + [logging.ERROR]
    assert [text.split(",")[0] for text in log.messages[5:]] == ["customers", "stocktakes", "products"]


def test_a_run_that_was_to_read_nothing_says_nothing(log: pytest.LogCaptureFixture) -> None:
    summary.log(RunResults(), (), logger)

    assert log.messages == []


def test_a_structured_log_has_the_facts_of_a_table_as_fields(log: pytest.LogCaptureFixture) -> None:
    results = RunResults()
    bookmarks = {"bookmark_from": None, "bookmark_to": "2026-03-02T09:00:00.512000Z"}
    read(results, "customers", NORTH, rows=1200, requests=2, seconds=0.1234, failed="too slow", **bookmarks)

    summary.log(results, causes.of_failed(results.all), logger)

    line = last_fields(log)
    assert line["level"] == "error"
    assert line["stream_name"] == "customers"
    assert line["extra"] == {
        "site_id": "site-a",
        "company_id": 1,
        "result": "failed",
        "rows": 1200,
        "requests": 2,
        "seconds": 0.123,
        "walked_with": None,
        "where": None,
        **bookmarks,
    }


def test_a_structured_log_has_the_totals_as_fields(log: pytest.LogCaptureFixture, clock: Clock) -> None:
    results = RunResults(clock)
    read(results, "customers", NORTH, rows=1200, requests=2)
    clock.sleep(4)

    summary.log(results, causes.of_failed(results.all), logger)

    missed = {"not_due": 0, "already_complete": 0, "no_windows": 0, "skipped": 0, "failed": 0, "broken_off": 0}
    assert last_fields(log)["extra"] == {"tables": 1, "rows": 1200, "requests": 2, "seconds": 4.0, **missed}


def test_one_cause_of_many_tables_is_one_line_with_their_number_and_the_first_names(
    log: pytest.LogCaptureFixture,
) -> None:
    results = RunResults()
    for stream in ("banks", "customers", "products", "suppliers", "warehouses"):
        read(results, stream, NORTH, rows=300, failed="Sage refuses the company")
    read(results, "banks", SOUTH, failed="too slow")

    summary.log(results, causes.of_failed(results.all), logger)

    assert log.messages[-2:] == [
        (
            "5 tables of company 1 of site site-a (banks, customers, products and 2 more): "
            "failed after 1,500 rows: Sage refuses the company"
        ),
        "banks, company 2 of site site-b: failed after 0 rows: too slow",
    ]
    assert vars(log.records[-2])["tables"] == 5


def test_tables_that_were_skipped_for_one_cause_are_one_line(log: pytest.LogCaptureFixture) -> None:
    results = RunResults()
    for company in (NORTH, SOUTH):
        read(results, "banks", company, skipped="the licence has expired (403)")

    summary.log(results, (), logger)

    assert log.messages[-1] == "2 tables of 2 companies (banks): skipped, because the licence has expired (403)"


def test_errors_that_differ_only_in_their_request_have_one_cause(log: pytest.LogCaptureFixture) -> None:
    results = RunResults()
    for stream, attempts in (("banks", 8), ("customers", 5)):
        busy = TransientError(problems.responses.BUSY, status=500, request=f"/{stream}", says=": no database")
        results.fail(stream, GaveUpError(problems.responses.GAVE_UP, error=busy, attempts=attempts, advice=""))

    summary.log(results, causes.of_failed(results.all), logger)

    assert log.messages[-1].startswith(
        "2 tables (banks, customers): failed after 0 rows: Sage responded with status 500"
    )
