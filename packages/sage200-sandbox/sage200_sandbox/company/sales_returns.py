"""What was invoiced and credited of which order, and the returns that the credit notes belong to.

Which order a document is for, the sales ledger says: its entry has the document's number as reference and the
order's as second reference. A draft is not posted, so it has no return yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import order_headers
from sage200_sandbox.company.blank import blank, scaled
from sage200_sandbox.company.fixed import id_of
from sage200_sandbox.company.invoices import INVOICE_TYPE
from sage200_sandbox.company.lines import COMPLETE, FULL
from sage200_sandbox.company.order_headers import status_id
from sage200_sandbox.company.reading import ZERO, by, total, typed
from sage200_sandbox.company.repeating import grouped, repeated
from sage200_sandbox.company.sales_lists import ORDER, QUOTE, RETURN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_CREDITED = "sop_invoice_credit"
_HEADER = (
    *("id", "document_no", "document_date", "document_status"),
    *("requested_delivery_date", "promised_delivery_date", "date_time_updated"),
)


@dataclass(frozen=True, slots=True)
class Billed:
    """An invoice or a credit note: its lines, the order or the return that it is for, and that one's lines."""

    lines: list[Row]
    document: Row
    document_lines: list[Row]

    @property
    def is_invoice(self) -> bool:
        """Whether it is no credit note."""
        return self.lines[0][f"{_CREDITED}_type"] == INVOICE_TYPE

    def column(self, name: str) -> Value:
        """What all its lines show of it."""
        return self.lines[0][f"{_CREDITED}_{name}"]

    def sum(self, name: str) -> Decimal:
        """The sum over its lines."""
        return total(typed(line, f"{_CREDITED}_line_{name}", Decimal) for line in self.lines)


def tables(office: Office, made: Tables) -> Tables:
    """The headers of orders, returns and quotes, the lines of returns, and what was invoiced and credited."""
    posted = list(_posted(made))
    invoices = [one for one in posted if one.is_invoice]
    credited = [
        _returned(office, one, number=f"R{turn:09d}")
        for turn, one in enumerate((one for one in posted if not one.is_invoice), start=1)
    ]
    returns = [one.document for one in credited]
    customers = by(made["customers"], "id")
    return {
        "sop_order_return_views": [
            *order_headers.views(made, made["sop_orders"], kind=ORDER),
            *order_headers.views(made, returns, kind=RETURN),
            *order_headers.views(made, made["sop_quotes"], kind=QUOTE),
        ],
        "sop_return_line_views": [line for one in credited for line in one.document_lines],
        "sop_order_return_invoice_credit_views": [
            _document_view(made, one, customers[one.document["customer_id"]]) for one in (*invoices, *credited)
        ],
        "sop_order_return_line_invoice_credit_views": [
            row for one in (*invoices, *credited) for row in _line_views(made, one)
        ],
    }


def _posted(made: Tables) -> Iterator[Billed]:
    """Each posted document, with the lines of the order that it is for, one for each of its own."""
    orders = by(made["sop_orders"], "document_no")
    of_order = grouped(made["sop_order_line_views"], "sop_order_id")
    order_no = {entry["reference"]: entry["second_reference"] for entry in made["sales_posted_transactions"]}
    for lines in grouped(made["customer_sop_invoice_credit_line_views"], f"{_CREDITED}_id").values():
        if lines[0][f"{_CREDITED}_document_status"] == COMPLETE:
            order = orders[order_no[lines[0][f"{_CREDITED}_document_no"]]]
            invoiced = [line for line in of_order[order["id"]] if line["sop_order_line_invoice_credit_quantity"]]
            yield Billed(lines, order, invoiced[: len(lines)])


def _returned(office: Office, credit: Billed, *, number: str) -> Billed:
    """The credit note with the return that it is for, instead of the order: all came back and was credited."""
    net, tax = credit.sum("total_value"), credit.sum("tax_value")
    document = credit.document | scaled(
        "sop_orders",
        {
            "id": office.next_id(),
            "document_no": number,
            "document_date": credit.column("document_date"),
            "document_status": COMPLETE,
            "despatch_receipt_status": FULL,
            "invoice_credit_status": FULL,
            "subtotal_goods_value": net,
            "subtotal_charge_net_value": ZERO,
            "subtotal_charge_tax_value": ZERO,
            "total_net_value": net,
            "total_tax_value": tax,
            "total_gross_value": net + tax,
            "requested_delivery_date": None,
            "promised_delivery_date": None,
            "date_time_created": credit.column("date_time_updated"),
            "date_time_updated": credit.column("date_time_updated"),
        },
    )
    lines = [
        _return_line(office, document, line, ordered)
        for line, ordered in zip(credit.lines, credit.document_lines, strict=True)
    ]
    return Billed(credit.lines, document, lines)


def _return_line(office: Office, document: Row, credited: Row, ordered: Row) -> Row:
    """The line of a return: as on the order, but for what was credited."""
    renamed = {name.replace("sop_order_", "sop_return_", 1): value for name, value in ordered.items()}
    quantity = credited["invoice_line_profit_analysis_line_quantity"]
    header = {f"sop_return_{name}": document[name] for name in _HEADER}
    own: Row = {
        "id": office.next_id(),
        "number": 1,
        "quantity": quantity,
        "despatch_receipt_quantity": quantity,
        "invoice_credit_quantity": quantity,
        "total_value": credited[f"{_CREDITED}_line_total_value"],
        "line_tax_value": credited[f"{_CREDITED}_line_tax_value"],
        "requested_delivery_date": None,
        "promised_delivery_date": None,
        "date_time_updated": document["date_time_updated"],
    }
    return blank(
        "sop_return_line_views",
        **repeated("sop_return_line_views", renamed)
        | header
        | {f"sop_return_line_{name}": value for name, value in own.items()},
    )


def _document_view(made: Tables, billed: Billed, customer: Row) -> Row:
    """An order with its invoice or a return with its credit note; two of the ids are text here (documented)."""
    document, net, tax = billed.document, billed.sum("total_value"), billed.sum("tax_value")
    shown = ("id", "document_no", "document_date", "customer_document_no")
    values = ("total_net_value", "total_tax_value", "total_gross_value")
    return blank(
        "sop_order_return_invoice_credit_views",
        **{f"sop_order_return_{name}": document[name] for name in (*shown, *values)},
        sop_order_return_document_type_id=id_of(made, "sop_document_types", ORDER if billed.is_invoice else RETURN),
        sop_order_return_document_status_id=status_id(made, document),
        **{f"customer_{name}": customer[name] for name in ("id", "reference", "name", "short_name")},
        **{f"{_CREDITED}_{name}": billed.column(name) for name in ("id", "document_no", "document_date")},
        sop_invoice_credit_type_id=str(_type_id(made, billed)),
        sop_invoice_credit_document_status_id=str(_status_id(made, billed)),
        sop_invoice_credit_total_net_value=net,
        sop_invoice_credit_total_tax_value=tax,
        sop_invoice_credit_total_gross_value=net + tax,
    )


def _line_views(made: Tables, billed: Billed) -> list[Row]:
    """What of each line of an order or a return was invoiced or credited."""
    line_id = "sop_order_line_id" if billed.is_invoice else "sop_return_line_id"
    return [
        blank(
            "sop_order_return_line_invoice_credit_views",
            **{f"{_CREDITED}_{name}": billed.column(name) for name in ("id", "document_no", "document_date")},
            sop_order_return_line_id=ordered[line_id],
            sop_invoice_credit_type_id=_type_id(made, billed),
            sop_invoice_credit_document_status_id=_status_id(made, billed),
            sop_invoice_credit_line_invoice_credit_quantity=line["invoice_line_profit_analysis_line_quantity"],
        )
        for line, ordered in zip(billed.lines, billed.document_lines, strict=True)
    ]


def _type_id(made: Tables, billed: Billed) -> Value:
    return id_of(made, "sop_invoice_credit_types", billed.column("type"))


def _status_id(made: Tables, billed: Billed) -> Value:
    return id_of(made, "sop_document_status_types", billed.column("document_status"))
