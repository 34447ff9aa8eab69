"""What postings of purchases are made of adds up to them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.books import Books, books_of, items, sums

POSTED, BANKED, NOMINAL = (
    "purchase_posted_transactions",
    "bank_posted_transactions",
    "nominal_transaction_enquiry_views",
)
MONEY = "TradingAccountEntryTypePurchasePaymentSalesReceipt"
CREDITORS, PURCHASE_TAX = "2100", "2201"
KINDS = ("tax_analysis", "nominal_analysis", "bank", "allocation_session", "allocation_history")


@pytest.fixture(params=[1, 2], ids=["uk", "ireland"])
def books(request: pytest.FixtureRequest) -> Books:
    return books_of(request.param, seed=3)


def test_tax_items_add_up_to_the_goods_and_the_tax_of_a_purchase(books: Books) -> None:
    taxed, codes = items(books, "purchase_posted_transaction", "tax_analysis"), books["tax_codes"]
    rates = {row["code"]: row["tax_rate"] for row in codes}
    for posted in books[POSTED]:
        mine = taxed.get(posted["id"], [])
        assert bool(mine) == (posted["trader_transaction_type"] != MONEY)
        if mine:
            assert sum(item["goods_amount"] for item in mine) == posted["document_goods_value"]
            assert sum(item["tax_amount"] for item in mine) == posted["document_tax_value"]
            assert sum(item["tax_discount_amount"] for item in mine) == posted["document_tax_discount_value"]
        for item in mine:
            assert abs(item["tax_amount"] - item["goods_amount"] * rates[item["code"]] / 100) < Decimal("0.10")


def test_nominal_items_of_a_purchase_come_to_nil_and_take_it_to_the_creditors(books: Books) -> None:
    analysed = items(books, "purchase_posted_transaction", "nominal_analysis")
    for posted in books[POSTED]:
        mine = analysed[posted["id"]]
        for value in ("value", "base_value"):
            assert sum(item[value] for item in mine) == 0
        (control,) = [item for item in mine if item["code"] == CREDITORS]
        assert control["value"] == -posted["document_gross_value"]
        assert control["base_value"] == -posted["base_gross_value"]
        tax = [item for item in mine if item["code"] == PURCHASE_TAX]
        assert sum(item["value"] for item in tax) == posted["document_tax_value"]
        assert sum(item["base_value"] for item in tax) == posted["base_tax_value"]


def test_nominal_items_of_purchases_are_what_the_ledger_posted(books: Books) -> None:
    names = {row["id"]: row["name"] for row in books["nominal_codes"]}
    ledger = [
        {"name": names[row["nominal_code_id"]], "value": row["debit"] - row["credit"]}
        for row in books[NOMINAL]
        if row["source"] == "LedgerPurchase"
    ]
    analysed = books["purchase_posted_transaction_nominal_analysis_items"]
    assert sums(analysed, "name", "base_value") == sums(ledger, "name", "value")


def test_a_payment_is_in_the_bank(books: Books) -> None:
    of_bank = items(books, "purchase_posted_transaction", "bank")
    banked = {row["urn"]: row for row in books[BANKED]}
    for posted in books[POSTED]:
        mine = of_bank.get(posted["id"], [])
        assert len(mine) == (posted["trader_transaction_type"] == MONEY)
        for item in mine:
            assert item["cheque_value"] == posted["document_gross_value"] == banked[item["urn"]]["cheque_value"]
            assert item["reference"] == posted["reference"]
            assert item["statement_date"] == banked[item["urn"]]["last_statement_date"]


def test_what_is_allocated_was_allocated_against_others_of_the_supplier(books: Books) -> None:
    sessions = items(books, "purchase_posted_transaction", "allocation_session")
    history = items(books, "purchase_posted_transaction", "allocation_history")
    by_urn = {row["urn"]: row for row in books[POSTED]}
    for posted in books[POSTED]:
        allocated, others = posted["document_allocated_value"], sessions.get(posted["id"], [])
        assert sum(item["allocation_value"] for item in others) == -allocated
        assert sum(item["allocation_value"] for item in history.get(posted["id"], [])) == allocated
        for item in others:
            other = by_urn[item["urn"]]
            assert other["supplier_id"] == posted["supplier_id"]
            assert item["allocation_value"] == other["document_allocated_value"]
            assert item["value"] == other["document_gross_value"]


@pytest.mark.parametrize("kind", KINDS)
def test_the_enquiry_shows_the_items_of_the_ledger(books: Books, kind: str) -> None:
    whose = {"purchase_posted_transaction_id": "", "purchase_transaction_id": ""}
    ours = books[f"purchase_posted_transaction_{kind}_items"]
    theirs = books[f"purchase_transaction_enquiry_{kind}_items"]
    assert [row["purchase_posted_transaction_id"] for row in ours] == [row["purchase_transaction_id"] for row in theirs]
    assert [row | whose for row in ours] == [row | whose for row in theirs]


def test_the_invoices_that_wait_for_authorisation_are_unpaid_and_large(books: Books) -> None:
    posted = {row["id"]: row for row in books[POSTED]}
    (settings,) = books["purchase_ledger_settings"]
    assert settings["use_invoice_authorisation"]
    assert 1 <= len(books["purchase_authorisations"]) <= 3
    for waiting in books["purchase_authorisations"]:
        invoice = posted[waiting["purchase_posted_transaction_id"]]
        assert invoice["document_outstanding_value"] == invoice["document_gross_value"]
        assert invoice["document_gross_value"] >= settings["authorisation_threshold_value"] > 0
        shown = ("reference", "second_reference", "transaction_date", "supplier_id")
        assert [waiting[name] for name in shown] == [invoice[name] for name in shown]


def test_what_waits_for_authorisation_is_analysed_to_its_gross_value(books: Books) -> None:
    posted = {row["id"]: row for row in books[POSTED]}
    codes = {row["id"]: row for row in books["nominal_codes"]}
    analysed = books["purchase_authorisation_nominal_analysis_items"]
    of_invoices = sums(analysed, "purchase_posted_transaction_id", "value")
    assert of_invoices.keys() == {row["purchase_posted_transaction_id"] for row in books["purchase_authorisations"]}
    for invoice, value in of_invoices.items():
        assert value == posted[invoice]["document_gross_value"]
    for item in analysed:
        code = codes[item["nominal_code_id"]]
        assert (item["code"], item["cost_centre"]) == (code["reference"], code["cost_centre_code"])
        assert (item["type"] == "Tax") == (item["code"] == PURCHASE_TAX)
