"""Batches and serial numbers: what is left of each and where, and how it came and went."""

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
    text("identification_no", "The batch number or the serial number."),
    text("additional_reference", "A second number of the batch or piece, where the product uses one (inferred)."),
    timestamp("sell_by_date"),
    timestamp("use_by_date"),
)

_BIN = whole("bin_item_id", "As `bin_holdings.id` (inferred).")

_HISTORY: tuple[Column, ...] = (
    parent_key("traceable_item_id", of="traceable_item_id"),
    identifier("id"),
    enum("transaction_history_type", "What the move was, as in `product_transaction_types` (inferred)."),
    timestamp("received_issued_date"),
    quantity("received_issued_quantity", "In stock units (inferred); whether issues are negative is not documented."),
    text("trader_reference", "Of the supplier that it came from, or of the customer that it went to (inferred)."),
    text("trader_name"),
    text("sales_purchase_order_no"),
    text("despatch_receipt_grn_no", "Number of the despatch, or of the note of goods received (inferred)."),
    text("received_issued_by", "Name of the user."),
)

_TRANSACTION: tuple[Column, ...] = (
    position(),
    *TRACED_ITEM,
    text("bin_name"),
    quantity("quantity", "In stock units (inferred)."),
)


class TraceableItemBalances(NestedStream):
    """How much of a batch, or whether a numbered piece, is in a bin, and how much of it is set aside.

    Costs one request for each row of `warehouse_holdings` at each run. What is used up may be left out, and its
    history with it (inferred). Professional only.
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
        identifier("traceable_item_id", "The batch or piece, wherever it is."),
        identifier("traceable_bin_item_id", "The batch or piece in one bin (inferred)."),
        *TRACED_ITEM,
        *since("2023-08-14", _BIN),
        text("bin_name"),
        quantity("quantity", "In stock units, with what is set aside (inferred)."),
        quantity("allocated_quantity"),
        flag("is_allocated"),
        timestamp("receipt_date"),
        text("supplier_reference", "Of the supplier that it came from (inferred)."),
    )


class TraceableItemAllocations(NestedStream):
    """What of a batch, or which numbered piece, is set aside for what.

    Costs one request for each batch or piece of `traceable_item_balances` at each run, beside those that ask for the
    balances. Professional only.
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
        whole("allocation_balance_id", "As `sop_allocation_line_views.allocation_balance_id` (inferred)."),
        whole("traceable_bin_item_id", "As `traceable_item_balances.traceable_bin_item_id` (inferred)."),
        text("warehouse_name"),
        text("bin_name"),
        text("allocated_to", "An order, a build or whatever else it waits for (inferred)."),
        text("order_no"),
        timestamp("allocation_date"),
        quantity("allocated_quantity"),
    )


class TraceableItemIssues(NestedStream):
    """How a batch or numbered piece went: to whom, when, with which despatch.

    Costs one request for each batch or piece of `traceable_item_balances` at each run, beside those that ask for the
    balances. Professional only.
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
    """A batch or numbered piece that went with an issue, and from which bin.

    Costs one request for each row of `traceable_item_issues` at each run, beside those that ask for the issues. That
    these are asked for by the key of the issue is inferred. Professional only.
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
    """Where a batch or numbered piece is: how much of it in which bin.

    Costs one request for each batch or piece of `traceable_item_balances` at each run, beside those that ask for the
    balances. Professional only.
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
        identifier("traceable_bin_item_id", "The batch or piece in one bin (inferred)."),
        text("warehouse_name"),
        _BIN,
        text("bin_name"),
        quantity("bin_quantity_in_stock", "Of the batch or piece in the bin, in stock units (inferred)."),
        quantity("free_stock_available", "Of that, not set aside (inferred)."),
    )


class TraceableItemReceipts(NestedStream):
    """How a batch or numbered piece came: from whom, when, with which order.

    Costs one request for each batch or piece of `traceable_item_balances` at each run, beside those that ask for the
    balances. Professional only.
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
    """A batch or numbered piece that came with a receipt, and to which bin.

    Costs one request for each row of `traceable_item_receipts` at each run, beside those that ask for the receipts.
    That these are asked for by the key of the receipt is inferred. Professional only.
    """

    name = "traceable_item_receipt_transactions"
    introduced = "2021-07-26"
    edition = "professional"
    selected_by_default = False
    parent_stream_type = TraceableItemReceipts
    path = "/product_transactions/{id}/traceable_item_transactions"
    key = ("traceable_item_receipt_id", "position")
    schema = table(parent_key("traceable_item_receipt_id"), *_TRANSACTION)
