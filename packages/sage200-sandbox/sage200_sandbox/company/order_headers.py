"""Orders, returns and quotes in the one view of their headers, which stays behind the day's work.

Pro formas are left out: their headers have no table of their own to be taken from.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.customer_views import defaults
from sage200_sandbox.company.fixed import id_of
from sage200_sandbox.company.lines import LIVE, progress
from sage200_sandbox.company.quotes_won import orders_won
from sage200_sandbox.company.reading import by, pence, typed
from sage200_sandbox.company.repeating import grouped, repeated
from sage200_sandbox.company.sop_rows import delivery_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_PROCESSES = ("despatch_receipt_status", "invoice_credit_status", "cancelled_status")
_HUNDRED = 100


def status_id(made: Tables, document: Row) -> Value:
    """The id of a document's status."""
    return id_of(made, "sop_document_status_types", document["document_status"])


def views(made: Tables, documents: Sequence[Row], *, kind: str) -> list[Row]:
    """The rows of `sop_order_return_views` for documents that have the columns of `sop_orders`."""
    customers, address = by(made["customers"], "id"), defaults(made["customer_delivery_addresses"])
    lines = grouped(made["sop_order_line_views"], "sop_order_id")
    quoted = {order["id"]: number for number, order in orders_won(made).items()}
    rows = []
    for document in documents:
        customer = customers[document["customer_id"]]
        own = repeated("sop_order_return_views", document)
        own |= {f"customer_{name}": customer[name] for name in ("reference", "name", "short_name")}
        own |= {f"{name}_id": id_of(made, "sop_document_process_status_types", document[name]) for name in _PROCESSES}
        own |= {
            "document_type_id": id_of(made, "sop_document_types", kind),
            "document_status_id": status_id(made, document),
            "document_print_status_id": id_of(
                made, "sop_document_print_status_types", "EnumDocumentPrintStatusNotPrinted"
            ),
            "source_document_no": quoted.get(document["id"], ""),
            "total_gross_value_inc_sett": _after_settlement_discount(document),
        }
        own |= delivery_address("sop", address[customer["id"]])
        own |= _readiness(made, document, lines.get(document["id"], []))
        rows.append(blank("sop_order_return_views", **own))
    return rows


def _after_settlement_discount(document: Row) -> Decimal:
    percent = typed(document, "settlement_discount_percent", Decimal)
    discount = pence(typed(document, "total_net_value", Decimal) * percent / _HUNDRED)
    return typed(document, "total_gross_value", Decimal) - discount


def _readiness(made: Tables, document: Row, lines: Sequence[Row]) -> Row:
    """How far the stock for a document's products is set aside, and what may be done next (inferred)."""
    goods = [line for line in lines if line["product_id"]]
    ordered, sent, allocated = (
        [typed(line, f"sop_order_line_{name}", Decimal) for line in goods]
        for name in ("quantity", "despatch_receipt_quantity", "allocated_quantity")
    )
    set_aside = [one + other for one, other in zip(sent, allocated, strict=True)]
    live = document["document_status"] == LIVE
    return {
        "allocated_status_id": id_of(made, "sop_document_process_status_types", progress(set_aside, ordered)),
        "ready_for_allocation": live and set_aside != ordered,
        "ready_for_despatch_receipt": live and any(allocated),
    }
