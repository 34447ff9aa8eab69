"""A quiet run sends few requests: a table with a single page costs one."""

from __future__ import annotations

from collections import Counter

import pytest
from sage200_sandbox import Demo, Sandbox

from tap_sage200.sync.row_history import most_rows
from tests.support.runs import run_tap

MOST = 161
"""The most requests of a quiet run over all default tables of the demo company, with one request at a time.

Without `every`, it took 249 on the same day: this is 65 % of them."""


def test_a_quiet_run_over_all_default_tables_sends_few_requests() -> None:
    with Sandbox(Demo()) as sage:
        company = {"site_id": sage.companies[0].site_id, "company_id": sage.companies[0].company_id}
        settings = {"access_token": sage.new_access_token(), "api_url": sage.api_url, "concurrency": 1, **company}
        state = run_tap(settings).state
        sage.forget_requests()

        run_tap(settings, state=state)

        by_table = Counter(request.table for request in sage.requests)
    several = {table: number for table, number in by_table.items() if number > 1}
    assert by_table.total() <= MOST, several


def test_the_table_with_the_most_rows_is_read_first_in_the_next_run() -> None:
    tables = ("account_status_types", "accounting_period_validation_types", "bank_entry_types")
    with Sandbox(Demo()) as sage:
        settings = {"access_token": sage.new_access_token(), "api_url": sage.api_url, "concurrency": 1}
        first = run_tap(settings, *tables)
        sage.forget_requests()

        run_tap(settings | {"tables": {"*": {"every": "0s"}}}, *tables, state=first.state)

        asked = dict.fromkeys(request.table for request in sage.requests if request.table in tables)
    assert [*asked] == sorted(tables, key=lambda table: -len(first.records(table)))


@pytest.mark.parametrize(
    ("state", "rows"),
    [
        ({}, 0),
        ({"rows": 7}, 7),
        ({"partitions": []}, 0),
        ({"partitions": [{"rows": 7}, {"rows": 9}, {"context": {}}]}, 9),
        ({"partitions": [{"rows": "9"}]}, 0),
    ],
)
def test_the_rows_of_the_last_run_are_those_of_the_largest_company(state: dict[str, object], rows: int) -> None:
    assert most_rows(state) == rows
