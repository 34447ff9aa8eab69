"""Tables nested in a customer: main address, credit memo note, status, memos and alerts."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    MEMO,
    Column,
    flag,
    identifier,
    parent_key,
    parent_timestamp,
    reference,
    since_each,
    table,
    text,
)
from tap_sage200.streams.sales.customers import Customers
from tap_sage200.streams.shared.addresses import MAIN_ADDRESS
from tap_sage200.streams.shared.traders import CREDIT_MEMO_NOTE, TRADER_STATUS

_CUSTOMER: tuple[Column, ...] = (
    parent_key("customer_id", "customers"),
    parent_timestamp("customer_date_time_updated"),
)


class CustomerAlerts(ResourceStream):
    """An alert that Sage shows to users who work on documents of a customer."""

    name = "customer_alerts"
    introduced = "2021-03-15"
    schema = table(
        identifier("id"),
        reference("customer_id", "customers"),
        text("alert_text"),
        flag("is_active"),
        flag("show_alert_for_quotes"),
        flag("show_alert_for_proformas"),
        flag("show_alert_for_orders"),
        flag("show_alert_for_returns"),
        flag("show_alert_for_invoices"),
        flag("show_alert_for_credit_notes"),
        flag("show_alert_for_price_enquiries"),
        flag("show_alert_for_project_bills"),
        text("updated_by", "Name of the user who made the last change."),
        *AUDIT,
    )


class CustomerCreditMemoNotes(NestedStream):
    """A note on a customer's credit. One note per customer."""

    name = "customer_credit_memo_notes"
    introduced = "2020-09-16"
    parent_stream_type = Customers
    expand = "credit_memo_note"
    key = ("customer_id",)
    schema = table(*_CUSTOMER, *CREDIT_MEMO_NOTE)


class CustomerMainAddresses(NestedStream):
    """The main address of a customer account, used for invoices (inferred).

    Delivery addresses are in `customer_delivery_addresses`.
    """

    name = "customer_main_addresses"
    parent_stream_type = Customers
    expand = "main_address"
    key = ("customer_id",)
    schema = table(*_CUSTOMER, *MAIN_ADDRESS)


class CustomerMemos(ResourceStream):
    """A memo on a customer account."""

    name = "customer_memos"
    schema = table(
        identifier("id"),
        reference("customer_id", "customers"),
        *MEMO,
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class CustomerStatuses(NestedStream):
    """Whether a customer account is live.

    Sage calculates the status for each account, and describes its `$expand` as slow (documented).
    """

    name = "customer_statuses"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = Customers
    expand = "status"
    key = ("customer_id",)
    schema = table(*_CUSTOMER, *TRADER_STATUS)
