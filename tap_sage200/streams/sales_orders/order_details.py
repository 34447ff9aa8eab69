"""What belongs to one sales order: addresses, memos, the state of its payment, profit."""

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
    """The name and address that a sales order of the cash account is invoiced to.

    Orders of customers with an account of their own have none (inferred).
    """

    name = "sop_order_cash_account_invoice_addresses"
    introduced = "2021-07-26"
    parent_stream_type = SopOrders
    expand = "cash_account_invoice_address"
    key = ("sop_order_id",)
    schema = table(*_ORDER, OWN_ID, *POSTAL_ADDRESS, *AUDIT)


class SopOrderDeliveryAddresses(NestedStream):
    """Where the goods of a sales order go.

    Kept with the order: it stays when the customer moves (inferred). `country` may be empty where `country_code_id`
    names the country (seen).
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
        whole("sop_order_return_id", "The order again (inferred)."),
        *AUDIT,
    )


class SopOrderPaymentStatuses(NestedStream):
    """What may still be changed of the payment that comes with a sales order (inferred).

    Sage reckons it for each order, and calls the expansion slow (documented).
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
    """What a sales order earns: as ordered, and of what was invoiced so far (inferred).

    Sage reckons it anew as the order moves on, which need not move the order's stamp (inferred).
    """

    name = "sop_order_profitabilities"
    introduced = "2021-07-26"
    parent_stream_type = SopOrders
    expand = "profitability"
    key = ("sop_order_id",)
    schema = table(*_ORDER, *DOCUMENT_PROFIT)


class SopOrderProfitabilityOtherOrderLines(NestedStream):
    """What a line of a sales order earns that is not for a stocked product, such as a charge (inferred).

    Comes only where Sage sends it along with `sop_order_profitabilities` (inferred). `sop_order_line_profitabilities`
    has the same of all lines, at one request for each order.
    """

    name = "sop_order_profitability_other_order_lines"
    parent_stream_type = SopOrderProfitabilities
    expand = "other_order_lines"
    key = ("sop_order_id", "id")
    schema = table(*_PROFITABILITY, identifier("id"), *LINE_PROFIT)


class SopOrderProfitabilityStockItemOrderLines(NestedStream):
    """What a line of a sales order earns that is for a stocked product (inferred).

    Comes only where Sage sends it along with `sop_order_profitabilities` (inferred). `sop_order_line_profitabilities`
    has the same of all lines, at one request for each order.
    """

    name = "sop_order_profitability_stock_item_order_lines"
    parent_stream_type = SopOrderProfitabilities
    expand = "stock_item_order_lines"
    key = ("sop_order_id", "id")
    schema = table(*_PROFITABILITY, identifier("id"), *LINE_PROFIT)
