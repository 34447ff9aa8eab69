"""Tables nested in a supplier or a factor house: main address, bank, credit memo note, status, memos and alerts."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    MEMO,
    OWN_ID,
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
from tap_sage200.streams.purchases.suppliers import FactorHouses, Suppliers
from tap_sage200.streams.shared.addresses import ADDRESS, MAIN_ADDRESS
from tap_sage200.streams.shared.traders import CREDIT_MEMO_NOTE, TRADER_STATUS

_SUPPLIER: tuple[Column, ...] = (
    parent_key("supplier_id", "suppliers"),
    parent_timestamp("supplier_date_time_updated"),
)


class FactorHouseMainAddresses(NestedStream):
    """The address and the contact details of a factor house."""

    name = "factor_house_main_addresses"
    introduced = "2020-09-16"
    parent_stream_type = FactorHouses
    expand = "main_address"
    key = ("factor_house_id",)
    schema = table(
        parent_key("factor_house_id", "factor_houses"),
        parent_timestamp("factor_house_date_time_updated"),
        OWN_ID,
        text("contact"),
        *ADDRESS,
        text("telephone"),
        text("mobile"),
        text("fax"),
        text("email"),
        text("website"),
        *AUDIT,
    )


class SupplierAlerts(NestedStream):
    """An alert that Sage shows to users who work on documents of a supplier.

    Alerts for customers are in `customer_alerts`.
    """

    name = "supplier_alerts"
    introduced = "2023-02-20"
    parent_stream_type = Suppliers
    expand = "alerts"
    key = ("supplier_id", "id")
    schema = table(
        *_SUPPLIER,
        identifier("id"),
        text("alert_text"),
        flag("is_active"),
        flag("show_alert_for_orders"),
        flag("show_alert_for_returns"),
        flag("show_alert_for_generate_purchase_orders"),
        flag("show_alert_for_generate_purchase_order_from_requisition_lines"),
        flag(
            "show_alert_for_generate_purchase_orders_from_trial_kitting",
            "Whether the alert appears for orders from trial kitting, a trial of what a build needs (inferred).",
        ),
        text("updated_by", "Name of the user who made the last change."),
        *AUDIT,
    )


class SupplierBanks(NestedStream):
    """The bank account for payments to a supplier.

    Sensitive: do not load the table into a data warehouse with many readers.
    """

    name = "supplier_banks"
    parent_stream_type = Suppliers
    expand = "bank"
    key = ("supplier_id",)
    schema = table(
        *_SUPPLIER,
        OWN_ID,
        text("account_name"),
        text("sort_code"),
        text("account_number"),
        text("roll_number", "Account number at a building society (inferred)."),
        text("iban_number"),
        text("bic_number"),
        text("non_uk_sort_code"),
        text("national_bank_identifier", "National identifier of the bank (inferred)."),
        text("bank_payment_reference", "Payment reference for the supplier (inferred)."),
        text("bacs_reference", "Payment reference for Bacs payments (inferred)."),
        text("additional_reference"),
        *AUDIT,
    )


class SupplierCreditMemoNotes(NestedStream):
    """A note on our credit with a supplier. One note per supplier."""

    name = "supplier_credit_memo_notes"
    introduced = "2020-09-16"
    parent_stream_type = Suppliers
    expand = "credit_memo_note"
    key = ("supplier_id",)
    schema = table(*_SUPPLIER, *CREDIT_MEMO_NOTE)


class SupplierMainAddresses(NestedStream):
    """The main address of a supplier account."""

    name = "supplier_main_addresses"
    parent_stream_type = Suppliers
    expand = "main_address"
    key = ("supplier_id",)
    schema = table(*_SUPPLIER, *MAIN_ADDRESS)


class SupplierMemos(ResourceStream):
    """A memo on a supplier account."""

    name = "supplier_memos"
    schema = table(
        identifier("id"),
        reference("supplier_id", "suppliers"),
        *MEMO,
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class SupplierStatuses(NestedStream):
    """Whether a supplier account is live.

    Sage calculates the status for each account, and describes its `$expand` as slow (documented).
    """

    name = "supplier_statuses"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = Suppliers
    expand = "status"
    key = ("supplier_id",)
    schema = table(*_SUPPLIER, *TRADER_STATUS)
