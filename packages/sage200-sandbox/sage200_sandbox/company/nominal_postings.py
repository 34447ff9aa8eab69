"""What stands behind each posting to the nominal ledger: all that was entered together, under its URN.

A posting shows all nominal postings of its URN, its own too, so that debits less credits come to nil; the rows of the
banks, both of a transfer; the customer's or supplier's side; and what was taxed. All are in base currency but those
that show another ledger, which have its values.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import posting_items
from sage200_sandbox.company.bank_postings import sides
from sage200_sandbox.company.nested import numbered
from sage200_sandbox.company.posting_items import Conversion
from sage200_sandbox.company.reading import by
from sage200_sandbox.company.repeating import grouped
from sage200_sandbox.company.trade_items import trade_items
from sage200_sandbox.facts import resources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

    ByUrn = dict[Value, list[Row]]

_VIEW, _WHOSE = "nominal_transaction_enquiry_views", "nominal_transaction_id"
_NOMINAL, _BANK, _TRADE, _TAX = (
    f"nominal_transaction_enquiry_{kind}_items" for kind in ("nominal_analysis", "bank", "trade", "tax_analysis")
)
_TAXED = ("sales_posted_transaction", "purchase_posted_transaction", "bank_posted_transaction")
_BASE = Conversion(Decimal(1), {})


def tables(made: Tables) -> Tables:
    """The items of every row of the enquiry."""
    banks, codes = by(made["banks"], "id"), by(made["nominal_codes"], "id")
    banked, trade, taxed = _banked(made), trade_items(made), _taxed(made)
    rows: Tables = {_NOMINAL: [], _BANK: [], _TRADE: [], _TAX: []}
    for urn, postings in grouped(made[_VIEW], "urn").items():
        first = postings[0]
        of_urn = {
            _NOMINAL: posting_items.nominal_analysis_items(_NOMINAL, first, postings, codes=codes, conversion=_BASE),
            _BANK: posting_items.bank_items(_BANK, first, banked.get(urn, []), banks=banks),
            _TRADE: numbered(_TRADE, first, [trade[urn]] if urn in trade else []),
            _TAX: numbered(_TAX, first, taxed.get(urn, [])),
        }
        for table, items in of_urn.items():
            rows[table] += _for_each(postings, items)
    return rows


def _for_each(postings: Iterable[Row], items: Iterable[Row]) -> Iterable[Row]:
    return [item | {_WHOSE: posting["id"]} for posting in postings for item in items]


def _banked(made: Tables) -> ByUrn:
    """The rows of the cash book by the URN that is in the nominal ledger."""
    both = sides(made)
    return {row["urn"]: both.get(row["id"], [row]) for row in made["bank_posted_transactions"]}


def _taxed(made: Tables) -> ByUrn:
    """What was taxed in the other ledgers, by URN."""
    taxed: ByUrn = {}
    for ledger in _TAXED:
        urns = {row["id"]: row["urn"] for row in made[f"{ledger}s"]}
        for item in made[f"{ledger}_tax_analysis_items"]:
            shown = {name: item[name] for name in resources()[_TAX].plain}
            taxed.setdefault(urns[item[f"{ledger}_id"]], []).append(shown)
    return taxed
