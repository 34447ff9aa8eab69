"""Journals of the nominal ledger, and the rows of their postings."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.cash_book import TRANSFER
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.nominal import account_of
from sage200_sandbox.company.office import USER
from sage200_sandbox.company.reading import ZERO, typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sage200_sandbox.company.cash_book import Transaction
    from sage200_sandbox.company.ledger import Counters, Entry
    from sage200_sandbox.company.nominal import Posting
    from sage200_sandbox.company.stock import Movement
    from sage200_sandbox.rows import Row

    Month = tuple[int, int]

NOMINAL, STOCK_CONTROL = "LedgerNominal", "LedgerStockControl"

VIEW = "nominal_transaction_enquiry_views"


@dataclass(frozen=True, slots=True)
class Journal:
    """Postings that belong together. Their sum is zero. A journal without a URN of another ledger gets a new one."""

    source: str
    reference: str
    narrative: str
    postings: Sequence[Posting]
    urn: int = 0

    @property
    def day(self) -> datetime:
        """The day of all its postings."""
        return self.postings[0].day


def of_entry(entry: Entry, postings: Sequence[Posting]) -> Journal:
    """The journal of an entry of the sales or purchase ledger."""
    name = typed(entry.trader, "name", str)
    return Journal(entry.voucher.source, entry.voucher.reference, name, postings, urn=entry.urn)


def of_movement(movement: Movement, postings: Sequence[Posting]) -> Journal:
    """The journal of a stock movement."""
    narrative = f"{movement.kind.name} {movement.product['code']}"
    return Journal(STOCK_CONTROL, movement.reference, narrative, postings)


def of_tax(cleared: Iterable[Posting]) -> Iterator[Journal]:
    """The journals that clear the tax accounts at the end of each quarter."""
    for day, postings in groupby(cleared, key=lambda posting: posting.day):
        yield Journal(NOMINAL, f"VAT {day:%m/%y}", "VAT return", list(postings))


def of_banks(transactions: Iterable[Transaction], rows: Iterable[Row]) -> Iterator[Journal]:
    """The journals of bank transactions, which have these rows. A transfer is posted with its paying side."""
    for one, row in zip(transactions, rows, strict=True):
        if one.kind != TRANSFER or one.value < 0:
            urn = typed(row, "urn", int)
            yield Journal(one.source, one.reference, one.text, one.postings, urn=urn)


def postings_of(journals: Iterable[Journal]) -> list[Posting]:
    """All postings."""
    return [posting for journal in journals for posting in journal.postings]


def rows(
    counters: Counters, journals: Iterable[Journal], *, codes: Iterable[Row], calendar: Mapping[Month, Row]
) -> list[Row]:
    """A row of `nominal_transaction_enquiry_views` for each posting with a value, in order of the day."""
    code_ids = {account_of(row): row["id"] for row in codes}
    pattern = blank(VIEW, user_name=USER)
    rows = []
    for journal in sorted(journals, key=lambda journal: journal.day):
        day = journal.day
        common = pattern | calendar[day.year, day.month]
        common["transaction_date"] = day
        common["reference"] = journal.reference
        common["narrative"] = journal.narrative
        common["source"] = journal.source
        common["urn"] = journal.urn or counters.next_urn()
        for posting in journal.postings:
            value = posting.value
            if value:
                row = common.copy()
                row["nominal_code_id"] = code_ids[posting.account]
                row["debit"], row["credit"] = (value, ZERO) if value > 0 else (ZERO, -value)
                row["id"] = counters.next_id()
                rows.append(row)
    return rows


def calendar_of(periods: Iterable[Row]) -> dict[Month, Row]:
    """The columns that a posting repeats from its accounting period, by year and month."""
    names = (
        *("accounting_period_id", "period_number", "financial_year_id"),
        *("financial_year_start_date", "year_relative_to_current_year"),
    )
    starts = ((date_in(row, "period_start_date"), row) for row in periods)
    return {(start.year, start.month): {name: row[name] for name in names} for start, row in starts}
