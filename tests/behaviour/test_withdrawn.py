"""Tables that Sage refuses (403, 404): skipped if they never had a row, failed otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault, Sandbox
from sage200_sandbox.sample_rows import customers, nested_row, row

from tests.support.runs import run_tap

if TYPE_CHECKING:
    from tests.support.runs import Result

Config = dict[str, Any]
pytestmark = pytest.mark.both_ways
MEMOS, BALANCES, STATUSES = "sop_order_memos", "traceable_item_balances", "account_status_types"
KINDS = {
    "customers": Fault("403", table="customers", times=None),
    STATUSES: Fault("404", table=STATUSES, times=None),
    "nominal_transaction_enquiry_views": Fault("404", table="nominal_transaction_enquiry_views", times=None),
    "customer_views": Fault("403", table="customer_views", times=None),
    MEMOS: Fault("403", table="sop_orders", expand="memos", times=None),
    BALANCES: Fault("404", table=BALANCES, times=None),
}
"""A table of each kind, and how Sage refuses it: by timestamp, fixed list, journal, two-part key, nested, by parent."""


@pytest.fixture
def config(config: Config) -> Config:
    """Settings with which each run reads all tables."""
    return config | {"tables": {STATUSES: {"every": "0s"}}}


@pytest.fixture(params=list(KINDS))
def table(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def parents(sage: Sandbox) -> Sandbox:
    """A company with two parents of each kind, and with warehouses."""
    company = sage.companies[0]
    for parent in ("sop_orders", "warehouse_holdings", "warehouses"):
        company.replace(parent, [row(parent, number) for number in (1, 2)])
    return sage


def fill(sage: Sandbox, table: str) -> None:
    rows = {
        MEMOS: [nested_row(MEMOS, 20 + n, sop_order_id=n) for n in (1, 2)],
        BALANCES: [nested_row(BALANCES, 0, warehouse_holding_id=n, traceable_bin_item_id=n) for n in (1, 2)],
    }
    sage.companies[0].replace(table, rows.get(table) or [row(table, number) for number in (1, 2)])


def bookmarks(result: Result, table: str) -> dict[str, Any]:
    """Return the state of a table, without what shows whether it had rows."""
    state = result.bookmark(table)
    return {name: value for name, value in state.items() if name not in {"rows", "had_rows"}}


def refuse(sage: Sandbox, table: str) -> None:
    sage.fault(KINDS[table])


def test_a_table_that_had_rows_fails(parents: Sandbox, config: Config, table: str) -> None:
    fill(parents, table)
    first = run_tap(config, table, "warehouses")
    refuse(parents, table)
    second = run_tap(config, table, "warehouses", state=first.state)
    assert str(second.error).startswith(f"1 of 2 tables failed. {table}, company 1")
    assert "The table had rows before." in str(second.error)
    assert "deselect the table" in str(second.error)
    assert bookmarks(second, table) == bookmarks(first, table)
    third = run_tap(config, table, "warehouses", state=second.state)
    assert "The table had rows before." in str(third.error), "until somebody deselects it"
    parents.clear_faults()
    assert run_tap(config, table, "warehouses", state=third.state).error is None


def test_a_table_that_never_had_a_row_is_skipped(parents: Sandbox, config: Config, table: str) -> None:
    parents.companies[0].clear(table)
    first = run_tap(config, table, "warehouses")
    second = run_tap(config, table, "warehouses", state=first.state)
    refuse(parents, table)
    third = run_tap(config, table, "warehouses", state=second.state)
    assert third.error is None
    strict = run_tap(config | {"on_unavailable": "fail"}, table, "warehouses", state=second.state)
    assert str(strict.error).startswith(f"1 of 2 tables failed. {table}")
    assert "had rows before" not in str(strict.error)


def test_a_table_that_was_emptied_had_rows(parents: Sandbox, config: Config, table: str) -> None:
    fill(parents, table)
    first = run_tap(config, table, "warehouses")
    parents.companies[0].clear(table)
    second = run_tap(config, table, "warehouses", state=first.state)
    refuse(parents, table)
    assert "The table had rows before." in str(run_tap(config, table, "warehouses", state=second.state).error)


@pytest.mark.parametrize("status", [403, 404])
@pytest.mark.parametrize("after", [1, 2])
def test_a_table_that_is_refused_in_its_middle_fails(sage: Sandbox, config: Config, status: int, after: int) -> None:
    sage.companies[0].replace("customers", customers(25))
    sage.companies[0].replace("warehouses", [row("warehouses", 1)])
    sage.fault(Fault(str(status), table="customers", after=after, times=None))
    first = run_tap(config, "customers", "warehouses")
    assert str(first.error).startswith("1 of 2 tables failed. customers")
    assert "after it has returned a part of the table" in str(first.error)
    sage.clear_faults()
    second = run_tap(config, "customers", "warehouses", state=first.state)
    assert len(second.loaded("customers", onto=first.loaded("customers"))) == 25


def test_a_nested_table_without_rows_fails_with_its_parent_in_the_middle(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("sop_orders", [row("sop_orders", number) for number in range(1, 26)])
    sage.fault(Fault("403", table="sop_orders", after=2, times=None))
    assert str(run_tap(config, "sop_orders", MEMOS).error).startswith("2 of 2 tables failed")


@pytest.mark.parametrize(("status", "after"), [("403", 1), ("404", 1), ("404", 5)])
def test_a_list_by_parent_that_is_refused_in_its_middle_fails(
    sage: Sandbox, config: Config, status: str, after: int
) -> None:
    company = sage.companies[0]
    company.replace("warehouse_holdings", [row("warehouse_holdings", number) for number in range(1, 11)])
    sage.fault(Fault(status, table=BALANCES, after=after, times=None))
    result = run_tap(config | {"concurrency": 1}, BALANCES, "warehouse_holdings")
    assert str(result.error).startswith(f"1 of 2 tables failed. {BALANCES}")


def test_a_parent_that_was_deleted_meanwhile_costs_nothing(sage: Sandbox, config: Config) -> None:
    company = sage.companies[0]
    company.replace("warehouse_holdings", [row("warehouse_holdings", number) for number in range(1, 11)])
    company.replace(BALANCES, [nested_row(BALANCES, 0, warehouse_holding_id=10, traceable_bin_item_id=1)])
    sage.fault(Fault("404", table=BALANCES, after=3, times=2))
    result = run_tap(config | {"concurrency": 1}, BALANCES)
    assert result.error is None
    assert len(result.records(BALANCES)) == 1


@pytest.mark.parametrize("kept", [{"replication_key_value": "2026-03-02T09:00:00.000000Z"}, {"highest_key": 7}])
def test_a_state_of_an_older_version_shows_that_there_were_rows(
    parents: Sandbox, config: Config, kept: dict[str, Any]
) -> None:
    fill(parents, "customers")
    state = run_tap(config, "customers").state
    [partition] = state["bookmarks"]["customers"]["partitions"]
    for name in set(partition) - {"context", "replication_key"}:
        del partition[name]
    partition.update(kept)
    refuse(parents, "customers")
    assert "The table had rows before." in str(run_tap(config, "customers", "warehouses", state=state).error)


def test_a_company_that_never_had_rows_is_skipped_beside_one_that_had(concurrency: int) -> None:
    with Sandbox(companies=2) as sage:
        one = sage.companies[0]
        for company in sage.companies:
            company.replace("warehouses", [row("warehouses", 1)])
        one.replace("customers", customers(3))
        chosen = {"all_companies": True, "concurrency": concurrency}
        first = run_tap(sage.settings() | chosen, "customers", "warehouses")
        refuse(sage, "customers")
        second = run_tap(sage.settings() | chosen, "customers", "warehouses", state=first.state)
        assert str(second.error).startswith("1 of 4 tables failed. customers, company ")
        assert f"{one.company_id} of site {one.site_id}" in str(second.error)
