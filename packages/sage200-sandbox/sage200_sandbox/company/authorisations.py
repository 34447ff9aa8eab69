"""Supplier invoices that wait for somebody to authorise them, with what they are to be posted to.

From a certain value on an invoice has to be authorised. The latest three of these that nobody has paid still wait.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.ledger import INVOICE
from sage200_sandbox.company.nested import nested, numbered
from sage200_sandbox.company.nominal import CREDITORS, PURCHASE_TAX, Account, account_of
from sage200_sandbox.company.reading import typed
from sage200_sandbox.company.repeating import grouped

if TYPE_CHECKING:
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

AUTHORISED_FROM = Decimal(250)
_WAITING = 3
_TABLE, _ITEMS = "purchase_authorisations", "purchase_authorisation_nominal_analysis_items"


def tables(made: Tables) -> Tables:
    """The invoices and their items: goods and tax, which come to the invoice's gross value."""
    waiting = [one for one in made["purchase_posted_transactions"] if _is_unpaid(one)]
    waiting = sorted(waiting, key=lambda one: typed(one, "urn", int))[-_WAITING:]
    codes = {account_of(code): code["id"] for code in made["nominal_codes"]}
    items = grouped(made["purchase_posted_transaction_nominal_analysis_items"], "purchase_posted_transaction_id")
    return {
        _TABLE: [
            nested(
                _TABLE,
                one,
                reference=one["reference"],
                second_reference=one["second_reference"],
                transaction_date=one["transaction_date"],
                supplier_id=one["supplier_id"],
                oplock=f"{one['urn']:020d}",
            )
            for one in waiting
        ],
        _ITEMS: [row for one in waiting for row in numbered(_ITEMS, one, _to_post(items[one["id"]], codes))],
    }


def _is_unpaid(posted: Row) -> bool:
    return (
        posted["trader_transaction_type"] == INVOICE
        and not posted["document_allocated_value"]
        and typed(posted, "document_gross_value", Decimal) >= AUTHORISED_FROM
    )


def _to_post(items: list[Row], codes: dict[Account, Value]) -> list[Row]:
    """All but the creditors' side; the words for goods and tax are inferred."""
    accounts = [Account(str(item["code"]), str(item["cost_centre"]), str(item["department"])) for item in items]
    names = ("code", "cost_centre", "department", "name", "narrative", "value", "transaction_analysis_code")
    return [
        {name: item[name] for name in names}
        | {"nominal_code_id": codes[account], "type": "Tax" if account == PURCHASE_TAX else "Goods"}
        for item, account in zip(items, accounts, strict=True)
        if account != CREDITORS
    ]
