"""Which order a movement of stock belongs to, its trader, and the number of the note that went with the goods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.lines import COMPLETE
from sage200_sandbox.company.stock import DESPATCH, RECEIPT, RETURN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

    Names = Mapping[Value, tuple[Value, Value]]

_SALES, _PURCHASES = "sop_order_line_views", "pop_order_line_views"


@dataclass(frozen=True, slots=True)
class Document:
    """The order of a movement: its number, its trader, and the number of the despatch or goods received note."""

    number: Value = ""
    trader: Value = ""
    trader_name: Value = ""
    note: Value = ""


@dataclass(frozen=True, slots=True)
class Documents:
    """Orders by their numbers: the reference and name of the trader, and the numbers of the notes."""

    customers: Names
    suppliers: Names
    despatches: Mapping[Value, str]
    receipts: Mapping[Value, str]

    def of(self, movement: Row) -> Document:
        """The order of this movement; what was there at the start or was counted has none."""
        number, kind = movement["reference"], movement["transaction_type_id"]
        if kind == RECEIPT.type_id:
            return Document(number, *self.suppliers[number], self.receipts.get(number, ""))
        if kind == DESPATCH.type_id:
            return Document(number, *self.customers[number], self.despatches.get(number, ""))
        return Document(number, *self.customers[number]) if kind == RETURN.type_id else Document()


def documents(made: Tables) -> Documents:
    """All orders with their notes, which are numbered in the order of time, one for each order."""
    return Documents(
        customers=_traders(made[_SALES], "sop_order", "customer"),
        suppliers=_traders(made[_PURCHASES], "pop_order", "supplier"),
        despatches=_despatches(made),
        receipts=_numbered(row for row in made["pop_orders"] if row["document_status"] == COMPLETE),
    )


def _traders(lines: list[Row], order: str, trader: str) -> Names:
    return {row[f"{order}_document_no"]: (row[f"{trader}_reference"], row[f"{trader}_name"]) for row in lines}


def _despatches(made: Tables) -> Mapping[Value, str]:
    """Each order's despatch is of the day when the last of its lines went out."""
    sent: dict[Value, datetime] = {}
    for line in made[_SALES]:
        if line["sop_order_line_despatch_receipt_quantity"]:
            moment, order = date_in(line, "sop_order_line_date_time_updated"), line["sop_order_id"]
            sent[order] = max(sent.get(order, moment), moment)
    orders = [row for row in made["sop_orders"] if row["id"] in sent]
    return _numbered(sorted(orders, key=lambda row: sent[row["id"]]))


def _numbered(orders: Iterable[Row]) -> Mapping[Value, str]:
    return {row["document_no"]: f"{number:010d}" for number, row in enumerate(orders, start=1)}
