"""What posted bank transactions are made of: tax, nominal postings, and the customer's or supplier's side.

Only what the company spends by itself is entered with a tax code, and nothing of that is taxed: bank charges are
exempt, salaries and payments of tax are outside the scope. A transfer is posted with the side that pays; both sides
show its postings.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import posting_items
from sage200_sandbox.company.cash_book import PAYMENT, TRANSFER
from sage200_sandbox.company.homes import EXEMPT, OUTSIDE
from sage200_sandbox.company.nested import numbered
from sage200_sandbox.company.nominal import BANK_CHARGES, BANKS, account_of
from sage200_sandbox.company.posting_items import TAX_ON_PURCHASES, Conversion, Taxed
from sage200_sandbox.company.reading import ZERO, by, typed
from sage200_sandbox.company.repeating import grouped
from sage200_sandbox.company.trade_items import trade_items

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_TAX, _NOMINAL, _TRADE = (
    f"bank_posted_transaction_{kind}_items" for kind in ("tax_analysis", "nominal_analysis", "trade")
)
_OWN = "LedgerCashBook"
_PAYMENT, _TRANSFER = f"BankTransactionType{PAYMENT}", f"BankTransactionType{TRANSFER}"


def tables(office: Office, made: Tables) -> Tables:
    """The items of all rows of the cash book."""
    banked, trade = made["bank_posted_transactions"], trade_items(made)
    return {
        _TAX: _tax_items(office, made),
        _NOMINAL: _nominal_items(made),
        _TRADE: [row for one in banked if one["urn"] in trade for row in numbered(_TRADE, one, [trade[one["urn"]]])],
    }


def _tax_items(office: Office, made: Tables) -> list[Row]:
    codes = by(made["tax_codes"], "code")
    nominal, postings = by(made["nominal_codes"], "id"), grouped(made["nominal_transaction_enquiry_views"], "urn")
    rows: list[Row] = []
    for one in made["bank_posted_transactions"]:
        if one["source"] == _OWN and one["bank_transaction_type"] == _PAYMENT:
            accounts = {account_of(nominal[posting["nominal_code_id"]]) for posting in postings[one["urn"]]}
            code = codes[EXEMPT if BANK_CHARGES in accounts else OUTSIDE]
            taxed = Taxed(code, typed(one, "cheque_value", Decimal), ZERO)
            rows += posting_items.tax_analysis_items(office, _TAX, one, [taxed], entry_type=TAX_ON_PURCHASES)
    return rows


def _nominal_items(made: Tables) -> list[Row]:
    codes, banks = by(made["nominal_codes"], "id"), by(made["banks"], "id")
    postings, both = grouped(made["nominal_transaction_enquiry_views"], "urn"), sides(made)
    rows: list[Row] = []
    for one in made["bank_posted_transactions"]:
        posted = next(postings[side["urn"]] for side in both.get(one["id"], [one]) if side["urn"] in postings)
        bank = BANKS[str(banks[one["bank_id"]]["code"])]
        conversion = Conversion(
            typed(one, "bank_cheque_to_base_currency_rate", Decimal), {bank: typed(one, "cheque_value", Decimal)}
        )
        rows += posting_items.nominal_analysis_items(_NOMINAL, one, posted, codes=codes, conversion=conversion)
    return rows


def sides(made: Tables) -> dict[Value, list[Row]]:
    """Both rows of each transfer, by the id of either; they were entered at the same moment."""
    transfers = (row for row in made["bank_posted_transactions"] if row["bank_transaction_type"] == _TRANSFER)
    return {row["id"]: both for both in grouped(transfers, "date_time_created").values() for row in both}
