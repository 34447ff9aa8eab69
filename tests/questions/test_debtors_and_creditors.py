"""The answers about debtors and creditors agree with the ledgers of the sandbox, and with Sage's own views."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from tests.questions import work
from tests.questions.books import WORKED, YEAR_END, Books, Row
from tests.questions.pages import question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sage200_sandbox.company.ledger import Allocations, Entry

    from tests.questions.warehouse import Warehouse

DEBTORS = question("How much do customers owe us, and how late are they, as at a date?")
CREDITORS = question("How much do we owe suppliers, and how late are we, as at a date?")
STATEMENT = question("What is on a customer's statement?")
LAST_DAY = date(2026, 3, 31)
IN_HISTORY = date(2024, 5, 20)
"""A day whose open invoices are all in history."""
AFTER_WORK = work.LAST_DAY.date()
BUCKETS = ("not_yet_due", "days_0_to_30", "days_31_to_60", "days_61_to_90", "days_over_90")
VIEW_COLUMNS = {
    "not_yet_due": ["future"],
    "days_0_to_30": ["current"],
    "days_31_to_60": ["period_1"],
    "days_61_to_90": ["period_2"],
    "days_over_90": [*(f"period_{number}" for number in range(3, 9)), "past"],
}
Amounts = dict[str, Decimal]


def bucket(days: int) -> str:
    """Return the column of an amount that is this number of days late."""
    return BUCKETS[0] if days < 0 else BUCKETS[min(max(days - 1, 0) // 30, 3) + 1]


def aged(
    ledgers: Iterable[tuple[Iterable[Entry], Allocations]], as_at: date, *, by_due_date: bool
) -> dict[Any, Amounts]:
    """Return what each trader owes, from the entries of the books and the moments of their allocations."""
    owed: defaultdict[Any, Amounts] = defaultdict(lambda: defaultdict(Decimal))
    for entries, allocations in ledgers:
        for entry in entries:
            if entry.day.date() > as_at:
                continue
            made = [one for one in allocations.of(entry) if one.moment.date() <= as_at]
            document = entry.gross - sum(one.value for one in made)
            base = entry.base_gross - sum(one.base_value for one in made)
            if document or base:
                start = entry.due if by_due_date and entry.due else entry.day
                trader = owed[entry.trader["reference"]]
                trader["owed"] += document
                trader["owed_base"] += base
                trader[bucket((as_at - start.date()).days)] += base
    return without_nil(owed)


def without_nil(amounts: dict[Any, Amounts]) -> dict[Any, Amounts]:
    return {key: {name: amount for name, amount in row.items() if amount} for key, row in amounts.items()}


def figures(rows: Iterable[Row]) -> dict[Any, Amounts]:
    """Return the amounts of an answer by trader, without those that are nil."""
    return without_nil(
        {row["reference"]: {name: row[name] for name in ("owed", "owed_base", *BUCKETS)} for row in rows}
    )


def of_view(company: Books, rows: list[Row], trader: str) -> dict[Any, Amounts]:
    """Return the amounts of Sage's own summary of a ledger by trader."""
    references = {row["id"]: row["reference"] for row in company.year_end[f"{trader}s"]}
    return without_nil(
        {
            references[row[f"{trader}_id"]]: {
                name: sum((row[f"base_{part}"] for part in parts), Decimal()) for name, parts in VIEW_COLUMNS.items()
            }
            for row in company.mine(rows)
        }
    )


def account(company: Books, reference: str) -> Decimal:
    """Return the balance of a control account after the days of work."""
    (code,) = (row for row in company.worked["nominal_codes"] if row["reference"] == reference)
    balance: Decimal = code["balance_year_to_date"]
    return balance


def constant(day: date) -> str:
    return f"DATE '{day}'"


@pytest.mark.parametrize("as_at", [LAST_DAY, date(2025, 11, 15), IN_HISTORY])
def test_customers_owe_what_the_ledger_has_left_of_their_entries(
    warehouse: Warehouse, company: Books, as_at: date, subtests: pytest.Subtests
) -> None:
    ledgers = [(company.sales.entries, company.sales.settlement.allocations), company.sales.history]
    for schema, aged_by in product((YEAR_END, WORKED), ("due date", "transaction date")):
        with subtests.test(schema=schema, aged_by=aged_by):
            answer = company.mine(warehouse.ask(DEBTORS, schema, as_at=constant(as_at), aged_by=f"'{aged_by}'"))
            assert figures(answer) == aged(ledgers, as_at, by_due_date=aged_by == "due date")
            assert any(row["owed"] != row["owed_base"] for row in answer), "no customer has a foreign currency"


def test_customers_owe_after_some_days_what_their_balances_and_the_control_account_say(
    warehouse: Warehouse, company: Books
) -> None:
    answer = company.mine(warehouse.ask(DEBTORS, as_at=constant(AFTER_WORK)))
    balances = {row["reference"]: row["balance"] for row in company.worked["customers"] if row["balance"]}
    assert {row["reference"]: row["owed"] for row in answer if row["owed"]} == balances
    assert sum(row["owed_base"] for row in answer) == account(company, "1100")


def test_aged_debtors_agree_with_the_view_of_sage(warehouse: Warehouse, company: Books) -> None:
    answer = company.mine(warehouse.ask(DEBTORS, YEAR_END, as_at=constant(LAST_DAY)))
    view = of_view(company, warehouse.table("sales_aged_debtor_summary_views", YEAR_END), "customer")
    assert {
        key: {name: row[name] for name in row.keys() & set(BUCKETS)} for key, row in figures(answer).items()
    } == view


def test_entries_that_moved_to_history_are_in_both_tables_and_count_once(warehouse: Warehouse, company: Books) -> None:
    posted, history = (
        {(row["customer_id"], row["urn"], row["reference"]) for row in company.mine(warehouse.table(name))}
        for name in ("sales_posted_transactions", "sales_historical_transactions")
    )
    assert len(posted & history) == work.MOVED
    assert len(history - posted) > work.MOVED


def test_we_owe_suppliers_what_the_ledger_has_left_of_their_entries(
    warehouse: Warehouse, company: Books, subtests: pytest.Subtests
) -> None:
    ledgers, foreign = [(company.buying.entries, company.buying.settlement.allocations)], 0
    days, terms = (LAST_DAY, date(2025, 11, 15)), ("due date", "transaction date")
    for as_at, schema, aged_by in product(days, (YEAR_END, WORKED), terms):
        with subtests.test(as_at=as_at, schema=schema, aged_by=aged_by):
            answer = company.mine(warehouse.ask(CREDITORS, schema, as_at=constant(as_at), aged_by=f"'{aged_by}'"))
            assert figures(answer) == aged(ledgers, as_at, by_due_date=aged_by == "due date")
            foreign += sum(row["owed"] != row["owed_base"] for row in answer)
    assert foreign


def test_aged_creditors_agree_with_the_view_of_sage_and_the_control_account(
    warehouse: Warehouse, company: Books
) -> None:
    answer = company.mine(warehouse.ask(CREDITORS, YEAR_END, as_at=constant(LAST_DAY)))
    view = of_view(company, warehouse.table("purchase_aged_creditor_summary_views", YEAR_END), "supplier")
    assert {
        key: {name: row[name] for name in row.keys() & set(BUCKETS)} for key, row in figures(answer).items()
    } == view
    assert sum(row["owed_base"] for row in answer) == -account(company, "2100")


@pytest.mark.parametrize("first_day", [date(2025, 11, 1), date(2024, 5, 1)])
def test_a_statement_has_the_entries_of_the_ledger_and_its_balance(
    warehouse: Warehouse, company: Books, first_day: date, subtests: pytest.Subtests
) -> None:
    entries = [*company.sales.history[0], *company.sales.entries]
    customers = {str(entry.trader["reference"]) for entry in company.sales.history[0]}
    foreign = {str(entry.trader["reference"]) for entry in entries if entry.rate != 1}
    assert customers & foreign
    for customer in sorted(customers):
        with subtests.test(customer=customer):
            mine = [entry for entry in entries if entry.trader["reference"] == customer]
            before = sum((entry.gross for entry in mine if entry.day.date() < first_day), Decimal())
            shown = sorted((entry.day.date(), entry.urn, entry.voucher.reference, entry.gross) for entry in mine)
            shown = [one for one in shown if first_day <= one[0] <= LAST_DAY]
            parameters = {"first_day": constant(first_day), "last_day": constant(LAST_DAY)}
            answer = company.mine(warehouse.ask(STATEMENT, customer=f"'{customer}'", **parameters))
            lines = [row for row in answer if row["type"] != "Brought forward"]
            assert [(row["day"], row["reference"], row["amount"]) for row in lines] == [
                (day, reference, amount) for day, _, reference, amount in shown
            ]
            assert sum(row["amount"] for row in answer if row not in lines) == before
            balance = before
            for row, (*_, amount) in zip(lines, shown, strict=True):
                balance += amount
                assert row["balance"] == balance


def test_the_last_balance_of_a_statement_is_the_balance_of_the_customer(warehouse: Warehouse, company: Books) -> None:
    for customer in company.worked["customers"]:
        parameters = {"customer": f"'{customer['reference']}'", "last_day": constant(AFTER_WORK)}
        answer = company.mine(warehouse.ask(STATEMENT, **parameters))
        assert (answer[-1]["balance"] if answer else 0) == customer["balance"]
