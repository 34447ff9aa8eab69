"""What the postings of the sales ledger are made of adds up to them, and agrees with the other ledgers."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox.company.nominal import DEBTORS, SALES_TAX, Account, Posting
from sage200_sandbox.company.office import YEAR_END
from sage200_sandbox.company.posting_items import Conversion, in_ledger, nominal_analysis_items

from tests.books import Books, books_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sage200_sandbox.rows import Row, Value


POSTED, ENQUIRY, HISTORY = "sales_posted_transaction", "sales_transaction_enquiry", "sales_historical_transaction"
ITEMS = ("tax_analysis", "nominal_analysis", "bank", "allocation_session", "allocation_history")
MONEY = "TradingAccountEntryTypePurchasePaymentSalesReceipt"
OPENING = "TradingAccountEntryTypeOpeningBalanceInvoice"


@pytest.fixture(params=[1, 2], ids=["uk", "ireland"])
def books(request: pytest.FixtureRequest) -> Books:
    return books_of(request.param, seed=5)


def items(books: Books, ledger: str, kind: str) -> dict[Any, list[dict[str, Any]]]:
    """The items of a kind by the id of the posting that they are of."""
    found: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in books[f"{ledger}_{kind}_items"]:
        found[row[f"{ledger}_id"]].append(row)
    return found


def total(rows: Iterable[dict[str, Any]], field: str) -> Decimal:
    return sum((row[field] for row in rows), Decimal("0.00"))


@pytest.mark.parametrize("ledger", [POSTED, HISTORY])
def test_nominal_items_add_up_to_nil_in_both_currencies(books: Books, ledger: str) -> None:
    nominal = items(books, ledger, "nominal_analysis")
    assert nominal.keys() == {row["id"] for row in books[f"{ledger}s"]}
    for rows in nominal.values():
        assert total(rows, "value") == total(rows, "base_value") == 0


@pytest.mark.parametrize("ledger", [POSTED, HISTORY])
def test_the_control_account_shows_what_the_customer_owes_for_a_posting(books: Books, ledger: str) -> None:
    nominal = items(books, ledger, "nominal_analysis")
    for one in books[f"{ledger}s"]:
        (control,) = [row for row in nominal[one["id"]] if row["code"] == DEBTORS.reference]
        assert control["value"] == one["document_gross_value"]
        assert control["base_value"] == one["base_gross_value"]


def test_the_tax_account_shows_the_tax_of_a_posting(books: Books) -> None:
    nominal = items(books, POSTED, "nominal_analysis")
    for one in books[f"{POSTED}s"]:
        tax = [row for row in nominal[one["id"]] if row["code"] == SALES_TAX.reference]
        assert -total(tax, "value") == one["document_tax_value"]
        assert -total(tax, "base_value") == one["base_tax_value"]


def test_nominal_items_are_what_the_nominal_ledger_has(books: Books) -> None:
    codes = {row["id"]: row for row in books["nominal_codes"]}
    posted = sorted(
        (codes[row["nominal_code_id"]]["name"], row["reference"], row["debit"] - row["credit"])
        for row in books["nominal_transaction_enquiry_views"]
        if row["source"] in {"LedgerSOP", "LedgerSales"}
    )
    shown = sorted(
        (row["name"], row["reference"], row["base_value"]) for row in books[f"{POSTED}_nominal_analysis_items"]
    )
    assert shown == posted


@pytest.mark.parametrize("ledger", [POSTED, HISTORY])
def test_tax_items_add_up_to_the_goods_and_the_tax_of_a_posting(books: Books, ledger: str) -> None:
    taxed = items(books, ledger, "tax_analysis")
    for one in books[f"{ledger}s"]:
        rows = taxed.get(one["id"], [])
        assert bool(rows) == (one["trader_transaction_type"] not in {MONEY, OPENING})
        assert total(rows, "tax_amount") == one["document_tax_value"]
        assert total(rows, "tax_discount_amount") == one["document_tax_discount_value"]
        if rows:
            assert total(rows, "goods_amount") == one["document_goods_value"]


def test_tax_items_have_the_rate_of_their_code(books: Books) -> None:
    rates = {row["code"]: (row["name"], row["tax_rate"]) for row in books["tax_codes"]}
    for row in [*books[f"{POSTED}_tax_analysis_items"], *books[f"{HISTORY}_tax_analysis_items"]]:
        name, rate = rates[row["code"]]
        assert row["name"] == name
        assert abs(row["goods_amount"] * rate / 100 - row["tax_amount"]) < Decimal("0.06")


def test_bank_items_are_what_went_through_the_bank_for_a_posting(books: Books) -> None:
    banked = {row["urn"]: row for row in books["bank_posted_transactions"]}
    codes = {row["id"]: row["code"] for row in books["banks"]}
    through_bank = items(books, POSTED, "bank")
    for one in books[f"{POSTED}s"]:
        rows = through_bank.get(one["id"], [])
        assert len(rows) == (one["trader_transaction_type"] == MONEY)
        for row in rows:
            money = banked[row["urn"]]
            assert row["cheque_value"] == money["cheque_value"] == -one["document_gross_value"]
            assert row["reference"] == money["reference"] == one["reference"]
            assert row["statement_date"] == money["last_statement_date"]
            assert row["bank_code"] == codes[money["bank_id"]]


def test_money_of_the_history_came_to_the_bank_of_its_currency(books: Books) -> None:
    base = {row["id"] for row in books["currencies"] if row["is_base_currency"]}
    currency = {row["id"]: row["currency_id"] for row in books["customers"]}
    through_bank = items(books, HISTORY, "bank")
    for one in books[f"{HISTORY}s"]:
        if one["trader_transaction_type"] == MONEY:
            (row,) = through_bank[one["id"]]
            assert row["cheque_value"] == -one["document_gross_value"]
            assert (row["bank_code"] == "CURRENT") == (currency[one["customer_id"]] in base)


def test_what_a_posting_was_allocated_against_is_the_opposite_of_what_is_allocated_of_it(books: Books) -> None:
    sessions, history = (items(books, POSTED, f"allocation_{kind}") for kind in ("session", "history"))
    urns = {row["urn"]: row for row in books[f"{POSTED}s"]}
    for one in books[f"{POSTED}s"]:
        allocated = one["document_allocated_value"]
        assert total(history.get(one["id"], []), "allocation_value") == allocated
        assert total(sessions.get(one["id"], []), "allocation_value") == -allocated
        for row in sessions.get(one["id"], []):
            other = urns[row["urn"]]
            assert other["customer_id"] == one["customer_id"]
            assert other is not one
            assert row["value"] == other["document_gross_value"]
            assert one["urn"] in {back["urn"] for back in sessions[other["id"]]}


@pytest.mark.parametrize("kind", ITEMS)
def test_the_enquiry_repeats_the_items_of_the_ledger(books: Books, kind: str) -> None:
    def plain(table: str, whose: str) -> list[dict[str, Any]]:
        return [{name: value for name, value in row.items() if name != whose} for row in books[table]]

    assert plain(f"{ENQUIRY}_{kind}_items", "sales_transaction_id") == plain(f"{POSTED}_{kind}_items", f"{POSTED}_id")
    owners = [row["sales_transaction_id"] for row in books[f"{ENQUIRY}_{kind}_items"]]
    assert owners == [row[f"{POSTED}_id"] for row in books[f"{POSTED}_{kind}_items"]]


def test_the_pence_of_conversion_go_to_the_last_account_that_is_not_known() -> None:
    accounts = [DEBTORS, Account("4000", "EXP", "PAP"), Account("4000", "EXP", "FUR")]
    codes: dict[Value, Row] = {
        number: {
            "id": number,
            "reference": account.reference,
            "cost_centre_code": account.cost_centre,
            "department_code": account.department,
            "name": "",
        }
        for number, account in enumerate(accounts)
    }
    values = (Decimal("10.00"), Decimal("-3.33"), Decimal("-6.67"))
    postings = [Posting(account, YEAR_END, value) for account, value in zip(accounts, values, strict=True)]
    made = nominal_analysis_items(
        f"{POSTED}_nominal_analysis_items",
        {"id": 1},
        in_ledger(postings, codes=codes, of={"reference": "", "narrative": "", "source": ""}),
        codes=codes,
        conversion=Conversion(Decimal("1.15"), {DEBTORS: Decimal("11.51")}),
    )
    assert [row["value"] for row in made] == [Decimal("11.51"), Decimal("-3.83"), Decimal("-7.68")]
    assert [row["base_value"] for row in made] == list(values)
