"""What else there is of the cash book: the banks as views and look-ups show them.

They show the banks at the end of the story; a day of work does not go through a bank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.cash_book import STATEMENT
from sage200_sandbox.company.reading import by
from sage200_sandbox.company.repeating import repeated, type_ids
from sage200_sandbox.company.trader_money import currency_columns

if TYPE_CHECKING:
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row


def tables(made: Tables) -> Tables:
    """The banks in two more tables."""
    banks = made["banks"]
    return {
        "bank_views": [_view(made, bank) for bank in banks],
        "lookup_banks": [blank("lookup_banks", **repeated("lookup_banks", bank)) for bank in banks],
    }


def _view(made: Tables, bank: Row) -> Row:
    currency = by(made["currencies"], "id")[bank["account_currency_id"]]
    return blank(
        "bank_views",
        **repeated("bank_views", bank),
        **currency_columns(currency),
        account_type_id=type_ids(made, "bank_account_types")[bank["account_type"]],
        account_status_type_id=type_ids(made, "account_status_types").get(bank["account_status_type"], 0),
        statement_page_number=STATEMENT.month,
    )
