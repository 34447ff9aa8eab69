"""What rows of the cash book and of the nominal ledger are made of adds up to them."""

from __future__ import annotations

from typing import Any, cast

import pytest
from sage200_sandbox.company.repeating import grouped

from tests.books import Books, books_of, items, sums

POSTED, BANKED, NOMINAL = (
    "purchase_posted_transactions",
    "bank_posted_transactions",
    "nominal_transaction_enquiry_views",
)
CREDITORS, PURCHASE_TAX, SALES_TAX = "2100", "2201", "2200"


@pytest.fixture(params=[1, 2], ids=["uk", "ireland"])
def books(request: pytest.FixtureRequest) -> Books:
    return books_of(request.param, seed=3)


def test_nominal_items_of_a_bank_row_come_to_nil_and_have_its_value(books: Books) -> None:
    analysed = items(books, "bank_posted_transaction", "nominal_analysis")
    account = {row["id"]: row["bank_account_nominal_reference"] for row in books["banks"]}
    for banked in books[BANKED]:
        mine = analysed[banked["id"]]
        for value in ("value", "base_value"):
            assert sum(item[value] for item in mine) == 0
        (own,) = [item for item in mine if item["code"] == account[banked["bank_id"]]]
        assert own["value"] == banked["cheque_value"]


def test_the_base_values_of_bank_rows_come_to_the_banks_balance(books: Books) -> None:
    account = {row["bank_account_nominal_reference"]: row for row in books["banks"]}
    bank_of = {row["id"]: row["bank_id"] for row in books[BANKED]}
    own = [
        item
        for item in books["bank_posted_transaction_nominal_analysis_items"]
        if item["code"] in account and account[item["code"]]["id"] == bank_of[item["bank_posted_transaction_id"]]
    ]
    assert sums(own, "code", "base_value") == {code: bank["balance_in_base"] for code, bank in account.items()}


def test_money_of_a_ledger_shows_the_traders_side_in_the_bank(books: Books) -> None:
    trade = items(books, "bank_posted_transaction", "trade")
    posted = {row["urn"]: row for table in ("sales_posted_transactions", POSTED) for row in books[table]}
    signs = {"LedgerSales": -1, "LedgerPurchase": 1}
    for banked in books[BANKED]:
        mine = trade.get(banked["id"], [])
        assert len(mine) == (banked["source"] in signs)
        for item in mine:
            assert item["reference"] == banked["reference"] == posted[item["urn"]]["reference"]
            assert item["gross_value"] == signs[banked["source"]] * banked["cheque_value"]
            assert item["account_name"] == banked["entry_description"]


def test_what_the_company_spends_itself_is_entered_with_a_tax_code_and_untaxed(books: Books) -> None:
    taxed = items(books, "bank_posted_transaction", "tax_analysis")
    own = [
        row
        for row in books[BANKED]
        if (row["source"], row["bank_transaction_type"]) == ("LedgerCashBook", "BankTransactionTypePayment")
    ]
    assert taxed.keys() == {row["id"] for row in own}
    for row in own:
        (item,) = taxed[row["id"]]
        assert (item["goods_amount"], item["tax_amount"]) == (row["cheque_value"], 0)
        assert (item["code"] == 0) == (row["entry_description"] == "Bank charges")


def test_a_nominal_posting_shows_all_that_was_posted_with_it(books: Books) -> None:
    analysed = items(books, "nominal_transaction_enquiry", "nominal_analysis")
    names = {row["id"]: row["name"] for row in books["nominal_codes"]}
    together = grouped(cast("Any", books[NOMINAL]), "urn")
    for posting in books[NOMINAL]:
        mine = analysed[posting["id"]]
        assert sum(item["base_value"] for item in mine) == 0
        assert [item["name"] for item in mine] == [
            names[other["nominal_code_id"]] for other in together[posting["urn"]]
        ]
        own = posting["debit"] - posting["credit"]
        assert own in [item["value"] for item in mine if item["name"] == names[posting["nominal_code_id"]]]


def test_a_nominal_posting_to_a_bank_shows_the_banks_row(books: Books) -> None:
    of_bank = items(books, "nominal_transaction_enquiry", "bank")
    banked = {row["urn"]: row for row in books[BANKED]}
    for posting in books[NOMINAL]:
        mine = of_bank.get(posting["id"], [])
        assert bool(mine) == (posting["urn"] in banked)
        assert {(item["reference"], abs(item["cheque_value"])) for item in mine} <= {
            (row["reference"], abs(row["cheque_value"])) for row in [banked.get(posting["urn"])] if row
        }
        if mine and mine[0]["bank_entry_type"] == "BankTransactionTypeTransfer":
            assert sum(item["cheque_value"] for item in mine) == 0


def test_a_nominal_posting_to_a_control_account_shows_the_trader(books: Books) -> None:
    trade = items(books, "nominal_transaction_enquiry", "trade")
    controls = {row["id"] for row in books["nominal_codes"] if row["reference"] in {"1100", CREDITORS}}
    ledgers = {row["urn"]: row for table in ("sales_posted_transactions", POSTED) for row in books[table]}
    for posting in books[NOMINAL]:
        mine = trade.get(posting["id"], [])
        if posting["nominal_code_id"] in controls:
            (item,) = mine
            assert ledgers[item["urn"]]["base_gross_value"] in {
                sign * (posting["debit"] - posting["credit"]) for sign in (1, -1)
            }
            assert item["gross_value"] == ledgers[item["urn"]]["document_gross_value"]


def test_a_posting_to_a_tax_control_shows_what_was_taxed(books: Books) -> None:
    taxed = items(books, "nominal_transaction_enquiry", "tax_analysis")
    controls = {row["id"] for row in books["nominal_codes"] if row["reference"] in {PURCHASE_TAX, SALES_TAX}}
    ledgers = {row["urn"]: row for table in ("sales_posted_transactions", POSTED) for row in books[table]}
    for posting in books[NOMINAL]:
        if posting["nominal_code_id"] in controls and posting["urn"] in ledgers:
            assert (
                sum(item["tax_amount"] for item in taxed[posting["id"]])
                == (ledgers[posting["urn"]]["document_tax_value"])
            )
