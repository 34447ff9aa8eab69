"""Tables nested in a purchase order: addresses and memos."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import AUDIT, MEMO, Column, identifier, parent_key, parent_timestamp, table, whole
from tap_sage200.streams.purchase_orders.orders import PopOrders
from tap_sage200.streams.shared.addresses import DELIVERY_ADDRESS, DIRECT_DELIVERY_ADDRESS

_ORDER: tuple[Column, ...] = (
    parent_key("pop_order_id", "pop_orders"),
    parent_timestamp("pop_order_date_time_updated"),
)


class PopOrderDefaultDirectDeliveryAddresses(NestedStream):
    """The default address for direct delivery of a purchase order by the supplier.

    A line can have its own address: see `pop_order_line_direct_delivery_addresses`.
    """

    name = "pop_order_default_direct_delivery_addresses"
    introduced = "2024-02-05"
    parent_stream_type = PopOrders
    expand = "default_direct_delivery_address"
    key = ("pop_order_id",)
    schema = table(*_ORDER, *DIRECT_DELIVERY_ADDRESS)


class PopOrderDeliveryAddresses(NestedStream):
    """The delivery address of a purchase order."""

    name = "pop_order_delivery_addresses"
    parent_stream_type = PopOrders
    expand = "delivery_address"
    key = ("pop_order_id",)
    schema = table(*_ORDER, *DELIVERY_ADDRESS)


class PopOrderMemos(NestedStream):
    """A memo on a purchase order."""

    name = "pop_order_memos"
    introduced = "2024-02-05"
    parent_stream_type = PopOrders
    expand = "memos"
    key = ("pop_order_id", "id")
    schema = table(
        *_ORDER,
        identifier("id"),
        *MEMO,
        whole("pop_order_return_id", "Repeats the order's key (inferred)."),
        *AUDIT,
    )
