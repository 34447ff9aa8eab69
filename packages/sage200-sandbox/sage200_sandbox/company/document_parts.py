"""What is nested in orders and quotes: lines, discounts, addresses, payment and profit.

Each is made of the document's row and of the rows of its lines in the view.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import document_lines, document_profit
from sage200_sandbox.company.document_lines import ORDER
from sage200_sandbox.company.document_profit import OTHER_LINES, STOCK_LINES
from sage200_sandbox.company.lines import CANCELLED, COMPLETE, NONE, PART
from sage200_sandbox.company.nested import nested
from sage200_sandbox.company.quotes_won import CASH
from sage200_sandbox.company.reading import typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sage200_sandbox.company.document_lines import Goods
    from sage200_sandbox.company.ledger import Counters
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

_PLACE = ("postal_name", *(f"address_{line}" for line in range(1, 5)), "city", "county", "country", "postcode")


@dataclass(frozen=True, slots=True)
class Document:
    """An order or a quote.

    Attributes:
        prefix: How the tables of its kind begin.
        row: Its header.
        lines: The rows of its lines in the view.
        address: Its customer's default delivery address, where it is sent to.
    """

    prefix: str
    row: Row
    lines: Sequence[Row]
    address: Row

    @property
    def stamps(self) -> Row:
        """When it was made and last changed."""
        return {name: self.row[name] for name in ("date_time_created", "date_time_updated")}


def parts(counters: Counters, document: Document, goods: Goods) -> Tables:
    """All that is nested in a document."""
    made = {
        **_lines(counters, document, goods),
        **_addresses(counters, document),
        **_profit(counters, document, goods),
    }
    if document.prefix == ORDER:
        table = f"{ORDER}_payment_statuses"
        made[table] = [nested(table, document.row, **payment_values(document.row))]
    return made


def payment_values(order: Row) -> Row:
    """What may still be changed of an order: all until it is invoiced, how it is paid until any of it is."""
    is_open = order["document_status"] not in {COMPLETE, CANCELLED}
    return {
        "is_partially_invoiced": order["invoice_credit_status"] == PART,
        "is_amendable": is_open,
        "is_reference_amendable": is_open,
        "is_payment_method_amendable": is_open and order["invoice_credit_status"] == NONE,
    }


def _lines(counters: Counters, document: Document, goods: Goods) -> Tables:
    """The lines, and the discounts that were given on some of them by hand."""
    table, discounts = f"{document.prefix}_lines", f"{document.prefix}_line_discounts"
    lines = [
        nested(
            table,
            document.row,
            date_time_created=document.row["date_time_created"],
            **document_lines.line_values(table, line, goods),
        )
        for line in document.lines
    ]
    currency = document.lines[0][f"{document.prefix}_currency_name"] if document.lines else ""
    return {
        table: lines,
        discounts: [
            nested(
                discounts,
                line,
                sop_order_return_line_id=line["id"],
                source_of_price_type="EnumSourceOfPriceManual",
                currency_name=currency,
                pricing_type="EnumTradePricingTypeUnitPrice",
                flat_rate_or_quantity_break_type="FlatRate",
                discount_or_surcharge_type="Discount",
                value=line["unit_discount_value"],
                id=counters.next_id(),
                date_time_created=line["date_time_created"],
                date_time_updated=line["date_time_created"],
            )
            for line in lines
            if typed(line, "unit_discount_value", Decimal)
        ],
    }


def _addresses(counters: Counters, document: Document) -> Tables:
    """Where the document's goods go to, and where its invoice goes to if it is of the cash account."""
    delivery, invoice = f"{document.prefix}_delivery_addresses", f"{document.prefix}_cash_account_invoice_addresses"
    address = document.address
    place = {name: address[name] for name in _PLACE}
    is_cash = document.row["customer_type"] == CASH
    return {
        delivery: [
            nested(
                delivery,
                document.row,
                **place,
                **document.stamps,
                id=counters.next_id(),
                contact=address["contact"],
                telephone_number=address["telephone"],
                fax_number=address["fax"],
                email_address=address["email"],
                tax_code_id=address["tax_code_id"],
                country_code_id=address["country_code_id"],
            )
        ],
        invoice: [nested(invoice, document.row, **place, **document.stamps, id=counters.next_id())] if is_cash else [],
    }


def _profit(counters: Counters, document: Document, goods: Goods) -> Tables:
    """The analysis of the document's profit; that of a line is in the document's too, as the same row."""
    whole, of_line = f"{document.prefix}_profitabilities", f"{document.prefix}_line_profitabilities"
    analysis = nested(
        whole,
        document.row,
        sop_order_return_id=document.row["id"],
        id=counters.next_id(),
        **document_profit.document_values(document.lines, document.prefix),
        **document.stamps,
    )
    made: Tables = {whole: [analysis], of_line: []}
    made |= {f"{document.prefix}_profitability_{kind}": [] for kind in (STOCK_LINES, OTHER_LINES)}
    for line in document_profit.analysed(document.lines, document.prefix):
        table = f"{document.prefix}_profitability_{document_profit.list_of(line)}"
        own = {
            "sop_order_profit_analysis_id": analysis["id"],
            "id": counters.next_id(),
            **document_profit.line_values(line, document.prefix, goods.products),
            **document.stamps,
        }
        made[of_line].append(nested(of_line, {"id": line[f"{document.prefix}_line_id"]}, **own))
        made[table].append(nested(table, analysis, **own))
    return made
