"""`sage200 check` tests the conditions on tables: by themselves, and with Sage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault
from sage200_sandbox.sample_rows import customers

from tests.support.checking import check, of_table

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

Config = dict[str, Any]


@pytest.fixture
def config(config: Config, sage: Sandbox) -> Config:
    """The settings of somebody who is signed in and reads all companies."""
    sage.companies[0].replace("customers", customers(3))
    return config | {"refresh_token": sage.new_refresh_token(), "all_companies": True}


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("nme eq 'x'", "the condition tables.customers.where is wrong at position 1: the table has no column nme"),
        (" or ".join(f"id eq {number}" for number in range(500)), "tables.customers.where is too long"),
    ],
)
def test_a_wrong_condition_is_told_before_a_request(config: Config, sage: Sandbox, where: str, says: str) -> None:
    [finding] = check(config | {"tables": {"customers": {"where": where}}}, "customers")
    assert finding.is_wrong
    assert says in finding.says
    assert sage.requests == []


def test_each_table_is_asked_with_its_condition(config: Config, sage: Sandbox) -> None:
    found = check(config | {"tables": {"customers": {"where": "id gt 2"}}}, "customers")
    assert of_table(found, "customers").says == "1 row"
    sent = [dict(one.query)["$filter"] for one in sage.requests if one.table == "customers"]
    assert set(sent) == {"(id gt 2)"}
    sage.fault(Fault("400", table="customers", message="No filter on this.", times=None))
    found = check(config | {"tables": {"customers": {"where": "id gt 2"}}}, "customers")
    assert "No filter on this" in of_table(found, "customers").says
