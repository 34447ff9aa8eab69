"""The cash book and the VAT by code agree with the banks, the documents and the nominal ledger of the sandbox."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox.company.books import taxed
from sage200_sandbox.company.reading import in_base

from tests.questions import work
from tests.questions.books import WORKED, YEAR_END, Books, Row
from tests.questions.pages import question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sage200_sandbox.company.ledger import Entry

    from tests.questions.warehouse import Warehouse

CASH_BOOK = question("What is in the cash book of a bank account?")
VAT = question("How much VAT is due, by tax code?")
YEAR = (date(2025, 4, 1), date(2026, 3, 31))
LAST_QUARTER = (date(2026, 1, 1), date(2026, 3, 31))
LAST_YEAR = (date(2024, 4, 1), date(2025, 3, 31))
AFTER_WORK = (date(2026, 1, 1), work.LAST_DAY.date())
NOMINAL = {"CURRENT": "1200", "DEPOSIT": "1210", "FOREIGN": "1220"}


def between(days: tuple[date, date]) -> dict[str, str]:
    return {"first_day": f"DATE '{days[0]}'", "last_day": f"DATE '{days[1]}'"}


def by_day(rows: Iterable[tuple[date, Decimal]]) -> dict[date, Decimal]:
    sums: defaultdict[date, Decimal] = defaultdict(Decimal)
    for day, value in rows:
        sums[day] += value
    return {day: value for day, value in sums.items() if value}


def postings(tables: dict[str, list[Row]], reference: str) -> list[Row]:
    """Return the postings to the nominal account with this reference."""
    (code,) = (row["id"] for row in tables["nominal_codes"] if row["reference"] == reference)
    return [row for row in tables["nominal_transaction_enquiry_views"] if row["nominal_code_id"] == code]


@pytest.mark.parametrize("bank", ["CURRENT", "DEPOSIT"])
@pytest.mark.parametrize("schema", [YEAR_END, WORKED])
def test_the_cash_book_moves_each_day_as_the_nominal_account_of_the_bank(
    warehouse: Warehouse, company: Books, bank: str, schema: str
) -> None:
    tables = company.tables(schema)
    answer = company.mine(warehouse.ask(CASH_BOOK, schema, bank=f"'{bank}'", **between(AFTER_WORK)))
    posted = [(row["transaction_date"].date(), row["debit"] - row["credit"]) for row in postings(tables, NOMINAL[bank])]
    brought, *lines = answer
    assert brought["receipt"] - brought["payment"] == sum(value for day, value in posted if day < AFTER_WORK[0])
    assert by_day((row["day"], row["receipt"] - row["payment"]) for row in lines) == by_day(
        (day, value) for day, value in posted if day >= AFTER_WORK[0]
    )


def test_the_foreign_account_has_the_money_of_foreign_customers_in_their_currency(
    warehouse: Warehouse, company: Books
) -> None:
    answer = company.mine(warehouse.ask(CASH_BOOK, YEAR_END, bank="'FOREIGN'", **between(YEAR)))
    payments: list[Entry] = [*company.sales.settlement.payments, *company.buying.settlement.payments]
    assert {row["currency"] for row in answer} == {
        row["name"] for row in company.year_end["currencies"] if row["id"] == company.foreign_currency
    }
    sales = {entry.id for entry in company.sales.settlement.payments}
    expected = sorted(
        (entry.day.date(), entry.voucher.reference, -entry.gross if entry.id in sales else entry.gross)
        for entry in payments
        if entry.rate != 1
    )
    lines = sorted((row["day"], row["reference"], row["receipt"] - row["payment"]) for row in answer[1:])
    assert lines == expected
    assert lines


@pytest.mark.parametrize("schema", [YEAR_END, WORKED])
def test_the_last_balance_of_the_cash_book_is_the_balance_of_the_bank(
    warehouse: Warehouse, company: Books, schema: str
) -> None:
    tables = company.tables(schema)
    for bank in tables["banks"]:
        answer = company.mine(warehouse.ask(CASH_BOOK, schema, bank=f"'{bank['code']}'", **between(AFTER_WORK)))
        assert answer[-1]["balance"] == bank["balance"]
        balance = Decimal()
        for row in answer:
            balance += row["receipt"] - row["payment"]
            assert row["balance"] == balance


def of_books(company: Books, days: tuple[date, date]) -> dict[tuple[int, str], Decimal]:
    """Return goods and tax by tax code in base currency, from the lines of the documents."""
    of_entry = taxed(company.start, company.sales, company.buying)
    ledgers = {"sales": [*company.sales.history[0], *company.sales.entries], "purchases": company.buying.entries}
    sums: defaultdict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for side, entries in ledgers.items():
        names = ("sales_net", "output_vat") if side == "sales" else ("purchases_net", "input_vat")
        for entry in entries:
            if days[0] <= entry.day.date() <= days[1]:
                for one in of_entry.get(entry.id, []):
                    for name, value in zip(names, (one.goods, one.tax), strict=True):
                        sums[int(str(one.code["code"])), name] += in_base(value, entry.rate)
    for row in company.year_end["bank_posted_transactions"]:
        if row["entry_description"] == "Bank charges" and days[0] <= row["transaction_date"].date() <= days[1]:
            sums[0, "purchases_net"] -= row["cheque_value"]
    return {key: value for key, value in sums.items() if value}


def figures(answer: list[Row]) -> dict[tuple[Any, str], Decimal]:
    names = ("sales_net", "output_vat", "purchases_net", "input_vat")
    return {(row["code"], name): row[name] for row in answer for name in names if row[name]}


@pytest.mark.parametrize("schema", [YEAR_END, WORKED])
@pytest.mark.parametrize("days", [LAST_QUARTER, YEAR, LAST_YEAR], ids=["quarter", "year", "history"])
def test_vat_is_that_of_the_lines_of_the_documents(
    warehouse: Warehouse, company: Books, days: tuple[date, date], schema: str
) -> None:
    answer = company.mine(warehouse.ask(VAT, schema, **between(days)))
    assert figures(answer) == of_books(company, days)
    assert any(row["output_vat"] for row in answer)
    entries = [*company.sales.history[0], *company.sales.entries]
    assert any(entry.rate != 1 for entry in entries if days[0] <= entry.day.date() <= days[1])


def test_vat_of_a_quarter_is_what_was_posted_to_the_tax_accounts(warehouse: Warehouse, company: Books) -> None:
    answer = company.mine(warehouse.ask(VAT, **between(AFTER_WORK)))
    for reference, column, sign in (("2200", "output_vat", -1), ("2201", "input_vat", 1)):
        posted = sum(
            sign * (row["debit"] - row["credit"])
            for row in postings(company.worked, reference)
            if AFTER_WORK[0] <= row["transaction_date"].date() and row["narrative"] != "VAT return"
        )
        assert sum(row[column] for row in answer) == posted != 0
