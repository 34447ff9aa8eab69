"""Invoices and credit notes of sales orders: their stock movements, and their rows in Sage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.office import YEAR_END, midnight, working_day
from sage200_sandbox.company.orders import COMPLETE, DRAFT
from sage200_sandbox.company.reading import in_base
from sage200_sandbox.company.stock import DESPATCH, RETURN, Movement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sage200_sandbox.company.ledger import Counters
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.orders import Line, Order
    from sage200_sandbox.rows import Row, Value

INVOICE_LINES = "customer_sop_invoice_credit_line_views"
INVOICE_TYPE, CREDIT_TYPE = "EnumInvoiceCreditTypeInvoice", "EnumInvoiceCreditTypeCredit"
_CREDITED_EVERY = 11


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice or credit note for lines of an order. The lines have the invoiced or credited quantities."""

    id: int
    type: str
    document_no: str
    order: Order
    lines: tuple[Line, ...]
    moment: datetime
    status: str = COMPLETE

    @property
    def sign(self) -> int:
        """1, or -1 for a credit note."""
        return 1 if self.type == INVOICE_TYPE else -1


def invoices(office: Office, orders: Iterable[Order]) -> list[Invoice]:
    """An invoice for the despatched lines of each order, and a credit note for a line of every eleventh invoice.

    The last credit note is a draft. It is not posted.
    """
    sent: list[Invoice] = []
    back: list[Invoice] = []
    for order in orders:
        lines = tuple(line for line in order.lines if line.invoiced)
        if not lines:
            continue
        number = f"{len(sent) + 1:010d}"
        sent.append(Invoice(office.next_id(), INVOICE_TYPE, number, order, lines, max(line.updated for line in lines)))
        if len(sent) % _CREDITED_EVERY == 1:
            back.append(_credit_note(office, sent[-1], number=f"CR{len(back) + 1:08d}"))
    return [*sent, *back[:-1], replace(back[-1], status=DRAFT)]


def _credit_note(office: Office, invoice: Invoice, *, number: str) -> Invoice:
    """A credit note for one unit of the invoice's first line."""
    day = min(working_day(midnight(invoice.moment), after=6), YEAR_END)
    line = replace(invoice.lines[0], quantity=Decimal(1))
    return Invoice(office.next_id(), CREDIT_TYPE, number, invoice.order, (line,), office.moment(day, hour=17))


def movements(invoice: Invoice) -> Iterator[Movement]:
    """The stock movements of an invoice or credit note."""
    for line in invoice.lines:
        if line.product and line.warehouse:
            yield Movement(
                kind=DESPATCH if invoice.sign > 0 else RETURN,
                product=line.product,
                warehouse=line.warehouse,
                quantity=-invoice.sign * line.quantity,
                moment=invoice.moment,
                reference=invoice.order.document_no,
                second_reference=invoice.document_no,
                unit_price=in_base(line.price, invoice.order.rate),
                unit_discount=in_base(line.worth.unit_discount, invoice.order.rate),
            )


def line_views(counters: Counters, invoice: Invoice, *, groups: dict[Value, Row]) -> list[Row]:
    """The rows of `customer_sop_invoice_credit_line_views` for one invoice. `groups` is by id.

    A draft has no profit analysis: these columns are null (seen). A charge has no product: these columns are null too
    (inferred).
    """
    order = invoice.order
    header: Row = {
        **{f"customer_{name}": order.trader[name] for name in ("id", "reference", "name")},
        "sop_invoice_credit_id": invoice.id,
        "sop_invoice_credit_type": invoice.type,
        "sop_invoice_credit_document_no": invoice.document_no,
        "sop_invoice_credit_document_date": midnight(invoice.moment),
        "sop_invoice_credit_document_status": invoice.status,
        "sop_invoice_credit_exchange_rate": order.rate,
        "sop_invoice_credit_date_time_updated": invoice.moment,
        "sop_invoice_credit_line_invoice_credit_date": midnight(invoice.moment),
        "sop_invoice_credit_line_date_time_updated": invoice.moment,
    }
    return [
        blank(
            INVOICE_LINES,
            **header,
            sop_invoice_credit_line_id=counters.next_id(),
            sop_invoice_credit_line_total_value=line.worth.net,
            sop_invoice_credit_line_tax_value=line.worth.tax,
            **_profit(counters, invoice, line),
            **_product(line.product, groups),
        )
        for line in invoice.lines
    ]


def _profit(counters: Counters, invoice: Invoice, line: Line) -> Row:
    """The columns of the profit analysis, in base currency; null in a draft."""
    revenue, cost = in_base(line.worth.net, invoice.order.rate), line.quantity * line.cost
    is_draft = invoice.status == DRAFT
    values: Row = {
        "id": None if is_draft else counters.next_id(),
        "line_quantity": line.quantity,
        "realised_cost_value": cost,
        "realised_profit_value": revenue - cost,
        "date_time_updated": invoice.moment,
    }
    return {f"invoice_line_profit_analysis_{name}": None if is_draft else value for name, value in values.items()}


def _product(product: Row | None, groups: dict[Value, Row]) -> Row:
    """The columns of the product and its group; null without a product."""
    group = groups[product["product_group_id"]] if product else None
    names = ("id", "code", "name", "description", "date_time_updated")
    return {
        **{f"product_{name}": product[name] if product else None for name in names},
        **{f"product_group_{name}": group[name] if group else None for name in names if name != "name"},
    }
