"""Quotes that became orders, and the account of the customers who pay at once.

Now and then one of the last orders was quoted a week before, line by line at the same prices. The first of them
that is in the company's own currency is of the cash account: all that its customer ordered or was quoted is paid at
once, so that these documents have an invoice address of their own.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.lines import COMPLETE, DRAFT
from sage200_sandbox.company.repeating import grouped, repeated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

CREDIT, CASH = "EnumCustomerTypeCredit", "EnumCustomerTypeCash"

_LAST, _EVERY = 12, 4
_BEFORE = timedelta(days=7)


def tables(office: Office, made: Tables) -> Tables:
    """The quotes' lines, the orders with the type of their customer, and the setting that names the account."""
    won = _won(made)
    account = _cash_account(made, won)
    return {
        "sop_quote_line_views": [*made["sop_quote_line_views"], *_lines(office, made, won)],
        "sop_orders": [row | {"customer_type": customer_type(account, row)} for row in made["sop_orders"]],
        "sop_settings": [
            row | {"allow_cash_orders": True, "cash_order_account_id": account} for row in made["sop_settings"]
        ],
    }


def customer_type(account: Value, document: Row) -> str:
    """Whether the document's customer pays at once: the cash account does."""
    return CASH if document["customer_id"] == account else CREDIT


def orders_won(made: Tables) -> dict[Value, Row]:
    """The orders that quotes became, by the number of the quote: the quote's lines were taken over as they were."""
    numbers = dict.fromkeys(
        line["sop_quote_document_no"]
        for line in made["sop_quote_line_views"]
        if line["sop_quote_document_status"] == COMPLETE
    )
    return dict(zip(numbers, _won(made), strict=True))


def _won(made: Tables) -> list[Row]:
    """Some of the last orders, the oldest first."""
    return [row for row in made["sop_orders"] if row["document_status"] != DRAFT][-1:-_LAST:-_EVERY][::-1]


def _cash_account(made: Tables, won: Sequence[Row]) -> Value:
    base = {row["id"] for row in made["currencies"] if row["is_base_currency"]}
    return next((row for row in won if row["currency_id"] in base), won[0])["customer_id"]


def _lines(office: Office, made: Tables, won: Sequence[Row]) -> list[Row]:
    """The lines of the quotes, which have the next numbers."""
    lines = grouped(made["sop_order_line_views"], "sop_order_id")
    quotes = len({line["sop_quote_id"] for line in made["sop_quote_line_views"]})
    return [
        row
        for number, order in enumerate(won, start=quotes + 1)
        for row in _quoted(office, order, lines[order["id"]], number=f"Q{number:09d}")
    ]


def _quoted(office: Office, order: Row, lines: Sequence[Row], *, number: str) -> list[Row]:
    moment = date_in(order, "date_time_created") - _BEFORE
    header: Row = {
        "id": office.next_id(),
        "document_no": number,
        "document_date": date_in(order, "document_date") - _BEFORE,
        "document_status": COMPLETE,
        "date_time_updated": order["date_time_created"],
    }
    rows = []
    for line in lines:
        renamed = {name.replace("sop_order_", "sop_quote_", 1): value for name, value in line.items()}
        own: Row = {"sop_quote_line_id": office.next_id(), "sop_quote_line_date_time_updated": moment}
        rows.append(
            blank(
                "sop_quote_line_views",
                **repeated("sop_quote_line_views", renamed)
                | {f"sop_quote_{name}": value for name, value in header.items()}
                | own,
            )
        )
    return rows
