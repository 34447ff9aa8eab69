"""The items of posted transactions of both ledgers add up to them: tax, nominal ledger, bank and allocations."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.books import Books, books_of, keyed, nested

if TYPE_CHECKING:
    from collections.abc import Iterable

MONEY = "TradingAccountEntryTypePurchasePaymentSalesReceipt"
OPENING = "TradingAccountEntryTypeOpeningBalanceInvoice"
ACCOUNTS = {"sales": ("customer", "1100", "2200", 1), "purchase": ("supplier", "2100", "2201", -1)}
KINDS = ("tax_analysis", "nominal_analysis", "bank", "allocation_session", "allocation_history")


@pytest.fixture
def books() -> Books:
    """The company in the United Kingdom. `test_company_identities` checks the other companies."""
    return books_of(1)


def total(rows: Iterable[dict[str, Any]], field: str) -> Decimal:
    return sum((row[field] for row in rows), Decimal("0.00"))


@pytest.mark.parametrize("ledger", ACCOUNTS)
def test_tax_items_add_up_to_the_goods_and_the_tax_of_a_posting(books: Books, ledger: str) -> None:
    taxed = nested(books, f"{ledger}_posted_transaction_tax_analysis_items")
    codes = {row["code"]: row for row in books["tax_codes"]}
    for posted in books[f"{ledger}_posted_transactions"]:
        items = taxed[posted["id"]]
        assert bool(items) == (posted["trader_transaction_type"] not in {MONEY, OPENING})
        assert total(items, "tax_amount") == posted["document_tax_value"]
        assert total(items, "tax_discount_amount") == posted["document_tax_discount_value"]
        assert not items or total(items, "goods_amount") == posted["document_goods_value"]
        for item in items:
            assert item["name"] == codes[item["code"]]["name"]
            off = item["goods_amount"] * codes[item["code"]]["tax_rate"] / 100 - item["tax_amount"]
            assert abs(off) < Decimal("0.10")


@pytest.mark.parametrize("ledger", ACCOUNTS)
def test_nominal_items_come_to_nil_and_show_the_control_account_and_the_tax(books: Books, ledger: str) -> None:
    _, control, tax, sign = ACCOUNTS[ledger]
    analysed = nested(books, f"{ledger}_posted_transaction_nominal_analysis_items")
    for posted in books[f"{ledger}_posted_transactions"]:
        items = analysed[posted["id"]]
        assert total(items, "value") == total(items, "base_value") == 0
        (own,) = [item for item in items if item["code"] == control]
        assert (own["value"], own["base_value"]) == (
            sign * posted["document_gross_value"],
            sign * posted["base_gross_value"],
        )
        taxes = [item for item in items if item["code"] == tax]
        assert total(taxes, "value") == -sign * posted["document_tax_value"]
        assert total(taxes, "base_value") == -sign * posted["base_tax_value"]


@pytest.mark.parametrize("ledger", ACCOUNTS)
def test_nominal_items_are_what_the_nominal_ledger_has(books: Books, ledger: str) -> None:
    sources = {"sales": {"LedgerSOP", "LedgerSales"}, "purchase": {"LedgerPurchase"}}[ledger]
    names = {row["id"]: row["name"] for row in books["nominal_codes"]}
    posted = Counter(
        (names[row["nominal_code_id"]], row["reference"], row["debit"] - row["credit"])
        for row in books["nominal_transaction_enquiry_views"]
        if row["source"] in sources
    )
    items = books[f"{ledger}_posted_transaction_nominal_analysis_items"]
    assert Counter((row["name"], row["reference"], row["base_value"]) for row in items) == posted


@pytest.mark.parametrize("ledger", ACCOUNTS)
def test_bank_items_are_what_went_through_the_bank_for_a_posting(books: Books, ledger: str) -> None:
    banked, codes = keyed(books["bank_posted_transactions"], "urn"), {row["id"]: row["code"] for row in books["banks"]}
    sign = {"sales": -1, "purchase": 1}[ledger]
    through_bank = nested(books, f"{ledger}_posted_transaction_bank_items")
    for posted in books[f"{ledger}_posted_transactions"]:
        items = through_bank[posted["id"]]
        assert len(items) == (posted["trader_transaction_type"] == MONEY)
        for item in items:
            money = banked[item["urn"]]
            assert item["cheque_value"] == money["cheque_value"] == sign * posted["document_gross_value"]
            assert item["reference"] == money["reference"] == posted["reference"]
            assert item["bank_code"] == codes[money["bank_id"]]


@pytest.mark.parametrize("ledger", ACCOUNTS)
def test_what_a_posting_was_allocated_against_is_the_opposite_of_what_is_allocated_of_it(
    books: Books, ledger: str
) -> None:
    trader_id = f"{ACCOUNTS[ledger][0]}_id"
    sessions, history = (
        nested(books, f"{ledger}_posted_transaction_allocation_{kind}_items") for kind in ("session", "history")
    )
    by_urn = keyed(books[f"{ledger}_posted_transactions"], "urn")
    for posted in by_urn.values():
        allocated = posted["document_allocated_value"]
        assert total(history[posted["id"]], "allocation_value") == allocated
        assert total(sessions[posted["id"]], "allocation_value") == -allocated
        for item in sessions[posted["id"]]:
            other = by_urn[item["urn"]]
            assert other[trader_id] == posted[trader_id]
            assert other is not posted
            assert item["allocation_value"] == other["document_allocated_value"]


@pytest.mark.parametrize("ledger", ACCOUNTS)
def test_the_enquiry_repeats_the_items_of_the_ledger(books: Books, ledger: str) -> None:
    own, shown = f"{ledger}_posted_transaction_id", f"{ledger}_transaction_id"
    for kind in KINDS:
        items = [{shown: row[own], **row} for row in books[f"{ledger}_posted_transaction_{kind}_items"]]
        repeated = [{own: row[shown], **row} for row in books[f"{ledger}_transaction_enquiry_{kind}_items"]]
        assert items == repeated, kind


def test_history_and_bank_charges_have_tax_items_too(books: Books) -> None:
    rates = {row["code"]: row["tax_rate"] for row in books["tax_codes"]}
    old, banked = (
        nested(books, f"{table}_tax_analysis_items")
        for table in ("sales_historical_transaction", "bank_posted_transaction")
    )
    for posted in books["sales_historical_transactions"]:
        items = old[posted["id"]]
        assert bool(items) == (posted["trader_transaction_type"] != MONEY)
        assert total(items, "tax_amount") == posted["document_tax_value"]
        assert not items or total(items, "goods_amount") == posted["document_goods_value"]
    assert any(posted["document_tax_value"] for posted in books["sales_historical_transactions"])
    charges = [row for row in books["bank_posted_transactions"] if row["entry_description"] == "Bank charges"]
    assert {row["id"] for row in charges} == banked.keys()
    for row in charges:
        (item,) = banked[row["id"]]
        assert (item["goods_amount"], item["tax_amount"], rates[item["code"]]) == (row["cheque_value"], 0, 0)
