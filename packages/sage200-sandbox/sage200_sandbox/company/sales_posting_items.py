"""What the postings of the sales ledger are made of: their tax, nominal and bank items, and their allocations.

A posting of the ledger and what went through the bank for it have URNs of their own; both have its reference. The
enquiry view repeats the items of the posted transactions.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.ledger import CREDIT_NOTE, MONEY
from sage200_sandbox.company.nested import again
from sage200_sandbox.company.nominal import DEBTORS, SALES_TAX
from sage200_sandbox.company.posting_items import (
    TAX_ON_SALES,
    Conversion,
    Taxed,
    allocation_history_items,
    allocation_session_items,
    bank_items,
    nominal_analysis_items,
    sessions,
    tax_analysis_items,
)
from sage200_sandbox.company.reading import by, pence, total, typed
from sage200_sandbox.company.repeating import grouped
from sage200_sandbox.company.sales_ledger import SALES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_POSTED, _ENQUIRY = "sales_posted_transaction", "sales_transaction_enquiry"
_HUNDRED = 100


def tables(office: Office, made: Tables) -> Tables:
    """The items of what is posted, and as the enquiry repeats them."""
    of_posted = _posted_items(office, made)
    return {
        **{f"{_POSTED}_{items}": rows for items, rows in of_posted.items()},
        **{f"{_ENQUIRY}_{items}": again(f"{_ENQUIRY}_{items}", rows) for items, rows in of_posted.items()},
    }


def _posted_items(office: Office, made: Tables) -> Tables:
    posted = made["sales_posted_transactions"]
    codes, banks = by(made["nominal_codes"], "id"), by(made["banks"], "id")
    in_nominal = grouped(made["nominal_transaction_enquiry_views"], "urn")
    banked = by((row for row in made["bank_posted_transactions"] if row["source"] == SALES), "reference")
    bills, against = _Bills.read(made), sessions(posted, trader="customer_id")
    items: Tables = {
        f"{kind}_items": []
        for kind in ("tax_analysis", "nominal_analysis", "bank", "allocation_session", "allocation_history")
    }
    for one in posted:
        money = banked[one["reference"]] if one["trader_transaction_type"] == MONEY else None
        items["tax_analysis_items"] += tax_analysis_items(
            office, f"{_POSTED}_tax_analysis_items", one, bills.taxed(one), entry_type=TAX_ON_SALES
        )
        items["nominal_analysis_items"] += nominal_analysis_items(
            f"{_POSTED}_nominal_analysis_items",
            one,
            in_nominal[money["urn"] if money else one["urn"]],
            codes=codes,
            conversion=conversion(one),
        )
        items["bank_items"] += bank_items(f"{_POSTED}_bank_items", one, [money] if money else [], banks=banks)
        items["allocation_session_items"] += allocation_session_items(
            f"{_POSTED}_allocation_session_items", one, against.get(one["id"], []), ledger=SALES
        )
        items["allocation_history_items"] += allocation_history_items(
            office, f"{_POSTED}_allocation_history_items", one, one
        )
    return items


def conversion(posted: Row) -> Conversion:
    """What the control accounts show of a sales posting in its own currency."""
    return Conversion(
        typed(posted, "exchange_rate", Decimal),
        {
            DEBTORS: typed(posted, "document_gross_value", Decimal),
            SALES_TAX: -typed(posted, "document_tax_value", Decimal),
        },
    )


@dataclass(frozen=True, slots=True)
class _Bills:
    """The lines that were invoiced or credited, by the number of the document."""

    lines: Mapping[Value, Sequence[Row]]
    codes: Mapping[Value, Row]

    @classmethod
    def read(cls, made: Tables) -> _Bills:
        """All that orders and returns say was billed."""
        of = {
            **grouped((billed_line(row, "sop_order") for row in made["sop_order_line_views"]), "document_id"),
            **grouped((billed_line(row, "sop_return") for row in made["sop_return_line_views"]), "document_id"),
        }
        return cls(
            {
                row["sop_invoice_credit_document_no"]: of[row["sop_order_return_id"]]
                for row in made["sop_order_return_invoice_credit_views"]
            },
            by(made["tax_codes"], "id"),
        )

    def taxed(self, posted: Row) -> list[Taxed]:
        """What a posted document taxed with each code; nothing for what is no document of sales orders."""
        billed = [line for line in self.lines.get(posted["reference"], []) if line["billed"]]
        sign = -1 if posted["trader_transaction_type"] == CREDIT_NOTE else 1
        return shares(posted, billed, codes=self.codes, sign=sign)


def billed_line(line: Row, prefix: str) -> Row:
    """A line of an order or a return, as `shares` takes it."""
    return {
        "document_id": line[f"{prefix}_id"],
        "billed": line[f"{prefix}_line_invoice_credit_quantity"],
        "tax_code_id": line["tax_code_id"],
        "goods": line[f"{prefix}_line_total_value"],
        "tax": line[f"{prefix}_line_line_tax_value"],
    }


def shares(posted: Row, billed: Iterable[Row], *, codes: Mapping[Value, Row], sign: int = 1) -> list[Taxed]:
    """What lines with a `tax_code_id`, `goods` and `tax` come to by code; the last has what is left of the discount."""
    percent = typed(posted, "discount_percent", Decimal)
    left = typed(posted, "document_tax_discount_value", Decimal)
    taxed: list[Taxed] = []
    of_code = grouped(billed, "tax_code_id")
    for number, (code, lines) in enumerate(of_code.items(), start=1):
        goods, tax = (sign * total(typed(line, name, Decimal) for line in lines) for name in ("goods", "tax"))
        discount = left if number == len(of_code) else pence(tax * percent / _HUNDRED)
        left -= discount
        taxed.append(Taxed(codes[code], goods, tax, discount))
    return taxed
