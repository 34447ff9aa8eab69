"""The answers about debtors and creditors agree with the ledgers of the sandbox, and with Sage's own views."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from tests.questions.pages import question
from tests.questions.warehouse import WORKED, YEAR_END, Row, Warehouse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sage200_sandbox.company.ledger import Allocations, Entry

    from tests.questions.books import Books

DEBTORS = question("How much do customers owe us, and how late are they, as at a date?")
LAST_DAY = date(2026, 3, 31)
IN_HISTORY = date(2024, 5, 20)
"""A day whose open invoices are all in history."""
BUCKETS = ("not_yet_due", "days_0_to_30", "days_31_to_60", "days_61_to_90", "days_over_90")


def bucket(days: int) -> str:
    """Return the column of an amount that is this number of days late."""
    return BUCKETS[0] if days < 0 else BUCKETS[min(max(days - 1, 0) // 30, 3) + 1]


def aged(
    ledgers: Iterable[tuple[Iterable[Entry], Allocations]], as_at: date, *, by_due_date: bool
) -> dict[Any, dict[str, Decimal]]:
    """Return what each trader owes, from the entries of the books and the moments of their allocations."""
    owed: defaultdict[Any, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
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
    return owed


def figures(rows: Iterable[Row]) -> dict[Any, dict[str, Decimal]]:
    """Return the amounts of an answer by trader, without those that are nil."""
    names = ("owed", "owed_base", *BUCKETS)
    return {row["reference"]: {name: row[name] for name in names if row[name]} for row in rows}


@pytest.mark.parametrize("as_at", [LAST_DAY, date(2025, 11, 15), IN_HISTORY])
def test_customers_owe_what_the_ledger_has_left_of_their_entries(
    warehouse: Warehouse, company: Books, as_at: date, subtests: pytest.Subtests
) -> None:
    ledgers = [(company.sales.entries, company.sales.settlement.allocations), company.sales.history]
    for schema, aged_by in product((YEAR_END, WORKED), ("due date", "transaction date")):
        with subtests.test(schema=schema, aged_by=aged_by):
            expected = aged(ledgers, as_at, by_due_date=aged_by == "due date")
            answer = company.mine(warehouse.ask(DEBTORS, schema, as_at=f"DATE '{as_at}'", aged_by=f"'{aged_by}'"))
            assert figures(answer) == {
                trader: {name: amount for name, amount in amounts.items() if amount}
                for trader, amounts in expected.items()
            }
            assert any(row["owed"] != row["owed_base"] for row in answer), "no customer has a foreign currency"
