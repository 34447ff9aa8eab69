"""The books of an earlier year: what of the story's year may come again before it without changing what it came to.

What comes again is whole:

- of the sales and the purchase ledger, what was allocated together and is wholly settled (the same trader's entries,
  last touched at the same moment), so that it adds nothing to what is owed;
- of the cash book, the money of that, and all that the company did by itself but what the banks opened with;
- of the nominal ledger, the journals behind all this, and those of the stock;
- what shows, or belongs to, a posting that comes again: views, enquiries and nested items.

With them comes the closing of the year (see `year_closing`), after which this year's balances are what they were. What
stock moved, and the documents that were invoiced, are not there for earlier years, as in a company that has brought
its old books over from another system.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.cash_book import OPENING
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.ledger import LEDGERS, PURCHASE_LEDGER, SALES_LEDGER
from sage200_sandbox.company.office import YEAR_END, YEAR_START
from sage200_sandbox.company.reading import total, typed
from sage200_sandbox.company.year_closing import CASH_BOOK, closing
from sage200_sandbox.facts import resource_called, resources
from sage200_sandbox.moving import Kind, numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

JOURNALS, BANKED = "nominal_transaction_enquiry_views", "bank_posted_transactions"
SOLD, BOUGHT = SALES_LEDGER.posted, PURCHASE_LEDGER.posted
POSTINGS = (JOURNALS, SOLD, BOUGHT, BANKED)

_LEDGERS = {ledger.posted: ledger for ledger in LEDGERS}
_VIEWS = {
    f"{ledger.name}_transaction_{kind}": ledger.posted for ledger in LEDGERS for kind in ("views", "enquiry_views")
}


def earlier_year(rows: Callable[[str], list[Row]]) -> Tables:
    """The rows that come again, by table, in this year's dates and numbers, with the closing.

    Args:
        rows: Gives the rows of a table of the company as it is at the end of the story; they are not changed.

    Raises:
        ValueError: if there is nothing that may come again.
    """
    all_posted = {table: rows(table) for table in POSTINGS}
    again = {table: _settled(all_posted[table], f"{ledger.trader}_id") for table, ledger in _LEDGERS.items()}
    again[BANKED] = _banked(all_posted[BANKED], again)
    left_out = _urns(all_posted[table] for table in again) - _urns(again.values())
    again[JOURNALS] = [
        row for row in all_posted[JOURNALS] if row["year_relative_to_current_year"] == 0 and row["urn"] not in left_out
    ]
    if not again[JOURNALS]:
        message = "Only a company with settled postings can have earlier years"
        raise ValueError(message)
    again |= {view: _shown(view, rows(view), again[table]) for view, table in _VIEWS.items()}
    again |= dict(_belonging(rows, again))
    closed = closing(
        rows,
        banked=again[BANKED],
        journals=again[JOURNALS],
        last_id=max(numbers(again, Kind.ID), default=0),
        last_urn=max(numbers(again, Kind.URN), default=0),
    )
    return again | {BANKED: [*again[BANKED], *closed.banked], JOURNALS: [*again[JOURNALS], *closed.journals]}


def _in_year(row: Row) -> bool:
    return YEAR_START <= date_in(row, "transaction_date") <= YEAR_END


def _urns(parts: Iterable[list[Row]]) -> set[Value]:
    return {row["urn"] for rows in parts for row in rows}


def _settled(posted: list[Row], trader: str) -> list[Row]:
    """What was allocated together, where that has settled all of it."""
    together: defaultdict[tuple[Value, Value], list[Row]] = defaultdict(list)
    for row in posted:
        together[row[trader], row["date_time_updated"]].append(row)
    return [row for session in together.values() if _is_whole(session) for row in session]


def _is_whole(session: list[Row]) -> bool:
    nil = all(
        total(typed(row, f"{money}_allocated_value", Decimal) for row in session) == 0 for money in ("document", "base")
    )
    return nil and all(_in_year(row) and not row["document_outstanding_value"] for row in session)


def _banked(banked: list[Row], settled: Tables) -> list[Row]:
    """The money that settled these, and what the company did by itself."""
    money = {(_LEDGERS[table].source, row["reference"]) for table, posted in settled.items() for row in posted}
    opening = f"BankTransactionType{OPENING}"
    return [
        row
        for row in banked
        if (row["source"], row["reference"]) in money
        or (row["source"] == CASH_BOOK and row["bank_transaction_type"] != opening and _in_year(row))
    ]


def _shown(view: str, rows: list[Row], posted: list[Row]) -> list[Row]:
    """The rows of a view that show these postings, whose ids it has for its key."""
    (key,) = resource_called(view).key
    ids = {row["id"] for row in posted}
    return [row for row in rows if row[key] in ids]


def _belonging(rows: Callable[[str], list[Row]], again: Tables) -> Iterator[tuple[str, list[Row]]]:
    """Every other table that names postings or what shows them: its rows of those that come again."""
    ids = {table: numbers({table: posted}, Kind.ID) for table, posted in again.items()}
    for resource in resources().values():
        names = {name: ids[field.references] for name, field in resource.fields.items() if field.references in ids}
        if names and resource.name not in again:
            yield (
                resource.name,
                [row for row in rows(resource.name) if all(row[name] in known for name, known in names.items())],
            )
