"""What views show of the ledgers: transactions, what is owed by its age, and what was traded in a period and a year."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sage200_sandbox.company.ageing import period_of
from sage200_sandbox.company.office import YEAR_END
from sage200_sandbox.facts import resources

from tests.books import PENNY, Books, books_of, keyed, sums_with_nil

BUCKETS = ("past", "future", "current", *(f"period_{number}" for number in range(1, 9)))
POSTED = {"sales_transaction_enquiry_views": "sales_posted_transactions"} | {
    "purchase_transaction_enquiry_views": "purchase_posted_transactions"
}
LEDGERS = {"sales": ("customer", "debtor"), "purchase": ("supplier", "creditor")}


@pytest.fixture
def books() -> Books:
    """The company in the United Kingdom. `test_company_identities` checks the other companies."""
    return books_of(1)


@pytest.mark.parametrize("view", POSTED)
def test_a_view_repeats_its_master(books: Books, view: str) -> None:
    posted, fields = keyed(books[POSTED[view]]), resources()[view].fields
    assert {row["id"] for row in books[view]} == posted.keys()
    for row in books[view]:
        for name in row.keys() & posted[row["id"]].keys():
            value = posted[row["id"]][name]
            assert row[name] == (str(value) if fields[name].type == "string" else value), name


def test_a_posted_transaction_is_the_same_in_its_view(books: Books) -> None:
    for ledger, (trader, _) in LEDGERS.items():
        traders, currencies = keyed(books[f"{trader}s"]), keyed(books["currencies"])
        views = keyed(books[f"{ledger}_transaction_views"], f"posted_{trader}_transaction_id")
        assert views.keys() == {row["id"] for row in books[f"{ledger}_posted_transactions"]}
        for row in books[f"{ledger}_posted_transactions"]:
            view, own = views[row["id"]], traders[row[f"{trader}_id"]]
            assert {name: view[name] for name in view.keys() & row.keys()} == {
                n: row[n] for n in view.keys() & row.keys()
            }
            assert view["transaction_date_time_updated"] == row["date_time_updated"]
            assert view["base_outstanding_value"] == row["control_value_in_base_currency"]
            assert (view[f"{trader}_reference"], view[f"{trader}_name"]) == (own["reference"], own["name"])
            assert view["currency_name"] == currencies[own["currency_id"]]["name"]


def aged(books: Books, ledger: str) -> None:
    """Check that both aged views of a ledger come to what is outstanding."""
    trader, of = LEDGERS[ledger]
    posted = keyed(books[f"{ledger}_posted_transactions"])
    detailed = books[f"{ledger}_aged_{of}_detailed_views"]
    shown = {row[f"posted_{trader}_transaction_id"] for row in detailed}
    assert shown == {id_ for id_, row in posted.items() if row["document_outstanding_value"]}
    for row in detailed:
        entry = posted[row[f"posted_{trader}_transaction_id"]]
        assert sum(row[f"doc_{name}"] for name in BUCKETS) == entry["document_outstanding_value"]
        assert sum(row[f"base_{name}"] for name in BUCKETS) == entry["control_value_in_base_currency"]
        not_due = (entry["due_date"] or entry["transaction_date"]) > YEAR_END
        assert [name for name in BUCKETS if row[f"doc_{name}"]] == ["future" if not_due else period_of(entry)]
    balances = {row["id"]: row["balance"] for row in books[f"{trader}s"]}
    for row in books[f"{ledger}_aged_{of}_summary_views"]:
        assert sum(row[f"doc_{name}"] for name in BUCKETS) == balances.pop(row[f"{trader}_id"])
    assert set(balances.values()) <= {0}


def test_aged_debtors_come_to_what_is_outstanding(books: Books) -> None:
    aged(books, "sales")


def test_aged_creditors_come_to_what_is_outstanding(books: Books) -> None:
    aged(books, "purchase")


@pytest.mark.parametrize("ledger", LEDGERS)
def test_the_settings_of_a_ledger_have_the_ageing_periods_of_its_views(books: Books, ledger: str) -> None:
    starts = [row["days_period_starts_after"] for row in books[f"{ledger}_ledger_ageing_periods"]]
    row = books[f"{ledger}_aged_{LEDGERS[ledger][1]}_summary_views"][0]
    assert [row[f"aged_period_{number}"] for number in range(1, 9)] == [
        f"{day + 1} to {day + 30} days" for day in starts
    ]


def test_what_a_customer_owes_by_period_comes_to_what_it_owes(books: Books) -> None:
    owed = sums_with_nil(books["sales_posted_transactions"], "customer_id", "control_value_in_base_currency")
    by_period = sums_with_nil(books["sales_aged_transaction_period_views"], "customer_id", "base_outstanding_value")
    assert {key: value for key, value in by_period.items() if value} == {k: value for k, value in owed.items() if value}


@pytest.mark.parametrize(
    ("days", "name"),
    [
        *((-1, "future"), (0, "current"), (30, "current"), (31, "period_1"), (60, "period_1")),
        *((270, "period_8"), (271, "past")),
    ],
)
def test_what_is_late_moves_on_every_thirty_days(days: int, name: str) -> None:
    assert period_of({"due_date": YEAR_END - timedelta(days=days), "transaction_date": None}) == name


def test_what_was_billed_less_credits_and_money_is_the_balance(books: Books) -> None:
    for trader in ("customer", "supplier"):
        views = books[f"{trader}_year_value_views"]
        billed, credited, paid = (
            sums_with_nil(views, f"{trader}_id", f"year_value_total_{kind}_value_to_date")
            for kind in ("invoice", "credit_note", "cash")
        )
        assert any(credited.values())
        for row in books[f"{trader}s"]:
            assert billed[row["id"]] - credited[row["id"]] - paid[row["id"]] == row["balance"]


def test_the_periods_of_this_year_add_up_to_the_year(books: Books) -> None:
    amounts = ("invoice_value_to_date", "cred_note_value_to_date_in_base", "cash_value_to_date", "profit_value_to_date")
    first = min(
        row["period_start_date"]
        for row in books["financial_year_period_views"]
        if not row["year_relative_to_current_year"]
    )
    for trader in ("customer", "supplier"):
        years = [row for row in books[f"{trader}_year_value_views"] if row["financial_year_start_date"] >= first]
        for name in amounts:
            of_years = sums_with_nil(years, f"{trader}_id", f"year_value_total_{name}")
            periods = books[f"{trader}_period_value_views"]
            of_periods = sums_with_nil(periods, f"{trader}_id", f"period_value_total_{name}")
            if trader == "supplier":
                assert of_periods == of_years
            assert all(of_periods[key] == value for key, value in of_years.items())


def test_what_was_traded_in_a_period_is_what_was_posted_in_it(books: Books) -> None:
    for ledger, (trader, _) in LEDGERS.items():
        moved: defaultdict[Any, Decimal] = defaultdict(Decimal)
        for row in books[f"{ledger}_posted_transactions"]:
            if row["transaction_date"] >= YEAR_END.replace(year=YEAR_END.year - 1) + timedelta(days=1):
                moved[row[f"{trader}_id"], f"{row['transaction_date']:%b %Y}"] += row["base_gross_value"]
        views = books[f"{trader}_period_value_views"]
        shown: defaultdict[Any, Decimal] = defaultdict(Decimal)
        for row in views:
            invoiced, credited, paid = (
                row[f"period_value_total_{kind}_value_to_date_in_base"] for kind in ("invoice", "cred_note", "cash")
            )
            shown[row[f"{trader}_id"], row["analysis_period_reference"]] += invoiced - credited - paid
        assert shown == moved


def test_the_profit_of_a_customer_is_that_of_its_invoices_less_that_of_its_credit_notes(books: Books) -> None:
    profit: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for line in books["customer_sop_invoice_credit_line_views"]:
        realised = line["invoice_line_profit_analysis_realised_profit_value"] or Decimal(0)
        profit[line["customer_id"]] += realised if line["sop_invoice_credit_type"].endswith("Invoice") else -realised
    views = books["customer_year_value_views"]
    of_years = sums_with_nil(views, "customer_id", "year_value_total_profit_value_to_date_in_base")
    for customer, value in of_years.items():
        assert value == pytest.approx(profit[customer], abs=PENNY)
