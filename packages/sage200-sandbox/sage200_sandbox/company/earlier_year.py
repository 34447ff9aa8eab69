"""The books of an earlier year: the rows of the current year that are copied into it.

The copies do not change the balances of the current year. These rows are copied:

- sales and purchase ledger: transactions that were allocated together and are fully settled (transactions of one
  customer or supplier that last changed at the same time). They add nothing to the amounts owed;
- cash book: the receipts and payments of these transactions, and the company's own transactions without the opening
  balances;
- nominal ledger: the journals of these transactions, and those of stock;
- views, enquiries and nested items of the copied transactions.

The closing of the year is added (see `year_closing`). Stock movements and documents are not copied. A company that
imported its old books from another system has none for its earlier years either.
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
    """The rows to copy, by table, with the closing. They still have the dates and numbers of the current year.

    Args:
        rows: Returns the rows of a table at the end of the current year. They are not modified.

    Raises:
        ValueError: There are no rows to copy.
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
    """The transactions that were allocated together and are fully settled."""
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
    """The receipts and payments of the settled transactions, and the company's own transactions."""
    money = {(_LEDGERS[table].source, row["reference"]) for table, posted in settled.items() for row in posted}
    opening = f"BankTransactionType{OPENING}"
    return [
        row
        for row in banked
        if (row["source"], row["reference"]) in money
        or (row["source"] == CASH_BOOK and row["bank_transaction_type"] != opening and _in_year(row))
    ]


def _shown(view: str, rows: list[Row], posted: list[Row]) -> list[Row]:
    """The rows of a view for these postings. Its primary key is the id of the posting."""
    (key,) = resource_called(view).key
    ids = {row["id"] for row in posted}
    return [row for row in rows if row[key] in ids]


def _belonging(rows: Callable[[str], list[Row]], again: Tables) -> Iterator[tuple[str, list[Row]]]:
    """The rows of all other tables that reference copied postings or their views."""
    ids = {table: numbers({table: posted}, Kind.ID) for table, posted in again.items()}
    for resource in resources().values():
        names = {name: ids[field.references] for name, field in resource.fields.items() if field.references in ids}
        if names and resource.name not in again:
            yield (
                resource.name,
                [row for row in rows(resource.name) if all(row[name] in known for name, known in names.items())],
            )
