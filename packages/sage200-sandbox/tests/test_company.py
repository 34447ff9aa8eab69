"""The demo company: the effect of seed, scale and number, and deliberate irregularities."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox.company import company_rows
from sage200_sandbox.facts import resources

from tests.books import rows_of

if TYPE_CHECKING:
    from sage200_sandbox.rows import Row

ELSEWHERE = """
import sys
from sage200_sandbox.company import company_rows
sys.stdout.buffer.write(repr(company_rows(seed=1, scale=1, number=1)).encode())
"""
LAST_DAY = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture(params=[1, 2], ids=["uk", "ireland"])
def tables(request: pytest.FixtureRequest) -> dict[str, list[Row]]:
    return rows_of(request.param)


def test_nothing_happens_after_the_year(tables: dict[str, list[Row]]) -> None:
    timestamps = [
        row[timestamp]
        for table, rows in tables.items()
        for timestamp in (*resources()[table].timestamps, resources()[table].created)
        for row in rows
        if timestamp
    ]
    assert max(timestamp for timestamp in timestamps if isinstance(timestamp, datetime)) < LAST_DAY


def test_equal_arguments_give_equal_rows_in_any_process() -> None:
    command = [sys.executable, "-c", ELSEWHERE]
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join(sys.path)}
    other = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    assert other.stdout == repr(rows_of(1)).encode()


def test_another_seed_tells_another_story() -> None:
    assert company_rows(seed=2, scale=1, number=1)["sop_orders"] != rows_of(1)["sop_orders"]


def test_the_sister_has_another_name_currency_size_and_ids() -> None:
    ours, sisters = rows_of(1), rows_of(2)
    assert ours["company_details"][0]["name"] == "Demonstration Company (UK) Ltd"
    assert sisters["company_details"][0]["name"] == "Demonstration Company (Ireland) Ltd"
    base = [[row["name"] for row in tables["currencies"] if row["is_base_currency"]] for tables in (ours, sisters)]
    assert base == [["Pound Sterling"], ["Euro"]]
    assert len(sisters["customers"]) < len(ours["customers"])
    assert sisters["customers"][0]["id"] != ours["customers"][0]["id"]


def test_a_small_firm_has_some_ten_thousand_rows() -> None:
    assert 15_000 < sum(map(len, rows_of(1).values())) < 30_000


def test_a_firm_three_times_as_large_has_three_times_the_trade_but_the_same_masters() -> None:
    large = company_rows(seed=1, scale=3, number=1)
    growth = {table: len(large[table]) / len(rows) for table, rows in rows_of(1).items()}
    for table in ("customers", "sop_orders", "sales_posted_transactions", "product_transaction_views"):
        assert growth[table] == pytest.approx(3, rel=0.2), table
    assert {growth[table] for table in ("currencies", "tax_codes", "nominal_codes", "departments")} == {1}


def test_hundreds_of_rows_share_a_timestamp_of_the_upgrade(tables: dict[str, list[Row]]) -> None:
    timestamps: Counter[Any] = Counter(
        row["date_time_updated"] for rows in tables.values() for row in rows if "date_time_updated" in row
    )
    timestamp, shared = timestamps.most_common(1)[0]
    assert shared > 50
    assert timestamp - datetime(2024, 2, 28, 14, 23, 45, tzinfo=UTC) < timedelta(seconds=2)


def test_a_few_rows_were_created_after_their_last_change(tables: dict[str, list[Row]]) -> None:
    late: list[Any] = [
        (row["date_time_created"], row["date_time_updated"])
        for rows in tables.values()
        for row in rows
        if {"date_time_created", "date_time_updated"} <= row.keys() and row["date_time_created"] is not None
    ]
    assert 3 < sum(created > updated for created, updated in late) < 100


def test_names_have_apostrophes_ampersands_quotes_and_letters_beyond_ascii(
    tables: dict[str, list[Row]],
) -> None:
    names = "".join(str(row["name"]) for row in tables["customers"] + tables["products"])
    assert all(letter in names for letter in "'&\"éüØ")


def test_there_are_orders_in_all_states_and_customers_that_may_not_buy(tables: dict[str, list[Row]]) -> None:
    states = {str(row["document_status"]).removeprefix("EnumDocumentStatus") for row in tables["sop_orders"]}
    assert states == {"Live", "OnHold", "Complete", "Cancelled", "Draft"}
    assert {row["account_status_type"] for row in tables["customers"]} == {
        "AccountStatusActive",
        "AccountStatusHidden",
    }
    assert any(row["on_hold"] for row in tables["customers"])
    assert any(not row["website"] and row["default_tax_code_id"] for row in tables["customers"])
