"""What belongs to one purchase order: addresses and memos."""

from __future__ import annotations

from tap_sage200.nested import NestedStream
from tap_sage200.streams.purchase_orders import PopOrders
from tap_sage200.streams.columns import AUDIT, MEMO, enum, identifier, parent_key, parent_stamp, reference, text, whole, table


class PopOrderDefaultDirectDeliveryAddresses(NestedStream):
    """TODO."""

    name = "pop_order_default_direct_delivery_addresses"
    parent_stream_type = PopOrders
    expand = "default_direct_delivery_address"
    key = ("pop_order_id",)
    schema = table(
        parent_key("pop_order_id", "pop_orders"),
        parent_stamp("pop_order_date_time_updated"),
        whole("id"),
        whole("action_type"),
        enum("delivery_address_type"),
        reference("customer_delivery_address_id", "customer_delivery_addresses"),
        whole("source_id"),
        text("postal_name"),
        text("contact"),
        text("address_1"),
        text("address_2"),
        text("address_3"),
        text("address_4"),
        text("city"),
        text("county"),
        text("country"),
        text("postcode"),
        text("email"),
        text("fax"),
        text("tax_number"),
        text("telephone"),
        *AUDIT,
    )


class PopOrderDeliveryAddresses(NestedStream):
    """TODO."""

    name = "pop_order_delivery_addresses"
    parent_stream_type = PopOrders
    expand = "delivery_address"
    key = ("pop_order_id",)
    schema = table(
        parent_key("pop_order_id", "pop_orders"),
        parent_stamp("pop_order_date_time_updated"),
        whole("id"),
        text("postal_name"),
        text("address_1"),
        text("address_2"),
        text("address_3"),
        text("address_4"),
        text("city"),
        text("county"),
        text("country"),
        text("postcode"),
        text("contact"),
        text("telephone_number"),
        text("fax_number"),
        text("email_address"),
        reference("country_code_id", "country_codes"),
        text("tax_number"),
        reference("tax_code_id", "tax_codes"),
        *AUDIT,
    )


class PopOrderMemos(NestedStream):
    """TODO."""

    name = "pop_order_memos"
    parent_stream_type = PopOrders
    expand = "memos"
    key = ("pop_order_id", "id")
    schema = table(
        parent_key("pop_order_id", "pop_orders"),
        parent_stamp("pop_order_date_time_updated"),
        identifier("id"),
        whole("pop_order_return_id"),
        *MEMO,
        *AUDIT,
    )

STREAM_TYPES: tuple[type[NestedStream], ...] = (PopOrderDefaultDirectDeliveryAddresses, PopOrderDeliveryAddresses, PopOrderMemos,)
