"""What the transactions in the history of sales were made of.

Neither the nominal ledger nor the cash book has anything left of them, so that these items are all that is known.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.cash_book import RECEIPT
from sage200_sandbox.company.customer_standing import default_account
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.homes import EXPORT, ZERO_RATED
from sage200_sandbox.company.ledger import MONEY
from sage200_sandbox.company.nominal import BANKS, DEBTORS, Posting
from sage200_sandbox.company.office import last_working_day
from sage200_sandbox.company.posting_items import (
    TAX_ON_SALES,
    Taxed,
    bank_items,
    in_ledger,
    nominal_analysis_items,
    tax_analysis_items,
)
from sage200_sandbox.company.reading import ZERO, by, typed
from sage200_sandbox.company.sales_ledger import SALES
from sage200_sandbox.company.sales_posting_items import conversion

if TYPE_CHECKING:
    from sage200_sandbox.company.nominal import Account
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_HISTORY = "sales_historical_transaction"
_TAX, _NOMINAL, _BANK = (f"{_HISTORY}_{kind}_items" for kind in ("tax_analysis", "nominal_analysis", "bank"))


def tables(office: Office, made: Tables) -> Tables:
    """The items of invoices without tax, and of the money for them, which came to the bank of its currency."""
    customers, currencies = by(made["customers"], "id"), by(made["currencies"], "id")
    codes, banks, tax = by(made["nominal_codes"], "id"), by(made["banks"], "id"), by(made["tax_codes"], "code")
    bank_ids = {bank["code"]: bank["id"] for bank in made["banks"]}
    items: Tables = {_TAX: [], _NOMINAL: [], _BANK: []}
    for one in made["sales_historical_transactions"]:
        customer = customers[one["customer_id"]]
        home = currencies[customer["currency_id"]]["is_base_currency"]
        bank = "CURRENT" if home else "FOREIGN"
        is_money = one["trader_transaction_type"] == MONEY
        taxed = Taxed(tax[ZERO_RATED if home else EXPORT], typed(one, "document_goods_value", Decimal), ZERO)
        of: Row = {"reference": one["reference"], "narrative": customer["name"], "source": SALES}
        postings = _postings(one, BANKS[bank] if is_money else default_account(customer))
        items[_TAX] += tax_analysis_items(office, _TAX, one, [] if is_money else [taxed], entry_type=TAX_ON_SALES)
        items[_NOMINAL] += nominal_analysis_items(
            _NOMINAL, one, in_ledger(postings, codes=codes, of=of), codes=codes, conversion=conversion(one)
        )
        items[_BANK] += bank_items(_BANK, one, [_money(one, bank_ids[bank])] if is_money else [], banks=banks)
    return items


def _postings(one: Row, contra: Account) -> tuple[Posting, Posting]:
    day, value = date_in(one, "transaction_date"), typed(one, "base_gross_value", Decimal)
    return Posting(DEBTORS, day, value), Posting(contra, day, -value)


def _money(one: Row, bank: Value) -> Row:
    """What went through the bank, as the cash book had it."""
    day = date_in(one, "transaction_date")
    return {
        "bank_id": bank,
        "bank_transaction_type": f"BankTransactionType{RECEIPT}",
        "reference": one["reference"],
        "cheque_value": -typed(one, "document_gross_value", Decimal),
        "last_statement_date": last_working_day(day),
        "statement_page_number": day.month,
        "urn": one["urn"],
    }
