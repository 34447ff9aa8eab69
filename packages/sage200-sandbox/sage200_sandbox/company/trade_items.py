"""The customer's or supplier's side of postings, as the cash book and the nominal ledger show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.ledger import MONEY
from sage200_sandbox.company.purchase_ledger import PURCHASES
from sage200_sandbox.company.reading import by
from sage200_sandbox.company.sales_ledger import SALES

if TYPE_CHECKING:
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_LEDGERS = (("sales", SALES, "customer", "Receipt"), ("purchase", PURCHASES, "supplier", "Payment"))


def trade_items(made: Tables) -> dict[Value, Row]:
    """The item of each posted transaction of both ledgers, by the URN that the nominal ledger has it under.

    Money is there under the URN of its row in the cash book. Values have the sign of the trader's ledger.
    """
    kinds = by(made["trader_transaction_types"], "value")
    items: dict[Value, Row] = {}
    for ledger, source, trader, money in _LEDGERS:
        traders = by(made[f"{trader}s"], "id")
        banked = by((row for row in made["bank_posted_transactions"] if row["source"] == source), "reference")
        for posted in made[f"{ledger}_posted_transactions"]:
            kind = posted["trader_transaction_type"]
            is_money = kind == MONEY
            urn = banked[posted["reference"]]["urn"] if is_money else posted["urn"]
            items[urn] = _item(posted, traders[posted[f"{trader}_id"]]) | {
                "entry_type_string": money if is_money else kinds[kind]["description"]
            }
    return items


def _item(posted: Row, trader: Row) -> Row:
    return {
        "account_number": trader["reference"],
        "account_name": trader["name"],
        "trading_entry_type": posted["trader_transaction_type"],
        "reference": posted["reference"],
        "gross_value": posted["document_gross_value"],
        "tax_value": posted["document_tax_value"],
        "transaction_date": posted["transaction_date"],
        "urn": posted["urn"],
    }
