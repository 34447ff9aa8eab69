"""Purchase order processing (POP): requisitions, which request goods before they are ordered.

Requisitions have no table of their own. They come with their fulfilment: a purchase order, or stock (documented).
"""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    NOMINAL_NUMBER,
    Column,
    identifier,
    money,
    quantity,
    reference,
    table,
    text,
    timestamp,
    whole,
)

_FULFILLED_BY = "Type of fulfilment: purchase order, stock, unable to fulfil, or cancelled (documented)."


def _nominal_account(prefix: str) -> tuple[Column, ...]:
    return (
        text(f"{prefix}nominal_account_name"),
        text(f"{prefix}nominal_account_reference", NOMINAL_NUMBER),
        text(f"{prefix}nominal_cost_centre"),
        text(f"{prefix}nominal_department"),
    )


def _item(prefix: str) -> tuple[Column, ...]:
    return (
        text(f"{prefix}item_code"),
        text(f"{prefix}item_name"),
        text(f"{prefix}warehouse_name"),
        quantity(f"{prefix}quantity"),
        money(f"{prefix}unit_buying_price", "Unit price.", scale=5),
        money(f"{prefix}net_value"),
        *_nominal_account(prefix),
    )


class PopRequisitionFulfilmentLineViews(ResourceStream):
    """The fulfilment of a requisition line, together with the line.

    The primary key is inferred.

    The only timestamp is that of the requisition's creation. It never changes, so the view is fully reloaded in each
    run.
    """

    name = "pop_requisition_fulfilment_line_views"
    introduced = "2024-02-05"
    key = ("pop_requisition_fulfilment_line_id", "pop_requisition_line_id")
    timestamps = ()
    created = "pop_requisition_date_time_created"
    schema = table(
        reference(
            "pop_requisition_fulfilment_line_id",
            "pop_requisition_fulfilment_lines",
            "0 if nothing fulfils the line yet (inferred).",
            key=True,
        ),
        whole("pop_requisition_fulfilment_line_type_id", _FULFILLED_BY),
        whole("pop_requisition_fulfilment_line_linked_item_id"),
        reference("pop_requisition_fulfilment_line_supplier_id", "suppliers"),
        *_item("pop_requisition_fulfilment_line_"),
        identifier("pop_requisition_line_id"),
        whole("pop_requisition_line_status_id"),
        *_item("pop_requisition_line_"),
        text("pop_requisition_line_currency_symbol"),
        quantity("pop_requisition_line_quantity_to_fulfil"),
        quantity("pop_requisition_line_quantity_fulfilled"),
        text("pop_requisition_line_buying_unit_description"),
        text("pop_requisition_line_supplier_code", "Code of the supplier that the requester proposed (inferred)."),
        text("pop_requisition_line_supplier_name"),
        timestamp("pop_requisition_line_delivery_date"),
        text("pop_requisition_line_authoriser_username"),
        timestamp("pop_requisition_line_authorised_date"),
        whole("pop_requisition_id", "Key of the requisition; there is no table of requisitions."),
        text("pop_requisition_document_no"),
        text("pop_requisition_created_by_username"),
        timestamp("pop_requisition_date_time_created"),
        text("supplier_account_number", "Account of the order's supplier; matches `suppliers.reference` (inferred)."),
        text("supplier_account_name"),
        text("nominal_report_category_budget_name", "The budget that is charged (inferred)."),
        text("sys_currency_symbol", "Symbol of the order's currency (inferred)."),
        text("stock_item_stock_unit_name"),
    )


class PopRequisitionFulfilmentLines(ResourceStream):
    """The fulfilment of a requisition line: a purchase order, stock, or nothing (documented)."""

    name = "pop_requisition_fulfilment_lines"
    introduced = "2024-02-05"
    schema = table(
        identifier("id"),
        whole("pop_requisition_line_id", "Matches the same column of `pop_requisition_fulfilment_line_views`."),
        text("pop_requisition_fulfilment_line_type", _FULFILLED_BY),
        whole("linked_item_id"),
        text("linked_reference"),
        reference("supplier_id", "suppliers"),
        reference("warehouse_id", "warehouses"),
        reference(
            "warehouse_item_id",
            "warehouse_holdings",
            "Holding of the product in the warehouse `warehouse_id` (inferred).",
        ),
        *_item(""),
        *AUDIT,
    )
