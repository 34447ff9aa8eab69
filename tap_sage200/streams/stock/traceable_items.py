"""Batches and serial numbers: their balances, locations, receipts and issues."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import (
    Column,
    enum,
    flag,
    identifier,
    parent_key,
    position,
    quantity,
    since,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.stock.warehouses import WarehouseHoldings

TRACED_ITEM: tuple[Column, ...] = (
    text("identification_no", "The batch or serial number."),
    text("additional_reference", "A second number of the batch or item, if the product uses one (inferred)."),
    timestamp("sell_by_date"),
    timestamp("use_by_date"),
)

_BIN = whole("bin_item_id", "Matches `bin_holdings.id` (inferred).")

_HISTORY: tuple[Column, ...] = (
    parent_key("traceable_item_id", of="traceable_item_id"),
    identifier("id"),
    enum("transaction_history_type", "Type of stock movement; a value of `product_transaction_types` (inferred)."),
    timestamp("received_issued_date"),
    quantity("received_issued_quantity", "In stock units (inferred); the sign of issues is not documented."),
    text(
        "trader_reference",
        "Reference of the supplier that the goods came from, or of the customer that they went to (inferred).",
    ),
    text("trader_name"),
    text("sales_purchase_order_no"),
    text("despatch_receipt_grn_no", "Number of the despatch or of the goods received note (inferred)."),
    text("received_issued_by", "Name of the user."),
)

_TRANSACTION: tuple[Column, ...] = (
    position(),
    *TRACED_ITEM,
    text("bin_name"),
    quantity("quantity", "In stock units (inferred)."),
)


class TraceableItemBalances(NestedStream):
    """The quantity of a batch or serial number in one bin, and the allocated part of it.

    Each run sends one request per row of `warehouse_holdings`. Sage may omit used-up batches and serial numbers, and
    their history (inferred).
    """

    name = "traceable_item_balances"
    introduced = "2021-07-26"
    edition = "professional"
    selected_by_default = False
    parent_stream_type = WarehouseHoldings
    path = "/warehouse_holdings/{id}/traceable_item_balances"
    key = ("traceable_bin_item_id", "traceable_item_id")
    schema = table(
        parent_key("warehouse_holding_id", "warehouse_holdings", key=False),
        identifier("traceable_item_id", "The batch or serial number, in any bin."),
        identifier("traceable_bin_item_id", "The batch or serial number in one bin (inferred)."),
        *TRACED_ITEM,
        *since("2023-08-14", _BIN),
        text("bin_name"),
        quantity("quantity", "In stock units, including the allocated part (inferred)."),
        quantity("allocated_quantity"),
        flag("is_allocated"),
        timestamp("receipt_date"),
        text("supplier_reference", "Reference of the supplier that the goods came from (inferred)."),
    )


class TraceableItemAllocations(NestedStream):
    """An allocation of a batch or serial number: the quantity and its purpose.

    Each run sends one request per batch or serial number in `traceable_item_balances`, in addition to the requests for
    the balances.
    """

    name = "traceable_item_allocations"
    introduced = "2020-09-16"
    edition = "professional"
    selected_by_default = False
    parent_stream_type = TraceableItemBalances
    path = "/traceable_items/{traceable_item_id}/traceable_item_allocations"
    key = ("traceable_allocation_bal_id",)
    schema = table(
        parent_key("traceable_item_id", of="traceable_item_id", key=False),
        identifier("traceable_allocation_bal_id"),
        whole("allocation_balance_id", "Matches `sop_allocation_line_views.allocation_balance_id` (inferred)."),
        whole("traceable_bin_item_id", "Matches `traceable_item_balances.traceable_bin_item_id` (inferred)."),
        text("warehouse_name"),
        text("bin_name"),
        text("allocated_to", "The order, build or other purpose of the allocation (inferred)."),
        text("order_no"),
        timestamp("allocation_date"),
        quantity("allocated_quantity"),
    )


class TraceableItemIssues(NestedStream):
    """An issue of a batch or serial number: recipient, date and despatch.

    Each run sends one request per batch or serial number in `traceable_item_balances`, in addition to the requests for
    the balances.
    """

    name = "traceable_item_issues"
    introduced = "2020-09-16"
    edition = "professional"
    selected_by_default = False
    parent_stream_type = TraceableItemBalances
    path = "/traceable_items/{traceable_item_id}/traceable_item_issues"
    key = ("traceable_item_id", "id")
    schema = table(*_HISTORY)


class TraceableItemIssueTransactions(NestedStream):
    """A batch or serial number that left with an issue, and its bin.

    Each run sends one request per row of `traceable_item_issues`, in addition to the requests for the issues. The
    requests use the key of the issue (inferred).
    """

    name = "traceable_item_issue_transactions"
    introduced = "2021-07-26"
    edition = "professional"
    selected_by_default = False
    parent_stream_type = TraceableItemIssues
    path = "/product_transactions/{id}/traceable_item_transactions"
    key = ("traceable_item_issue_id", "position")
    schema = table(parent_key("traceable_item_issue_id"), *_TRANSACTION)


class TraceableItemLocations(NestedStream):
    """A location of a batch or serial number: the bin, and the quantity in it.

    Each run sends one request per batch or serial number in `traceable_item_balances`, in addition to the requests for
    the balances.
    """

    name = "traceable_item_locations"
    introduced = "2020-09-16"
    edition = "professional"
    selected_by_default = False
    parent_stream_type = TraceableItemBalances
    path = "/traceable_items/{traceable_item_id}/traceable_item_locations"
    key = ("traceable_bin_item_id",)
    schema = table(
        parent_key("traceable_item_id", of="traceable_item_id", key=False),
        identifier("traceable_bin_item_id", "The batch or serial number in one bin (inferred)."),
        text("warehouse_name"),
        _BIN,
        text("bin_name"),
        quantity("bin_quantity_in_stock", "Quantity in the bin, in stock units (inferred)."),
        quantity("free_stock_available", "Unallocated part of the quantity in the bin (inferred)."),
    )


class TraceableItemReceipts(NestedStream):
    """A receipt of a batch or serial number: supplier, date and order.

    Each run sends one request per batch or serial number in `traceable_item_balances`, in addition to the requests for
    the balances.
    """

    name = "traceable_item_receipts"
    introduced = "2020-09-16"
    edition = "professional"
    selected_by_default = False
    parent_stream_type = TraceableItemBalances
    path = "/traceable_items/{traceable_item_id}/traceable_item_receipts"
    key = ("traceable_item_id", "id")
    schema = table(*_HISTORY)


class TraceableItemReceiptTransactions(NestedStream):
    """A batch or serial number that came with a receipt, and its bin.

    Each run sends one request per row of `traceable_item_receipts`, in addition to the requests for the receipts. The
    requests use the key of the receipt (inferred).
    """

    name = "traceable_item_receipt_transactions"
    introduced = "2021-07-26"
    edition = "professional"
    selected_by_default = False
    parent_stream_type = TraceableItemReceipts
    path = "/product_transactions/{id}/traceable_item_transactions"
    key = ("traceable_item_receipt_id", "position")
    schema = table(parent_key("traceable_item_receipt_id"), *_TRANSACTION)
