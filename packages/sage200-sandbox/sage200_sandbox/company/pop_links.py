"""What lines of purchase orders are linked to: sales orders that their goods went to, and requisitions.

Every sixth line that can be is linked to the first sales order line that took the same product, received by then, from
the same warehouse, and that asked for no more. Only complete orders are linked, which the day's work leaves alone. A
link has the id of what it leads to (inferred).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.lines import COMPLETE
from sage200_sandbox.company.nested import nested
from sage200_sandbox.company.reading import by, typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

    Taken = dict[tuple[Value, Value], list[Row]]

_ORDERS, _REQUISITIONS = "pop_linked_order_lines", "pop_linked_requisition_lines"
_EVERY = 6
_FROM_PURCHASE: Row = {"has_pop_order": True, "back_to_back_status": "EnumBackToBackStatusPOReceived"}


def tables(made: Tables) -> Tables:
    """The links, and the lines of sales orders, which say that there is a purchase order."""
    received = [line for line in made["pop_order_lines"] if line["is_complete"]]
    pairs = list(_pairs(received, _taken(made)))[::_EVERY]
    linked = {view["sop_order_line_id"] for _, view in pairs}
    return {
        _ORDERS: [_link(line, view) for line, view in pairs],
        _REQUISITIONS: list(_requisition_lines(made)),
        "sop_order_lines": [row | _FROM_PURCHASE if row["id"] in linked else row for row in made["sop_order_lines"]],
    }


def _taken(made: Tables) -> Taken:
    """The despatched lines of complete sales orders, by product and warehouse, in the order of time."""
    taken: Taken = {}
    for view in made["sop_order_line_views"]:
        if view["product_id"] and view["sop_order_document_status"] == COMPLETE:
            taken.setdefault((view["product_id"], view["warehouse_id"]), []).append(view)
    for views in taken.values():
        views.sort(key=lambda view: date_in(view, "sop_order_line_date_time_updated"))
    return taken


def _pairs(received: Iterable[Row], taken: Taken) -> Iterator[tuple[Row, Row]]:
    """Each received line with the first line that took of it; lines that were passed over are not asked again."""
    places = {place: iter(views) for place, views in taken.items()}
    for line in sorted(received, key=lambda line: date_in(line, "date_time_updated")):
        for view in places.get((line["product_id"], line["warehouse_id"]), ()):
            later = date_in(view, "sop_order_line_date_time_updated") > date_in(line, "date_time_updated")
            if later and typed(view, "sop_order_line_quantity", Decimal) <= typed(line, "line_quantity", Decimal):
                yield line, view
                break


def _link(line: Row, view: Row) -> Row:
    required, sent = (
        typed(view, f"sop_order_line_{name}", Decimal) for name in ("quantity", "despatch_receipt_quantity")
    )
    return nested(
        _ORDERS,
        line,
        type="Sales Order",
        linked_order_id=view["sop_order_id"],
        customer_name=view["customer_name"],
        customer_reference=view["customer_reference"],
        document_no=view["sop_order_document_no"],
        stock_unit_required_quantity=required,
        stock_unit_despatched_quantity=sent,
        stock_unit_outstanding_quantity=required - sent,
        id=view["sop_order_line_id"],
    )


def _requisition_lines(made: Tables) -> Iterator[Row]:
    """What was asked for, of each line that fulfils a requisition."""
    lines = by(made["pop_order_lines"], "id")
    for view in made["pop_requisition_fulfilment_line_views"]:
        yield nested(
            _REQUISITIONS,
            lines[view["pop_requisition_fulfilment_line_linked_item_id"]],
            supplier_reference=view["supplier_account_number"],
            supplier_name=view["supplier_account_name"],
            item_code=view["pop_requisition_line_item_code"],
            item_name=view["pop_requisition_line_item_name"],
            document_no=view["pop_requisition_document_no"],
            quantity=view["pop_requisition_line_quantity"],
            id=view["pop_requisition_line_id"],
        )
