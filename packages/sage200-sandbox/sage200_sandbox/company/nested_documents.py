"""The tables of what is nested in orders and quotes, and the few things that only some of them have."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sage200_sandbox.company.customer_views import defaults
from sage200_sandbox.company.document_lines import ORDER, QUOTE, Goods
from sage200_sandbox.company.document_parts import Document, parts
from sage200_sandbox.company.nested import nested
from sage200_sandbox.company.office import USER
from sage200_sandbox.company.quotes_won import orders_won
from sage200_sandbox.company.reading import by
from sage200_sandbox.company.repeating import grouped

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

_QUOTED, _ORDERED = "SopQuote", "SopOrderAcknowledgement"  # the one type of document that there is of an order
_NOTED_EVERY = {ORDER: 9, QUOTE: 3}
_NOTES = ("Rang to ask when it will arrive", "Wants all of it in one delivery", "Bring the samples back")


def tables(office: Office, made: Tables) -> Tables:
    """All that is nested in orders and quotes."""
    goods = Goods.read(made.__getitem__)
    address = defaults(made["customer_delivery_addresses"])
    nested_rows: defaultdict[str, list[Row]] = defaultdict(list)
    for prefix in (ORDER, QUOTE):
        lines = grouped(made[f"{prefix}_line_views"], f"{prefix}_id")
        for row in made[f"{prefix}s"]:
            document = Document(prefix, row, lines.get(row["id"], []), address[row["customer_id"]])
            for table, rows in parts(office, document, goods).items():
                nested_rows[table] += rows
        nested_rows[f"{prefix}_memos"] = _memos(office, f"{prefix}_memos", made[f"{prefix}s"])
    return {**nested_rows, "sop_quote_document_links": _links(office, made)}


def _memos(office: Office, table: str, documents: list[Row]) -> list[Row]:
    """A note on every few documents, made when they were entered."""
    every = _NOTED_EVERY[table.removesuffix("_memos")]
    return [
        nested(
            table,
            document,
            sop_order_return_id=document["id"],
            is_active=True,
            note=_NOTES[index % len(_NOTES)],
            created_by=USER,
            id=office.next_id(),
            date_time_created=document["date_time_created"],
            date_time_updated=document["date_time_created"],
        )
        for index, document in enumerate(documents[::every])
    ]


def _links(office: Office, made: Tables) -> list[Row]:
    """The quotes that became orders."""
    quotes = by(made["sop_quotes"], "document_no")
    return [
        nested(
            "sop_quote_document_links",
            quotes[number],
            source_document_id=quotes[number]["id"],
            source_document_no=number,
            source_document_type=_QUOTED,
            document_id=order["id"],
            document_no=order["document_no"],
            document_type=_ORDERED,
            id=office.next_id(),
            date_time_created=order["date_time_created"],
            date_time_updated=order["date_time_created"],
        )
        for number, order in orders_won(made).items()
    ]
