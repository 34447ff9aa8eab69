"""Guarantee 6 for pages: a server that returns fewer rows than requested, or other rows, loses no row silently."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault, Sandbox
from sage200_sandbox.sample_rows import row

from tests.support.runs import run_tap

if TYPE_CHECKING:
    from sage200_sandbox.rows import Row

Config = dict[str, Any]
pytestmark = pytest.mark.both_ways
LAYOUTS, ENTRIES = "financial_report_layout_views", "nominal_transaction_enquiry_views"
TABLES = ("currencies", ENTRIES, LAYOUTS, "configurable_terms")
"""Tables that are read by key, by key alone, by a key of several columns, and by a text key."""


def rows(table: str, count: int) -> list[Row]:
    match table:
        case "financial_report_layout_views":
            return [
                row(table, 1, financial_report_row_id=n, nominal_account_report_category_id=5)
                for n in range(1, count + 1)
            ]
        case "configurable_terms":
            return [{"key": f"Term{number:04}"} for number in range(1, count + 1)]
    return [row(table, number) for number in range(1, count + 1)]


@pytest.mark.parametrize("after", [0, 1, 2, 3])
@pytest.mark.parametrize("table", TABLES)
def test_a_page_that_comes_back_short_is_not_taken_for_the_last(
    sage: Sandbox, config: Config, table: str, after: int
) -> None:
    sage.companies[0].replace(table, rows(table, 740))
    sage.fault(Fault("short", table=table, after=after))
    result = run_tap(config | {"page_size": 250}, table)
    assert result.error is None
    assert len(result.loaded(table)) == 740


@pytest.mark.parametrize("limit", [100, 249])
@pytest.mark.parametrize("table", TABLES)
def test_a_server_with_a_limit_of_its_own_is_read_to_the_end(
    sage: Sandbox, config: Config, table: str, limit: int
) -> None:
    sage.companies[0].replace(table, rows(table, 520))
    sage.top_limit = limit
    result = run_tap(config | {"page_size": 250}, table)
    assert result.error is None
    assert len(result.loaded(table)) == 520


@pytest.mark.parametrize("times", [1, None], ids=["once", "for-ever"])
@pytest.mark.parametrize("kind", ["ignore-skip", "ignore-orderby", "ignore-filter"])
@pytest.mark.parametrize("table", TABLES)
def test_pages_of_something_else_are_said_and_the_next_run_makes_up_for_them(
    sage: Sandbox, config: Config, table: str, kind: str, times: int | None
) -> None:
    sage.companies[0].replace(table, rows(table, 35))
    sage.fault(Fault(kind, table=table, after=1, times=times))
    first = run_tap(config, table)
    held = first.loaded(table)
    assert len(held) == 35 or table in str(first.error)
    sage.clear_faults()
    second = run_tap(config, table, state=first.state)
    assert second.error is None
    assert len(second.loaded(table, onto=held)) == 35


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_was_full_and_is_empty_is_said_and_is_full_again_later(
    sage: Sandbox, config: Config, table: str, caplog: pytest.LogCaptureFixture
) -> None:
    company = sage.companies[0]
    company.replace(table, rows(table, 35))
    state = run_tap(config, table).state
    company.clear(table)
    caplog.clear()
    empty = run_tap(config, table, state=state)
    assert empty.error is None
    assert [text for text in caplog.messages if table in text and "now has none" in text]
    company.replace(table, rows(table, 36))
    assert len(run_tap(config, table, state=empty.state).loaded(table)) == 36
