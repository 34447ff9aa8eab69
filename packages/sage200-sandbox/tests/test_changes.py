"""Inserts, updates and deletions of rows, and their timestamps and ids."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sage200_sandbox import Delete, Demo, Insert, Sandbox, Update

if TYPE_CHECKING:
    from sage200_sandbox.companies import Company
    from sage200_sandbox.rows import Change, Row

    from tests.client import Client

MORNING = datetime(2024, 2, 28, 9, tzinfo=UTC)
NOON = datetime(2024, 2, 28, 12, 0, 0, 123_456, tzinfo=UTC)
NOON_IN_SAGE = NOON.replace(microsecond=123_000)


@pytest.fixture
def company(sage: Sandbox) -> Company:
    """A company with one customer, who was entered in the morning; it is noon."""
    sage.clock = lambda: NOON
    company = sage.companies[0]
    customer: Row = {"id": 5, "name": "Ash", "date_time_created": MORNING, "date_time_updated": MORNING}
    company.replace("customers", [customer])
    return company


def test_replaced_rows_are_exact_and_whole(company: Company) -> None:
    (row,) = company.rows("customers")
    assert row["name"] == "Ash"
    assert row["date_time_updated"] == MORNING
    assert row["balance"] is None


def test_an_update_moves_the_timestamp_and_nothing_else(company: Company) -> None:
    (before,) = company.rows("customers")
    after = company.change(Update("customers", (5,), {"credit_limit": Decimal("10.00")}))
    assert after == before | {"credit_limit": Decimal("10.00"), "date_time_updated": NOON_IN_SAGE}
    assert company.rows("customers") == [after]


def test_an_update_that_sets_a_timestamp_moves_no_other(company: Company) -> None:
    early = MORNING - timedelta(days=1)
    company.replace("sop_order_line_views", [{"sop_order_line_id": 1}])
    timestamps = {"sop_order_line_date_time_updated": early}
    after = company.change(Update("sop_order_line_views", (1,), timestamps))
    assert after is not None
    assert after["sop_order_line_date_time_updated"] == early
    assert after["sop_order_date_time_updated"] is None


def test_an_insert_gets_a_new_id_its_timestamps_and_the_values_for_missing_input(company: Company) -> None:
    row = company.change(Insert("customers", {"name": "Birch", "balance": 3}))
    assert row is not None
    assert row["id"] == 6
    assert row["date_time_created"] == row["date_time_updated"] == NOON_IN_SAGE
    assert row["balance"] == Decimal("3.00")
    assert (row["reference"], row["on_hold"], row["currency_id"], row["account_opened"]) == (
        "",
        False,
        0,
        None,
    )
    assert company.rows("customers")[1] == row


def test_ids_are_given_once_in_a_company(company: Company) -> None:
    company.replace("tax_codes", [{"id": 1}])
    first = company.change(Insert("customers", {}))
    company.change(Delete("customers", (6,)))
    second = company.change(Insert("suppliers", {}))
    assert first is not None
    assert second is not None
    assert (first["id"], second["id"]) == (6, 7)


def test_a_deleted_row_leaves_no_trace(company: Company, client: Client) -> None:
    assert company.change(Delete("customers", (5,))) is None
    assert company.rows("customers") == []
    assert client.get("customers/5").status_code == 404


def test_a_row_whose_key_has_a_null_is_found_by_it(company: Company) -> None:
    heading = {"financial_report_layout_id": 1, "financial_report_row_id": 2}
    company.replace("financial_report_layout_views", [heading])
    change = Update("financial_report_layout_views", (1, 2, None), {"financial_report_row_title": "Assets"})
    company.change(change)
    assert [row["financial_report_row_title"] for row in company.rows("financial_report_layout_views")] == ["Assets"]


def test_companies_are_apart(sage: Sandbox, company: Company) -> None:
    assert len(company.rows("customers")) == 1
    assert sage.companies[1].rows("customers") == []


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (Insert("customer", {}), LookupError),
        (Insert("customers", {"id": 5}), ValueError),
        (Insert("customers", {"surname": "Ash"}), ValueError),
        (Insert("customers", {"balance": Decimal("0.001")}), ValueError),
        (Insert("customers", {"balance": True}), ValueError),
        (Insert("customers", {"name": 5}), ValueError),
        (Insert("customers", {"on_hold": 1}), ValueError),
        (Insert("customers", {"currency_id": "1"}), ValueError),
        (Insert("customers", {"account_opened": datetime.fromisoformat("2024-01-01")}), ValueError),
        (Insert("financial_report_layout_views", {}), ValueError),
        (Update("customers", (6,), {}), LookupError),
        (Update("customers", (5,), {"id": None}), ValueError),
        (Delete("customers", (6,)), LookupError),
        (Delete("customers", (5, 5)), ValueError),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    company: Company, change: Change, error: type[Exception]
) -> None:
    before = company.rows("customers")
    with pytest.raises(error):
        company.change(change)
    assert company.rows("customers") == before


def test_two_rows_with_one_key_replace_nothing(company: Company) -> None:
    with pytest.raises(ValueError, match="one key"):
        company.replace("customers", [{"id": 1}, {"id": 1}])
    assert [row["id"] for row in company.rows("customers")] == [5]


def test_a_cleared_table_is_empty(company: Company) -> None:
    company.clear("customers")
    assert company.rows("customers") == []


class TestDemoCompany:
    """The rows that a sandbox starts with."""

    def test_two_sandboxes_start_alike_and_live_apart(self) -> None:
        with Sandbox(Demo()) as first, Sandbox(Demo()) as second:
            start = first.companies[0].rows("customers")
            assert len(start) > 1
            first.companies[0].clear("customers")
            assert second.companies[0].rows("customers") == start

    def test_a_day_of_work_is_played_into_the_tables(self) -> None:
        with Sandbox(Demo()) as sage:
            company = sage.companies[0]
            before = {row["id"]: row for row in company.rows("customers")}
            changes = company.day_of_work()
            updated = {
                change.key[0] for change in changes if isinstance(change, Update) and change.table == "customers"
            }
            moved = {row["id"] for row in company.rows("customers") if row != before.get(row["id"])}
            assert updated
            assert updated <= moved

    def test_no_table_lacks_rows_and_each_company_has_its_name(self) -> None:
        with Sandbox(Demo(), companies=2) as sage:
            names = {company.name for company in sage.companies}
            assert len(names) == 2
            assert sage.companies[0].name == sage.companies[0].rows("company_details")[0]["name"]
