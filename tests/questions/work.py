"""What the demo companies do after the year: they trade, receive money, correct an error, and move entries to history.

The sandbox keeps its books meanwhile: ledgers, balances and the nominal ledger.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import WITH_URN
from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.cash_book import bank_posted_transactions, of_ledger
from sage200_sandbox.company.day import post
from sage200_sandbox.company.ledger import MONEY, SALES_LEDGER, Allocation, Allocations, Voucher, enter, posted_row
from sage200_sandbox.company.nested import nested, numbered
from sage200_sandbox.company.nominal import RESERVES, Account, Posting
from sage200_sandbox.company.nominal_journals import NOMINAL, Journal, of_banks
from sage200_sandbox.company.reading import typed
from sage200_sandbox.company.workday import Workday
from sage200_sandbox.facts import resources

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox
    from sage200_sandbox.companies import Company
    from sage200_sandbox.rows import Row

FIRST_DAY = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
"""The morning of the first day of work, after the year that the sandbox makes."""
LAST_DAY = FIRST_DAY + timedelta(days=2)
MOVED = 12
"""The number of settled entries that each company moves to history."""
_ALLOCATIONS = "sales_posted_transaction_allocation_history_items"
_HISTORY = "sales_historical_transactions"
_TAX_ITEMS = "sales_historical_transaction_tax_analysis_items"


def work(sage: Sandbox, company: Company) -> None:
    """Let a company work for three days."""
    for number, step in enumerate((_receive, _correct, _move_to_history)):
        sage.clock = lambda now=FIRST_DAY + timedelta(days=number): now  # type: ignore[misc]
        company.day_of_work()
        day = Workday(
            company.rows,
            now=sage.now(),
            last_id=company.store.last_id,
            last_urn=max(company.store.highest(table, "urn") for table in WITH_URN),
        )
        step(day)
        for change in day.changes:
            company.change(change)


def _receive(day: Workday) -> None:
    """Receive the money for an open invoice in base currency, and for one in a foreign currency."""
    open_ = [row for row in day.rows(SALES_LEDGER.posted) if row["due_date"] and row["document_outstanding_value"]]
    _pay(day, next(row for row in open_ if row["exchange_rate"] == 1))
    _pay(day, next(row for row in open_ if row["exchange_rate"] != 1))


def _pay(day: Workday, invoice: Row) -> None:
    customer, rate = day.row("customers", invoice["customer_id"]), typed(invoice, "exchange_rate", Decimal)
    left, left_base = (
        typed(invoice, name, Decimal) for name in ("document_outstanding_value", "control_value_in_base_currency")
    )
    voucher = Voucher(MONEY, SALES_LEDGER.source, f"PAID {invoice['urn']}", goods=-left)
    entry = replace(enter(day, customer, voucher, rate=rate, posted=day.now), base_goods=-left_base)
    allocated = Allocations([Allocation(entry.id, entry.gross, entry.base_gross, day.now)])
    receipt = posted_row(SALES_LEDGER.posted, entry, allocated)
    day.insert(SALES_LEDGER.posted, receipt)
    day.update(
        SALES_LEDGER.posted,
        invoice,
        document_allocated_value=invoice["document_gross_value"],
        document_outstanding_value=Decimal(0),
        base_allocated_value=invoice["base_gross_value"],
        control_value_in_base_currency=Decimal(0),
        full_settlement_date=day.today,
    )
    for row, value in ((invoice, left), (receipt, -left)):
        item = nested(
            _ALLOCATIONS,
            row,
            id=day.next_id(),
            entry_date=day.today,
            allocation_value=value,
            exchange_rate=rate,
            trading_revaluation_allocation_entry_type="RevaluationEntryNone",
            date_time_created=day.now,
            date_time_updated=day.now,
        )
        day.insert(_ALLOCATIONS, item)
    day.add("customers", customer, {"balance": -left})
    banked = [of_ledger(entry, sales=True)]
    rows = bank_posted_transactions(day, banked, banks=day.rows("banks"), foreign_rate=rate)
    for row in rows:
        day.insert("bank_posted_transactions", row)
        day.add("banks", day.row("banks", row["bank_id"]), {"balance": left, "balance_in_base": left_base})
    post(day, list(of_banks(banked, rows)))


def _correct(day: Workday) -> None:
    """Post a journal, and reverse it."""
    insurance, value = Account("7600", "ADM"), Decimal("123.45")
    for reference, amount in (("ERROR", value), ("REVERSAL", -value)):
        postings = [Posting(insurance, day.today, amount), Posting(RESERVES, day.today, -amount)]
        post(day, [Journal(NOMINAL, reference, "Posted in error", postings)])


def _move_to_history(day: Workday) -> None:
    """Move the oldest settled entries to history. Their posted rows vanish, and Sage does not report that."""
    settled = [row for row in day.rows(SALES_LEDGER.posted) if not row["document_outstanding_value"]]
    items = [name for name, resource in resources().items() if resource.parent == SALES_LEDGER.posted]
    for row in sorted(settled, key=lambda one: str(one["transaction_date"]))[:MOVED]:
        fields = resources()[_HISTORY].fields
        moved = {name: value for name, value in row.items() if name in fields}
        old = blank(_HISTORY, **moved | {"id": day.next_id(), "date_time_updated": day.now})
        day.insert(_HISTORY, old)
        for name in items:
            own = list(day.where(name, **{f"{SALES_LEDGER.posted[:-1]}_id": row["id"]}))
            if name.endswith("tax_analysis_items"):
                taxes = [{key: value for key, value in one.items() if key in _TAX_FIELDS} for one in own]
                for item in numbered(_TAX_ITEMS, old, taxes):
                    day.insert(_TAX_ITEMS, item)
            for one in own:
                day.delete(name, one)
        day.delete(SALES_LEDGER.posted, row)


_TAX_FIELDS = ("code", "name", "entry_type", "goods_amount", "tax_amount", "tax_discount_amount", "id")
