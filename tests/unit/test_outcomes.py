from __future__ import annotations

import logging

import pytest

from tap_sage200.companies import Company
from tap_sage200.errors import CompanyError, RunError, RunFailedError
from tap_sage200.outcomes import Outcomes

NORTH, SOUTH = Company("site-a", 1), Company("site-b", 2)

logger = logging.getLogger(__name__)


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO)
    return caplog


def test_a_run_in_which_every_table_was_read_does_not_fail(lines: pytest.LogCaptureFixture) -> None:
    outcomes = Outcomes()
    outcomes.begin("customers", NORTH).rows = 3

    outcomes.summarise(logger)
    outcomes.raise_if_failed()

    assert lines.record_tuples == [(__name__, logging.INFO, "customers, company 1 of site site-a: 3 rows")]


def test_a_resource_without_a_company_is_named_alone(lines: pytest.LogCaptureFixture) -> None:
    outcomes = Outcomes()
    outcomes.begin("sites", None)

    outcomes.summarise(logger)

    assert lines.messages == ["sites: 0 rows"]


def test_a_skipped_table_is_reported_with_its_reason_and_does_not_fail_the_run(
    lines: pytest.LogCaptureFixture,
) -> None:
    outcomes = Outcomes()
    outcomes.begin("customers", NORTH)
    outcomes.begin("stocktakes", NORTH).skipped = "this user's role in Sage lacks it (403)"

    outcomes.summarise(logger)
    outcomes.raise_if_failed()

    assert [(record.levelno, record.message) for record in lines.records[1:]] == [
        (
            logging.WARNING,
            "stocktakes, company 1 of site site-a: skipped, as this user's role in Sage lacks it (403)",
        )
    ]


def test_a_failed_table_is_reported_with_its_reason_and_fails_the_run(
    lines: pytest.LogCaptureFixture,
) -> None:
    outcomes = Outcomes()
    outcome = outcomes.begin("products", SOUTH)
    outcome.rows, outcome.failed = 2000, "Sage broke off its answer"

    outcomes.summarise(logger)
    with pytest.raises(RunFailedError, match="products, company 2 of site site-b: Sage broke off its answer"):
        outcomes.raise_if_failed()

    assert lines.record_tuples == [
        (
            __name__,
            logging.ERROR,
            "products, company 2 of site site-b: failed after 2000 rows: Sage broke off its answer",
        )
    ]


def test_the_error_of_a_run_names_every_failed_table_and_how_many_there_were() -> None:
    outcomes = Outcomes()
    outcomes.begin("customers", NORTH)
    outcomes.begin("products", NORTH).failed = "too slow"
    outcomes.begin("products", SOUTH).failed = "refused"

    with pytest.raises(RunFailedError) as raised:
        outcomes.raise_if_failed()

    assert str(raised.value).startswith("2 of 3 tables failed")
    assert "products, company 1 of site site-a: too slow" in str(raised.value)
    assert "products, company 2 of site site-b: refused" in str(raised.value)


def test_a_company_that_has_none_of_the_tables_fails_the_run() -> None:
    outcomes = Outcomes()
    outcomes.begin("customers", NORTH)
    outcomes.begin("customers", SOUTH).skipped = "this version of Sage 200 does not have it (404)"
    outcomes.begin("products", SOUTH).skipped = "this user's role in Sage lacks it (403)"

    with pytest.raises(RunFailedError) as raised:
        outcomes.raise_if_failed()

    assert "None of the 2 tables of company 2 of site site-b" in str(raised.value)
    assert "does not have it (404)" in str(raised.value)
    assert "Check edition and api_url" in str(raised.value)


def test_a_run_that_was_to_read_nothing_does_not_fail() -> None:
    Outcomes().raise_if_failed()


def test_remarks_are_reported_although_nothing_failed(lines: pytest.LogCaptureFixture) -> None:
    outcomes = Outcomes()
    outcomes.begin("customers", NORTH).remarks.append("had rows in an earlier run, and now has none")

    outcomes.summarise(logger)
    outcomes.raise_if_failed()

    assert "customers, company 1 of site site-a: had rows in an earlier run, and now has none" in lines.messages
    assert lines.records[-1].levelno == logging.WARNING


def test_what_needs_attention_comes_last(lines: pytest.LogCaptureFixture) -> None:
    outcomes = Outcomes()
    outcomes.begin("products", NORTH).failed = "too slow"
    outcomes.begin("customers", NORTH)

    outcomes.summarise(logger)

    assert [record.levelno for record in lines.records] == [logging.INFO, logging.ERROR]


def test_a_company_that_sage_refuses_is_remembered_alone() -> None:
    outcomes = Outcomes()
    outcomes.refuse(NORTH, "Sage refuses company 1")

    for refused in (NORTH, Company("site-a", 1)):
        with pytest.raises(CompanyError, match="Sage refuses company 1"):
            outcomes.raise_if_refused(refused)
    outcomes.raise_if_refused(SOUTH)
    outcomes.raise_if_refused(None)


def test_a_run_ends_when_table_after_table_only_costs_patience() -> None:
    outcomes = Outcomes()
    tables = [outcomes.begin(name, NORTH) for name in ("customers", "products", "suppliers", "warehouses")]
    for table in tables[1:]:
        table.failed, table.gave_up = "Sage did not answer in time.", True

    outcomes.settle(tables[:3])
    with pytest.raises(RunError, match=r"^warehouses, .* So went the 2 tables before it"):
        outcomes.settle(tables[3:])
