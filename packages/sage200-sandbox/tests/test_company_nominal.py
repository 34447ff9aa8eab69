"""The postings of the nominal ledger are those behind the balances of its codes."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from tests.books import Books, books_of, sums_with_nil
from tests.test_company_more_books import by_id


@pytest.fixture(params=[1, 2], ids=["uk", "ireland"])
def books(request: pytest.FixtureRequest) -> Books:
    return books_of(request.param, seed=3)


def net(row: dict[str, Any]) -> Decimal:
    """A debit less a credit."""
    value: Decimal = row["debit"] - row["credit"]
    return value


def test_debits_are_credits_on_every_day_and_in_every_journal(books: Books) -> None:
    postings = books["nominal_transaction_enquiry_views"]
    moved: defaultdict[tuple[str, Any], Decimal] = defaultdict(Decimal)
    for row in postings:
        moved["day", row["transaction_date"]] += net(row)
        moved["urn", row["urn"]] += net(row)
        assert {row["debit"], row["credit"]} > {0}
        assert min(row["debit"], row["credit"]) == 0
    assert set(moved.values()) == {0}


def test_a_nominal_code_stands_at_what_was_posted_to_it(books: Books) -> None:
    this_year = [row for row in books["nominal_transaction_enquiry_views"] if row["year_relative_to_current_year"] == 0]
    before = [row for row in books["nominal_transaction_enquiry_views"] if row["year_relative_to_current_year"] < 0]
    assert before
    debits, credits_ = (sums_with_nil(this_year, "nominal_code_id", side) for side in ("debit", "credit"))
    forward = sums_with_nil(({"code": row["nominal_code_id"], "net": net(row)} for row in before), "code", "net")
    for code in books["nominal_codes"]:
        assert code["debit_balance_year_to_date"] == debits[code["id"]]
        assert code["credit_balance_year_to_date"] == credits_[code["id"]]
        assert code["brought_forward_balance"] == forward[code["id"]]


def test_a_posting_lies_in_its_accounting_period(books: Books) -> None:
    periods = {row["accounting_period_id"]: row for row in books["financial_year_period_views"]}
    for row in books["nominal_transaction_enquiry_views"]:
        period = periods[row["accounting_period_id"]]
        assert period["period_start_date"] <= row["transaction_date"] <= period["period_end_date"]
        names = ("period_number", "financial_year_id", "financial_year_start_date", "year_relative_to_current_year")
        assert [row[name] for name in names] == [period[name] for name in names]


def test_the_ledgers_urns_are_found_in_the_nominal_ledger(books: Books) -> None:
    posted = {row["urn"]: row["reference"] for row in books["nominal_transaction_enquiry_views"]}
    for row in books["purchase_posted_transactions"]:
        if row["due_date"] or row["trader_transaction_type"].endswith("CreditNote"):
            assert posted[row["urn"]] == row["reference"]
    paid = [row for row in books["bank_posted_transactions"] if row["cheque_value"] < 0]
    assert paid
    for row in paid:
        assert posted[row["urn"]] == row["reference"]


def test_period_values_add_up_to_the_balances(books: Books) -> None:
    values = sums_with_nil(books["nominal_period_value_views"], "nominal_code_id", "nominal_period_value_actual_value")
    budgets = sums_with_nil(books["nominal_period_value_views"], "nominal_code_id", "nominal_period_value_budget_value")
    views = by_id(books, "nominal_code_views")
    assert any(budgets.values())
    for code in books["nominal_codes"]:
        assert code["balance_year_to_date"] == values[code["id"]]
        assert views[code["id"]]["year_value_budget_value"] == budgets[code["id"]]


def test_control_accounts_are_nominal_codes(books: Books) -> None:
    names = {row["reference"]: row["name"] for row in books["nominal_codes"]}
    for row in books["control_nominal_codes"]:
        assert names[row["account_number"]] == row["name"]
