"""The postings of the nominal ledger agree with the balances of its codes."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest
from sage200_sandbox.company.office import YEAR_END

from tests.books import Books, books_of, keyed, nested, sums_with_nil

YEARS, BALANCES = "nominal_code_financial_years", "nominal_code_period_balances"


@pytest.fixture
def books() -> Books:
    """The company in the United Kingdom. `test_company_identities` checks the other companies."""
    return books_of(1)


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
        after_the_year = row["transaction_date"] > YEAR_END and period["period_end_date"] == YEAR_END
        assert after_the_year or period["period_start_date"] <= row["transaction_date"] <= period["period_end_date"]
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
    views = keyed(books["nominal_code_views"])
    assert any(budgets.values())
    for code in books["nominal_codes"]:
        assert code["balance_year_to_date"] == values[code["id"]]
        assert views[code["id"]]["year_value_budget_value"] == budgets[code["id"]]


def test_control_accounts_are_nominal_codes(books: Books) -> None:
    names = {row["reference"]: row["name"] for row in books["nominal_codes"]}
    for row in books["control_nominal_codes"]:
        assert names[row["account_number"]] == row["name"]


def test_a_nominal_code_shows_its_balance_and_its_category_in_its_view(books: Books) -> None:
    codes, categories = keyed(books["nominal_codes"]), keyed(books["nominal_report_categories"])
    for view in books["nominal_code_views"]:
        code = codes[view["id"]]
        assert view["balance_year_to_date"] == code["balance_year_to_date"]
        assert view["debit_year_to_date"] == code["debit_balance_year_to_date"]
        assert view["credit_year_to_date"] == code["credit_balance_year_to_date"]
        assert view["report_category_code"] == categories[code["report_category_id"]]["code"]


def test_a_period_has_what_was_posted_in_it_in_the_view_and_in_the_code(books: Books) -> None:
    posted: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for row in books["nominal_transaction_enquiry_views"]:
        posted[row["nominal_code_id"], row["accounting_period_id"]] += net(row)
    balances = {(row["nominal_code_id"], row["accounting_period_id"]): row for row in books[BALANCES]}
    for row in books["nominal_period_value_views"]:
        place = row["nominal_code_id"], row["accounting_period_id"]
        assert row["nominal_period_value_actual_value"] == posted[place] == balances[place]["period_balance"]
        assert row["nominal_period_value_budget_value"] == balances[place]["budget_value"]
        assert row["nominal_period_value_id"] == balances[place]["id"]


def test_the_budget_of_a_year_is_that_of_its_periods(books: Books) -> None:
    shown = keyed(books["nominal_code_views"])
    planned = sums_with_nil(books[BALANCES], "nominal_code_financial_year_id", "budget_value")
    for code, years in nested(books, YEARS).items():
        assert [year["year_relative_to_current_year"] for year in years] == [-1, 0, 1]
        assert all(year["budget_value"] == planned[year["id"]] for year in years)
        assert years[1]["budget_value"] == shown[code]["year_value_budget_value"]
        assert years[1]["budget_type"] == f"NominalBudgetType{'Annual' if years[1]['budget_value'] else 'None'}"
    assert len(books[BALANCES]) == 12 * len(books[YEARS])


def test_a_closed_year_ends_with_what_the_next_one_brought_forward(books: Books) -> None:
    forward = {code["id"]: code["brought_forward_balance"] for code in books["nominal_codes"]}
    closed = [year for year in books[YEARS] if year["year_relative_to_current_year"] == -1]
    assert {year["nominal_code_id"]: year["closing_balance"] for year in closed} == forward


def test_the_tax_of_the_ledgers_is_what_the_tax_accounts_were_posted(books: Books) -> None:
    codes = {row["id"]: row["reference"] for row in books["nominal_codes"]}
    posted: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in books["nominal_transaction_enquiry_views"]:
        if row["source"] != "LedgerNominal":  # the clearing of each quarter
            posted[codes[row["nominal_code_id"]]] += net(row)
    assert posted["2200"] == -sum(row["base_tax_value"] for row in books["sales_posted_transactions"]) != 0
    assert posted["2201"] == sum(row["base_tax_value"] for row in books["purchase_posted_transactions"]) != 0
