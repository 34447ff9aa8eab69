"""Batches and serial numbers; Sage gives them for one holding, item or movement at a time."""

from __future__ import annotations

from tap_sage200.nested import NestedStream
from tap_sage200.streams.stock import WarehouseHoldings
from tap_sage200.streams.columns import enum, flag, identifier, money, parent_key, position, quantity, text, timestamp, whole, table


class TraceableItemBalances(NestedStream):
    """TODO."""

    name = "traceable_item_balances"
    selected_by_default = False
    parent_stream_type = WarehouseHoldings
    path = "/warehouse_holdings/{id}/traceable_item_balances"
    key = ("traceable_bin_item_id", "traceable_item_id")
    schema = table(
        parent_key("warehouse_holding_id", "warehouse_holdings", key=False),
        identifier("traceable_item_id"),
        text("identification_no"),
        text("supplier_reference"),
        timestamp("receipt_date"),
        text("additional_reference"),
        timestamp("sell_by_date"),
        timestamp("use_by_date"),
        identifier("traceable_bin_item_id"),
        whole("bin_item_id"),
        text("bin_name"),
        quantity("quantity"),
        quantity("allocated_quantity"),
        flag("is_allocated"),
    )


class TraceableItemAllocations(NestedStream):
    """TODO."""

    name = "traceable_item_allocations"
    selected_by_default = False
    parent_stream_type = TraceableItemBalances
    path = "/traceable_items/{traceable_item_id}/traceable_item_allocations"
    key = ("traceable_allocation_bal_id",)
    schema = table(
        parent_key("traceable_item_id", of="traceable_item_id", key=False),
        whole("traceable_bin_item_id"),
        enum("warehouse_name"),
        text("bin_name"),
        identifier("traceable_allocation_bal_id"),
        whole("allocation_balance_id"),
        text("allocated_to"),
        timestamp("allocation_date"),
        text("order_no"),
        quantity("allocated_quantity"),
    )


class TraceableItemIssues(NestedStream):
    """TODO."""

    name = "traceable_item_issues"
    selected_by_default = False
    parent_stream_type = TraceableItemBalances
    path = "/traceable_items/{traceable_item_id}/traceable_item_issues"
    key = ("traceable_item_id", "id")
    schema = table(
        parent_key("traceable_item_id", of="traceable_item_id"),
        identifier("id"),
        text("trader_reference"),
        text("trader_name"),
        text("sales_purchase_order_no"),
        text("despatch_receipt_grn_no"),
        timestamp("received_issued_date"),
        text("received_issued_by"),
        enum("transaction_history_type"),
        quantity("received_issued_quantity"),
    )


class TraceableItemIssueTransactions(NestedStream):
    """TODO."""

    name = "traceable_item_issue_transactions"
    selected_by_default = False
    parent_stream_type = TraceableItemIssues
    path = "/product_transactions/{id}/traceable_item_transactions"
    key = ("traceable_item_issue_id", "position")
    schema = table(
        parent_key("traceable_item_issue_id"),
        position(),
        text("identification_no"),
        text("additional_reference"),
        timestamp("sell_by_date"),
        timestamp("use_by_date"),
        text("bin_name"),
        quantity("quantity"),
    )


class TraceableItemLocations(NestedStream):
    """TODO."""

    name = "traceable_item_locations"
    selected_by_default = False
    parent_stream_type = TraceableItemBalances
    path = "/traceable_items/{traceable_item_id}/traceable_item_locations"
    key = ("traceable_bin_item_id",)
    schema = table(
        parent_key("traceable_item_id", of="traceable_item_id", key=False),
        identifier("traceable_bin_item_id"),
        enum("warehouse_name"),
        whole("bin_item_id"),
        text("bin_name"),
        money("free_stock_available", scale=5),
        quantity("bin_quantity_in_stock"),
    )


class TraceableItemReceipts(NestedStream):
    """TODO."""

    name = "traceable_item_receipts"
    selected_by_default = False
    parent_stream_type = TraceableItemBalances
    path = "/traceable_items/{traceable_item_id}/traceable_item_receipts"
    key = ("traceable_item_id", "id")
    schema = table(
        parent_key("traceable_item_id", of="traceable_item_id"),
        identifier("id"),
        text("trader_reference"),
        text("trader_name"),
        text("sales_purchase_order_no"),
        text("despatch_receipt_grn_no"),
        timestamp("received_issued_date"),
        text("received_issued_by"),
        enum("transaction_history_type"),
        quantity("received_issued_quantity"),
    )


class TraceableItemReceiptTransactions(NestedStream):
    """TODO."""

    name = "traceable_item_receipt_transactions"
    selected_by_default = False
    parent_stream_type = TraceableItemReceipts
    path = "/product_transactions/{id}/traceable_item_transactions"
    key = ("traceable_item_receipt_id", "position")
    schema = table(
        parent_key("traceable_item_receipt_id"),
        position(),
        text("identification_no"),
        text("additional_reference"),
        timestamp("sell_by_date"),
        timestamp("use_by_date"),
        text("bin_name"),
        quantity("quantity"),
    )

STREAM_TYPES: tuple[type[NestedStream], ...] = (TraceableItemBalances, TraceableItemAllocations, TraceableItemIssues, TraceableItemIssueTransactions, TraceableItemLocations, TraceableItemReceipts, TraceableItemReceiptTransactions,)
