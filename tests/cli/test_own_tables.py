"""The commands know views and custom tables as they know the tables of the tap."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox.sample_rows import customers

from tests.support.aged_sage import AgedSage
from tests.support.commanding import sage200

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sage200_sandbox import Sandbox

Config = dict[str, Any]
SLIM: Config = {"path": "/customers", "key": ["id"], "columns": {"id": "identifier", "name": "text"}}
OWN: Config = {
    "views": {"late_customers": {"of": "customers", "where": "id ge 3", "columns": ["name"]}},
    "custom_tables": {"slim": SLIM},
}


@pytest.fixture
def config(config: Config, sage: Sandbox) -> Config:
    """The settings of somebody who is signed in, with a view and a custom table of customers."""
    [company, _] = sage.companies
    company.replace("customers", customers(5, name="A"))
    signed_in = {"refresh_token": sage.new_refresh_token()}
    return config | signed_in | OWN | {"site_id": company.site_id, "company_id": company.company_id}


@pytest.fixture
def aged() -> Iterator[AgedSage]:
    """A Sage that knows the query options of aged balances."""
    with AgedSage() as sage:
        yield sage


def test_views_and_custom_tables_are_listed() -> None:
    view, table = (sage200("tables", name, config=OWN).output for name in ("late_customers", "slim"))
    assert view == (
        "late_customers\tSales\tincremental by date_time_updated\tby default\t"
        "A customer account in the sales ledger: details, terms and balance.\n"
    )
    assert table == "slim\tCustom tables\tfull refresh\tby default\tA row of `/customers`.\n"


def test_a_wrong_view_ends_the_list() -> None:
    result = sage200("tables", config={"views": {"late": {"of": "custmers"}}})
    assert result.exit_code == 1
    assert "views.late.of: there is no table custmers. The nearest is customers" in result.output


@pytest.mark.parametrize(("name", "ids"), [("late_customers", [3, 4, 5]), ("slim", [1, 2, 3, 4, 5])])
def test_they_can_be_queried(config: Config, name: str, ids: list[int]) -> None:
    result = sage200("query", name, "--format=json", config=config)
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row["id"] for row in rows] == ids
    assert all(row["name"] == "A" for row in rows)
    assert sage200("query", name, "--count", config=config).stdout == f"{len(ids)}\n"


def test_a_view_for_each_value_can_be_queried(aged: AgedSage) -> None:
    view = {"of": "sales_aged_transaction_period_views", "for_each": {"$periodnumber": [0, 2]}}
    config = aged.settings | {"views": {"debtors": view}}
    columns = "--columns=period_number,customer_id"
    result = sage200("query", "debtors", columns, "--format=csv", config=config)
    assert result.exit_code == 0, result.output
    assert result.stdout.split() == [
        *("period_number,customer_id", *(f"0,{number}" for number in range(1, 8))),
        *(f"2,{number}" for number in range(1, 6)),
    ]
    assert sage200("query", "debtors", "--count", config=config).stdout == "12\n"
    some = sage200("query", "debtors", columns, "--skip=6", "--limit=2", "--format=csv", config=config)
    assert some.stdout.split() == ["period_number,customer_id", "0,7", "2,1"]
    refused = sage200("query", "debtors", "--order", "customer_id", config=config)
    assert refused.exit_code == 1
    assert "its rows are requested once for each value of $periodnumber" in refused.output
