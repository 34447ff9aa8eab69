"""Guarantee 10 for loaders: each one of meltano.yml holds what Sage holds, after each run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Delete, Insert
from sage200_sandbox.facts import resource_called

from tests.loaders.held_by_sage import source_rows
from tests.loaders.odd_rows import change_odd_values, nested_rows, odd_row
from tests.loaders.project import shipped_loaders
from tests.support.runs import catalog_of
from tools.demo.comparison import differences
from tools.project_copy import selection

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sage200_sandbox import Sandbox
    from sage200_sandbox.companies import Company

    from tests.loaders.loaded import Loaded
    from tests.loaders.project import Project

pytestmark = pytest.mark.parametrize("loader", [each["name"] for each in shipped_loaders()])

ROWS = 30
TABLES = (
    "account_status_types",
    "bank_posted_transactions",
    "configurable_terms",
    "currencies",
    "customer_views",
    "customers",
    "products",
    "sales_aged_transaction_period_views",
    "sop_orders",
    "tax_codes",
)
NESTED_TABLES = (
    "bank_posted_transaction_nominal_analysis_items",
    "customer_main_addresses",
    "product_sales_figure_periods",
    "product_sales_figures",
    "product_units",
    "sop_order_lines",
    "sop_order_memos",
)
SINGLE_ROW = "licence"
NO_ROWS = "units"
DELETED_FROM, DELETED = "currencies", 5
"""The table and the id of a row that is deleted between the runs."""
GROWS = "customers"
LATER_COLUMNS = {"configurable_terms": ("upper_case_plural",), GROWS: ("analysis_code_20",)}
"""Columns that only the later runs select: of a table that each run reads in full, and of one that grows."""
NOTHING: Mapping[str, Sequence[str]] = {}


def keys_of(tables: Collection[str]) -> dict[str, tuple[str, ...]]:
    entries = {entry["stream"]: entry for entry in catalog_of(*tables)["streams"]}
    return {table: tuple(entries[table]["key_properties"]) for table in tables}


def patterns(tables: Collection[str], without: Mapping[str, Sequence[str]] = NOTHING) -> list[str]:
    later = [f"!{table}.{column}" for table, columns in without.items() for column in columns]
    return [*selection(tables), *later]


def fill(company: Company) -> None:
    for table in TABLES:
        company.replace(table, [odd_row(table, number) for number in range(1, ROWS + 1)])
    for table in NESTED_TABLES:
        company.replace(table, nested_rows(table, company.rows(parent_of(table))))
    company.replace(SINGLE_ROW, [odd_row(SINGLE_ROW, 1)])


def change(company: Company) -> set[Any]:
    """Change, insert and delete rows. Returns the ids of the changed customers."""
    changed = {table: change_odd_values(company, table, every=2) for table in TABLES}
    for table in NESTED_TABLES:
        # Two rows belong to each parent, so these are rows of changed parents: Sage gives nested rows no timestamp.
        change_odd_values(company, table, every=4)
    for table in TABLES:
        for number in range(ROWS + 1, ROWS + 4):
            company.change(Insert(table, odd_row(table, number)))
    for table in NESTED_TABLES:
        for row in nested_rows(table, company.rows(parent_of(table))[ROWS:]):
            company.change(Insert(table, row))
    company.replace(SINGLE_ROW, [odd_row(SINGLE_ROW, 2)])
    company.change(Delete(DELETED_FROM, (DELETED,)))
    return {customer for (customer,) in changed[GROWS]}


def parent_of(table: str) -> str:
    return str(resource_called(table).parent)


def summary(found: list[str]) -> str:
    return "\n".join([f"{len(found)} differences, the first ones:", *found[:20]])


def kill(plugin: str, project: Project, sage: Sandbox, select: list[str], *, page: int) -> None:
    """Start a run, and kill one of its processes while Sage answers with this page of customers."""
    sage.between_pages("customers", page=page, do=lambda _: project.kill(plugin))
    killed = project.load(select)
    assert killed.returncode != 0, killed.stderr


def test_two_runs_load_each_row_and_each_value_though_two_more_are_killed(
    loader: str, project: Project, sage: Sandbox, loaded: Loaded
) -> None:
    keys = keys_of((*TABLES, *NESTED_TABLES, SINGLE_ROW, NO_ROWS))
    for company in sage.companies:
        fill(company)
    kill("tap-sage200", project, sage, patterns(keys, LATER_COLUMNS), page=5)
    first = project.load(patterns(keys, LATER_COLUMNS))
    assert first.returncode == 0, first.stderr
    found = []
    for table, key in keys.items():
        expected = source_rows(sage, loaded, table, key)
        assert (table == NO_ROWS) == (not expected)
        for row in expected.values():
            for column in LATER_COLUMNS.get(table, ()):
                del row[column]
        found += [f"{table}: {each}" for each in differences(expected, loaded.rows(table, key), ())]
    assert not found, summary(found)

    changed = {(company.site_id, company.company_id): change(company) for company in sage.companies}
    kill(loader, project, sage, patterns(keys), page=3)
    second = project.load(patterns(keys))
    assert second.returncode == 0, second.stderr
    for table, key in keys.items():
        expected, rows = source_rows(sage, loaded, table, key), loaded.rows(table, key)
        if table == GROWS:
            for (site, company_id, number), row in expected.items():
                if number <= ROWS and number not in changed[site, company_id]:
                    row.update(dict.fromkeys(LATER_COLUMNS[GROWS]))
        deleted = {place for place in rows if table == DELETED_FROM and place[-1] == DELETED}
        assert len(deleted) == (len(sage.companies) if table == DELETED_FROM else 0), "Sage does not report deletes"
        found += [f"{table}: {each}" for each in differences(expected, rows, deleted)]
    assert not found, summary(found)
