"""Sales order processing (SOP): allocations, despatches and export details."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    Column,
    flag,
    identifier,
    quantity,
    reference,
    since,
    since_each,
    table,
    text,
    timestamp,
    whole,
)

_NAMED_DEFAULT: tuple[Column, ...] = (
    text("name"),
    flag("is_default", "Whether this is the default for new despatches."),
)

_PARCEL: tuple[Column, ...] = (
    text("sop_despatch_document_no"),
    timestamp("sop_despatch_date"),
    text("sop_despatch_courier_name"),
    text("sop_despatch_consignment_no", "The courier's number for the parcel (inferred)."),
    text("sop_despatch_incoterm"),
    text("sop_despatch_export_reason"),
    whole("sop_despatch_pieces"),
    quantity("sop_despatch_weight", "In kilograms (inferred).", scale=3),
    text("sop_despatch_notes"),
    text("sop_despatch_user_name"),
)

_ORDER: tuple[Column, ...] = (
    text("sop_order_document_no"),
    timestamp("sop_order_document_date"),
    text("sop_order_customer_document_no"),
    reference("customer_id", "customers"),
    text("customer_reference"),
    text("customer_name"),
)


class SopAllocationLineViews(ResourceStream):
    """Goods allocated to a sales order line, in one bin.

    The primary key is inferred.
    """

    name = "sop_allocation_line_views"
    introduced = "2021-07-26"
    key = ("sop_allocation_line_id",)
    timestamps = ()
    created = None
    schema = table(
        identifier("sop_allocation_line_id"),
        whole("sop_order_return_line_id", "Matches `sop_order_line_views.sop_order_line_id` (inferred)."),
        timestamp("sop_allocation_line_allocated_date"),
        quantity("sop_allocation_line_allocated_quantity", "Originally allocated (inferred)."),
        quantity("sop_allocation_line_despatched_quantity"),
        quantity("sop_allocation_line_current_allocated_quantity", "Allocated but not yet despatched (inferred)."),
        text("sop_allocation_line_user_name"),
        whole("allocation_balance_id"),
        reference("warehouse_id", "warehouses"),
        text("warehouse_name"),
        reference("bin_holding_id", "bin_holdings"),
        text("bin_holding_name"),
    )


class SopDespatchReceipts(ResourceStream):
    """A despatch: goods sent under one number, with the details of the parcel."""

    name = "sop_despatch_receipts"
    introduced = "2022-08-22"
    schema = table(
        identifier("id"),
        text("despatch_no"),
        timestamp("despatch_date"),
        text("despatched_by", "Name of the user."),
        reference("courier_id", "couriers"),
        text("courier_name"),
        text("consignment_no", "The courier's number for the parcel (inferred)."),
        whole("pieces"),
        quantity("weight", "In kilograms (inferred).", scale=4),
        reference("sop_incoterm_id", "sop_incoterms"),
        text("sop_incoterm_name"),
        reference("sop_export_reason_id", "sop_export_reasons"),
        text("sop_export_reason_name"),
        text("notes"),
        *AUDIT,
    )


class SopExportReasons(ResourceStream):
    """A reason for exporting goods, such as sale or repair."""

    name = "sop_export_reasons"
    introduced = "2022-08-22"
    schema = table(identifier("id"), *_NAMED_DEFAULT, *AUDIT)


class SopIncoterms(ResourceStream):
    """A term of trade: who pays for carriage and bears the risk."""

    name = "sop_incoterms"
    introduced = "2022-08-22"
    schema = table(identifier("id"), *_NAMED_DEFAULT, *AUDIT)


class SopOrderDespatchLineViews(ResourceStream):
    """A sales order line on a despatch: quantity, date and place of despatch.

    The primary key is inferred.
    """

    name = "sop_order_despatch_line_views"
    key = ("sop_despatch_line_id",)
    created = None
    schema = table(
        identifier("sop_despatch_line_id"),
        quantity("sop_despatch_line_quantity", "Quantity on this despatch."),
        *since("2021-07-26", flag("sop_despatch_line_is_invoiced")),
        reference("sop_despatch_id", "sop_despatch_receipts"),
        *since_each(
            _PARCEL,
            sop_despatch_courier_name="2022-08-22",
            sop_despatch_consignment_no="2022-08-22",
            sop_despatch_incoterm="2022-08-22",
            sop_despatch_export_reason="2022-08-22",
            sop_despatch_pieces="2022-08-22",
            sop_despatch_weight="2022-08-22",
            sop_despatch_notes="2022-08-22",
        ),
        *since("2022-08-22", text("sys_courier_tracking_url")),
        whole("sop_order_line_id", "Matches the same column of `sop_order_line_views`."),
        *since(
            "2022-08-22",
            reference("sop_order_line_type_id", "order_return_line_types"),
            text("sop_order_line_item_code"),
            text("sop_order_line_item_description"),
        ),
        whole("sop_order_line_print_sequence_number", "Position on the document."),
        quantity("sop_order_line_quantity", "Ordered quantity."),
        quantity("sop_order_line_despatch_quantity", "Despatched so far, on all despatches."),
        reference("sop_order_id", "sop_orders"),
        *_ORDER,
        text("sop_order_document_status_type"),
        reference("product_id", "products"),
        text("product_code"),
        text("product_name"),
        reference("warehouse_holding_id", "warehouse_holdings"),
        reference("warehouse_id", "warehouses"),
        text("warehouse_name"),
        timestamp(
            "date_time_updated",
            "Timestamp of the last change, UTC. Sage does not document which part of the row it covers.",
        ),
    )


class SopOrderDespatchViews(ResourceStream):
    """A despatch and one of its sales orders. The primary key is inferred: a despatch may cover several orders."""

    name = "sop_order_despatch_views"
    introduced = "2022-08-22"
    key = ("sop_despatch_id", "sop_order_id")
    timestamps = ()
    created = None
    schema = table(
        reference("sop_despatch_id", "sop_despatch_receipts", key=True),
        *_PARCEL,
        reference("sop_despatch_courier_id", "couriers"),
        reference("sop_order_id", "sop_orders", key=True),
        *_ORDER,
        reference("sop_order_document_status_id", "sop_document_status_types"),
    )
