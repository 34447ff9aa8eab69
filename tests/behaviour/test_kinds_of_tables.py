"""Tables that are read in a special way: append-only entries, single objects, text keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox.sample_rows import row

from tap_sage200.sync import append_only
from tests.support.runs import run_tap

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

Config = dict[str, Any]
pytestmark = pytest.mark.both_ways
ENTRIES = "nominal_transaction_enquiry_views"


def ids(records: list[dict[str, Any]]) -> list[int]:
    return [record["id"] for record in records]


def test_the_entries_of_the_nominal_ledger_go_on_after_the_last_one(sage: Sandbox, config: Config) -> None:
    company = sage.companies[0]
    numbers = range(0, 20 * append_only.KEYS_BACK, append_only.KEYS_BACK // 10)
    company.replace(ENTRIES, [row(ENTRIES, number) for number in numbers])
    first = run_tap(config | {"page_size": 1000}, ENTRIES)
    last = numbers[-1]
    company.replace(ENTRIES, [row(ENTRIES, number) for number in [*numbers, last + 1, last + 2]])
    second = run_tap(config | {"page_size": 5000}, ENTRIES, state=first.state)
    assert len(first.records(ENTRIES)) == len(numbers)
    assert ids(second.records(ENTRIES)) == [*numbers[-10:], last + 1, last + 2]
    assert second.bookmark(ENTRIES)["replication_key_value"] == last + 2


def test_an_entry_that_was_committed_late_is_not_missed(sage: Sandbox, config: Config) -> None:
    company = sage.companies[0]
    on_time = [row(ENTRIES, number) for number in range(1, 40) if number != 33]
    company.replace(ENTRIES, on_time)
    first = run_tap(config, ENTRIES)
    company.replace(ENTRIES, [*on_time, row(ENTRIES, 33)])
    second = run_tap(config, ENTRIES, state=first.state)
    assert 33 in ids(second.records(ENTRIES))


def test_the_licence_of_a_company_is_one_row_with_the_company_as_its_key(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("licence", [{"is_sales_enabled": True}])
    result = run_tap(config, "licence")
    [record] = result.records("licence")
    [schema] = [message for message in result.messages if message["type"] == "SCHEMA"]
    assert schema["key_properties"] == ["site_id", "company_id"]
    assert record["company_id"] == sage.companies[0].company_id
    assert record["is_sales_enabled"] is True


def test_a_table_with_a_text_as_key_is_read_over_several_pages(sage: Sandbox, config: Config) -> None:
    terms = [{"key": f"Term{number:03}"} for number in range(1, 36)]
    sage.companies[0].replace("configurable_terms", terms)
    keys = [record["key"] for record in run_tap(config, "configurable_terms").records("configurable_terms")]
    assert keys == [term["key"] for term in terms]


def test_a_table_whose_filter_does_not_take_the_key_is_read_over_several_pages(sage: Sandbox, config: Config) -> None:
    """Sage filters these orders only by five other columns (documented)."""
    orders = "sop_despatch_discrete_orders"
    sage.companies[0].replace(orders, [row(orders, number) for number in range(1, 36)])
    result = run_tap(config | {"page_size": 10}, orders)
    asked = [request.query for request in sage.requests if request.table == orders]
    assert ids(result.records(orders)) == list(range(1, 36))
    assert len(asked) > 3
    assert not any("$filter" in query for query in asked)
    assert all("$orderby" in query for query in asked)
