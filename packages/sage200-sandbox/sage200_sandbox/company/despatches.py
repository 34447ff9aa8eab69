"""Goods sent out: each order's in one despatch, when they left the warehouse.

The views stay behind the day's work, which sends out an order too.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.fixed import id_of
from sage200_sandbox.company.office import USER, midnight
from sage200_sandbox.company.order_headers import status_id
from sage200_sandbox.company.reading import by, typed
from sage200_sandbox.company.repeating import grouped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

    Holdings = Mapping[tuple[Value, Value], Row]

_LINE = "sop_order_line"
_PARCEL = ("courier_name", "consignment_no", "pieces", "weight", "notes")
_OF_LINE = ("product_id", "product_code", "product_name", "warehouse_id", "warehouse_name")
_ORDER = ("document_no", "document_date", "customer_document_no")


@dataclass(frozen=True, slots=True)
class Despatch:
    """A despatch with the order that it serves, the order's customer, and the lines that went out."""

    receipt: Row
    order: Row
    customer: Row
    lines: Sequence[Row]


def tables(office: Office, made: Tables) -> Tables:
    """The despatches and their lines."""
    lines = grouped(made["sop_order_line_views"], "sop_order_id")
    sent = {order: [line for line in own if _quantity(line, "despatch_receipt")] for order, own in lines.items()}
    orders = sorted(
        (order for order in made["sop_orders"] if sent.get(order["id"])),
        key=lambda order: max(date_in(line, f"{_LINE}_date_time_updated") for line in sent[order["id"]]),
    )
    receipts = _receipts(office, made, orders, sent)
    customers = by(made["customers"], "id")
    sent_out = [
        Despatch(receipt, order, customers[order["customer_id"]], sent[order["id"]])
        for receipt, order in zip(receipts, orders, strict=True)
    ]
    holdings = {(row["product_id"], row["warehouse_id"]): row for row in made["warehouse_holdings"]}
    return {
        "sop_despatch_receipts": receipts,
        "sop_order_despatch_views": [_despatch_view(made, one) for one in sent_out],
        "sop_order_despatch_line_views": [
            row for one in sent_out for row in _despatch_line_views(office, made, one, holdings)
        ],
    }


def _quantity(line: Row, process: str) -> Decimal:
    return typed(line, f"{_LINE}_{process}_quantity", Decimal)


def _receipts(office: Office, made: Tables, orders: Sequence[Row], sent: Mapping[Value, Sequence[Row]]) -> list[Row]:
    """A despatch for each order, numbered in the order of time; what goes abroad is handed to a carrier."""
    products, currencies = by(made["products"], "id"), by(made["currencies"], "id")
    rows = []
    for number, order in enumerate(orders, start=1):
        lines = [line for line in sent[order["id"]] if line["product_id"]]
        moment = max(date_in(line, f"{_LINE}_date_time_updated") for line in sent[order["id"]])
        abroad = not currencies[order["currency_id"]]["is_base_currency"]
        rows.append(
            blank(
                "sop_despatch_receipts",
                id=office.next_id(),
                despatch_no=f"{number:010d}",
                despatched_by=USER,
                despatch_date=midnight(moment),
                pieces=len(lines),
                weight=sum(
                    (
                        _quantity(line, "despatch_receipt") * typed(products[line["product_id"]], "weight", Decimal)
                        for line in lines
                    ),
                    Decimal(0),
                ),
                **_sent_abroad(made, number) if abroad else _courier(_default(made["couriers"])),
                date_time_created=moment,
                date_time_updated=moment,
            )
        )
    return rows


def _default(rows: Sequence[Row]) -> Row:
    """The default row of a table of names."""
    return next(row for row in rows if row["is_default"])


def _courier(courier: Row) -> Row:
    return {"courier_id": courier["id"], "courier_name": courier["name"]}


def _sent_abroad(made: Tables, number: int) -> Row:
    """What goes abroad goes with the last courier, by a number of its own, on certain terms and for a reason."""
    incoterm, reason = _default(made["sop_incoterms"]), _default(made["sop_export_reasons"])
    return _courier(made["couriers"][-1]) | {
        "consignment_no": f"CN{number:06d}",
        "sop_incoterm_id": incoterm["id"],
        "sop_incoterm_name": incoterm["name"],
        "sop_export_reason_id": reason["id"],
        "sop_export_reason_name": reason["name"],
    }


def _shown(despatch: Despatch) -> Row:
    """What both views show of a despatch, its order and the customer."""
    receipt, order = despatch.receipt, despatch.order
    return {
        "sop_despatch_id": receipt["id"],
        "sop_despatch_document_no": receipt["despatch_no"],
        "sop_despatch_date": receipt["despatch_date"],
        "sop_despatch_user_name": receipt["despatched_by"],
        "sop_despatch_incoterm": receipt["sop_incoterm_name"],
        "sop_despatch_export_reason": receipt["sop_export_reason_name"],
        **{f"sop_despatch_{name}": receipt[name] for name in _PARCEL},
        "sop_order_id": order["id"],
        **{f"sop_order_{name}": order[name] for name in _ORDER},
        **{f"customer_{name}": despatch.customer[name] for name in ("id", "reference", "name")},
    }


def _despatch_view(made: Tables, despatch: Despatch) -> Row:
    return blank(
        "sop_order_despatch_views",
        **_shown(despatch),
        sop_despatch_courier_id=despatch.receipt["courier_id"],
        sop_order_document_status_id=status_id(made, despatch.order),
    )


def _despatch_line_views(office: Office, made: Tables, despatch: Despatch, holdings: Holdings) -> list[Row]:
    """The lines of a despatch; the status of its order is the id as text (seen)."""
    courier = by(made["couriers"], "id")[despatch.receipt["courier_id"]]
    shown = _shown(despatch) | {
        "sop_order_document_status_type": str(status_id(made, despatch.order)),
        "sys_courier_tracking_url": courier["tracking_url"],
        "date_time_updated": despatch.receipt["date_time_updated"],
    }
    rows = []
    for line in despatch.lines:
        holding = holdings.get((line["product_id"], line["warehouse_id"]))
        quantity = _quantity(line, "despatch_receipt")
        rows.append(
            blank(
                "sop_order_despatch_line_views",
                **shown,
                sop_despatch_line_id=office.next_id(),
                sop_despatch_line_quantity=quantity,
                sop_despatch_line_is_invoiced=_quantity(line, "invoice_credit") >= quantity,
                sop_order_line_id=line["sop_order_line_id"],
                sop_order_line_type_id=id_of(made, "order_return_line_types", line["sop_order_line_type"]),
                sop_order_line_item_code=line["sop_order_line_product_code"],
                sop_order_line_item_description=line["sop_order_line_product_description"],
                sop_order_line_print_sequence_number=line["sop_order_line_number"],
                sop_order_line_quantity=line["sop_order_line_quantity"],
                sop_order_line_despatch_quantity=quantity,
                **{name: line[name] for name in _OF_LINE},
                warehouse_holding_id=holding["id"] if holding else None,
            )
        )
    return rows
