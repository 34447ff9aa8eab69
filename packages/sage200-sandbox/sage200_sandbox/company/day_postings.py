"""What an invoice that is posted in the day's work is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.posting_items import TAX_ON_SALES, in_ledger, nominal_analysis_items, tax_analysis_items
from sage200_sandbox.company.reading import by
from sage200_sandbox.company.sales_posting_items import billed_line, conversion, shares

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sage200_sandbox.company.ledger import Entry
    from sage200_sandbox.company.nominal import Posting
    from sage200_sandbox.company.workday import Workday
    from sage200_sandbox.rows import Row

_TAX, _NOMINAL = "sales_posted_transaction_tax_analysis_items", "sales_posted_transaction_nominal_analysis_items"


def itemise(day: Workday, posted: Row, entry: Entry, billed: Iterable[Row], postings: Iterable[Posting]) -> None:
    """The tax items of an invoice for lines of an order, and the nominal items of what it posts."""
    codes = by(day.rows("nominal_codes"), "id")
    lines = [billed_line(line, "sop_order") for line in billed]
    taxed = shares(posted, lines, codes=by(day.rows("tax_codes"), "id"))
    of = {
        "reference": entry.voucher.reference,
        "narrative": entry.trader["name"],
        "source": entry.voucher.source,
    }
    for item in tax_analysis_items(day, _TAX, posted, taxed, entry_type=TAX_ON_SALES):
        day.insert(_TAX, item)
    for item in nominal_analysis_items(
        _NOMINAL, posted, in_ledger(postings, codes=codes, of=of), codes=codes, conversion=conversion(posted)
    ):
        day.insert(_NOMINAL, item)
