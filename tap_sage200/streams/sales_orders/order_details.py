"""Tables nested in a sales order: addresses, memos, payment status and profit."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import (
    AUDIT,
    MEMO,
    OWN_ID,
    POSTAL_ADDRESS,
    Column,
    flag,
    identifier,
    parent_key,
    parent_timestamp,
    table,
    whole,
)
from tap_sage200.streams.sales_orders.document_columns import DOCUMENT_PROFIT, LINE_PROFIT
from tap_sage200.streams.sales_orders.orders import SopOrders
from tap_sage200.streams.shared.addresses import DELIVERY_ADDRESS

_ORDER: tuple[Column, ...] = (
    parent_key("sop_order_id", "sop_orders"),
    parent_timestamp("sop_order_date_time_updated"),
)

_PROFITABILITY: tuple[Column, ...] = (
    parent_key("sop_order_id", of="sop_order_id"),
    parent_timestamp("sop_order_date_time_updated", of="sop_order_date_time_updated"),
)


class SopOrderCashAccountInvoiceAddresses(NestedStream):
    """The invoice name and address of a sales order on the cash account.

    Orders of customers with their own account have none (inferred).
    """

    name = "sop_order_cash_account_invoice_addresses"
    introduced = "2021-07-26"
    parent_stream_type = SopOrders
    expand = "cash_account_invoice_address"
    key = ("sop_order_id",)
    schema = table(*_ORDER, OWN_ID, *POSTAL_ADDRESS, *AUDIT)


class SopOrderDeliveryAddresses(NestedStream):
    """The delivery address of a sales order.

    The order keeps its own copy, which does not change when the customer moves (inferred). `country` may be empty even
    if `country_code_id` has the country (seen).
    """

    name = "sop_order_delivery_addresses"
    parent_stream_type = SopOrders
    expand = "delivery_address"
    key = ("sop_order_id",)
    schema = table(*_ORDER, *DELIVERY_ADDRESS)


class SopOrderMemos(NestedStream):
    """A memo on a sales order."""

    name = "sop_order_memos"
    introduced = "2021-11-08"
    parent_stream_type = SopOrders
    expand = "memos"
    key = ("sop_order_id", "id")
    schema = table(
        *_ORDER,
        identifier("id"),
        *MEMO,
        whole("sop_order_return_id", "Repeats the order's key (inferred)."),
        *AUDIT,
    )


class SopOrderPaymentStatuses(NestedStream):
    """Which parts of the payment with a sales order can still be changed (inferred).

    Sage calculates the status for each order, and describes its `$expand` as slow (documented).
    """

    name = "sop_order_payment_statuses"
    introduced = "2021-11-08"
    selected_by_default = False
    parent_stream_type = SopOrders
    expand = "payment_status"
    key = ("sop_order_id",)
    schema = table(
        *_ORDER,
        flag("is_partially_invoiced"),
        flag("is_amendable"),
        flag("is_reference_amendable"),
        flag("is_payment_method_amendable"),
    )


class SopOrderProfitabilities(NestedStream):
    """The profit of a sales order: as ordered, and as invoiced so far (inferred).

    Sage recalculates the profit as the order progresses, and might not update the order's timestamp (inferred).
    """

    name = "sop_order_profitabilities"
    introduced = "2021-07-26"
    parent_stream_type = SopOrders
    expand = "profitability"
    key = ("sop_order_id",)
    schema = table(*_ORDER, *DOCUMENT_PROFIT)


class SopOrderProfitabilityOtherOrderLines(NestedStream):
    """The profit of a sales order line without a stocked product, such as a charge (inferred).

    Sage sends these rows in the response for `sop_order_profitabilities` (inferred). If not, the table stays empty.
    `sop_order_line_profitabilities` has the same for all lines, with one request per order.
    """

    name = "sop_order_profitability_other_order_lines"
    parent_stream_type = SopOrderProfitabilities
    expand = "other_order_lines"
    key = ("sop_order_id", "id")
    schema = table(*_PROFITABILITY, identifier("id"), *LINE_PROFIT)


class SopOrderProfitabilityStockItemOrderLines(NestedStream):
    """The profit of a sales order line with a stocked product (inferred).

    Sage sends these rows in the response for `sop_order_profitabilities` (inferred). If not, the table stays empty.
    `sop_order_line_profitabilities` has the same for all lines, with one request per order.
    """

    name = "sop_order_profitability_stock_item_order_lines"
    parent_stream_type = SopOrderProfitabilities
    expand = "stock_item_order_lines"
    key = ("sop_order_id", "id")
    schema = table(*_PROFITABILITY, identifier("id"), *LINE_PROFIT)
