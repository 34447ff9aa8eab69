"""The closing of an earlier year. Afterwards, all banks and nominal codes have a zero balance.

Each bank transfers its balance of the year to the profit and loss account. Then one journal clears all nominal codes,
including the profit and loss account. The control accounts of the ledgers are zero already, since all transactions are
settled. An earlier year therefore has no brought-forward balances.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.cash_book import PAYMENT, RECEIPT
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.nominal import RESERVES, Account, account_of
from sage200_sandbox.company.nominal_journals import NOMINAL
from sage200_sandbox.company.office import USER, YEAR_END
from sage200_sandbox.company.reading import ZERO, by, grouped, total, typed
from sage200_sandbox.company.views import repeated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sage200_sandbox.rows import Row, Value

CASH_BOOK = "LedgerCashBook"

_JOURNALS = "nominal_transaction_enquiry_views"
_REFERENCE, _TEXT = "YEAR END", "Closing of the year"
_MOMENT = YEAR_END + timedelta(hours=18)


@dataclass(frozen=True, slots=True)
class Closing:
    """The closing postings of a year, and their bank transactions."""

    banked: list[Row]
    journals: list[Row]


def closing(
    rows: Callable[[str], list[Row]], *, banked: list[Row], journals: list[Row], last_id: int, last_urn: int
) -> Closing:
    """The closing of a year.

    Args:
        rows: Returns the rows of a table of the company.
        banked: The bank transactions of the year.
        journals: The postings to the nominal ledger in the year. Debits equal credits.
        last_id: The last id before the closing.
        last_urn: The last unique reference number before the closing.
    """
    ids, urns = count(last_id + 1), count(last_urn + 1)
    codes, net = {account_of(row): row["id"] for row in rows("nominal_codes")}, _net(journals)
    reserves, banks = codes[RESERVES], by(rows("banks"), "id")
    paid_out, postings = [], []
    for bank, transactions in grouped(banked, "bank_id").items():
        left = total(typed(row, "cheque_value", Decimal) for row in transactions)
        if left:
            row = _paid_out(transactions[-1], -left) | {"id": next(ids), "urn": next(urns)}
            code = codes[Account(str(banks[bank]["bank_account_nominal_reference"]))]
            postings += _journal({code: -net[code], reserves: net[code]}, source=CASH_BOOK, urn=row["urn"])
            paid_out.append(row)
    cleared = {code: -value for code, value in _net([*journals, *postings]).items()}
    postings += _journal(cleared, source=NOMINAL, urn=next(urns))
    day = _last_day(rows("financial_year_period_views"))
    return Closing(paid_out, [posting | day | {"id": next(ids)} for posting in postings])


def _net(journals: Iterable[Row]) -> dict[Value, Decimal]:
    """The value posted to each nominal code: debits minus credits."""
    net: defaultdict[Value, Decimal] = defaultdict(lambda: ZERO)
    for row in journals:
        net[row["nominal_code_id"]] += typed(row, "debit", Decimal) - typed(row, "credit", Decimal)
    return net


def _paid_out(pattern: Row, value: Decimal) -> Row:
    """A closing transaction of the same bank, in its currency and at its rate."""
    return pattern | {
        "bank_transaction_type": f"BankTransactionType{RECEIPT if value > 0 else PAYMENT}",
        "entry_description": _TEXT,
        "reference": _REFERENCE,
        "second_reference": "",
        "transaction_date": YEAR_END,
        "posted_date": YEAR_END,
        "cheque_value": value,
        "source": CASH_BOOK,
        "date_time_created": _MOMENT,
        "date_time_updated": _MOMENT,
    }


def _journal(values: Mapping[Value, Decimal], *, source: str, urn: Value) -> list[Row]:
    """Postings to nominal codes. Debits are positive, and zero values are not posted."""
    return [
        blank(
            _JOURNALS,
            nominal_code_id=code,
            reference=_REFERENCE,
            narrative=_TEXT,
            debit=max(value, ZERO),
            credit=max(-value, ZERO),
            user_name=USER,
            source=source,
            urn=urn,
        )
        for code, value in values.items()
        if value
    ]


def _last_day(periods: Iterable[Row]) -> Row:
    """The last day, and the columns that a posting repeats from its period."""
    this_year = [row for row in periods if row["year_relative_to_current_year"] == 0]
    last = max(this_year, key=lambda row: date_in(row, "period_start_date"))
    return {"transaction_date": YEAR_END, **repeated(_JOURNALS, last)}
