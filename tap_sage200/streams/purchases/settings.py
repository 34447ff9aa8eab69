"""The settings of the purchase ledger, its ageing periods, and its own calendar."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    Column,
    expanded,
    flag,
    identifier,
    money,
    parent_key,
    parent_timestamp,
    reference,
    since,
    table,
    text,
    timestamp,
)
from tap_sage200.streams.shared.ledger_settings import AGEING_PERIOD, LEDGER_SETTINGS, OVERDUE_PERIOD

_PURCHASES: tuple[Column, ...] = (
    parent_key("purchase_ledger_setting_id", "purchase_ledger_settings"),
    parent_timestamp("purchase_ledger_setting_date_time_updated"),
)


class PurchaseLedgerSettings(ResourceStream):
    """The settings of the purchase ledger: one row per company."""

    name = "purchase_ledger_settings"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        *LEDGER_SETTINGS,
        flag("capture_additional_transaction_details"),
        flag("use_invoice_authorisation", "Whether invoices above a threshold need authorisation (documented)."),
        money("authorisation_threshold_value", "The threshold, in the base currency (inferred)."),
        flag("electronic_bank_payments"),
        flag("all_accounts_use_same_payment_method"),
        money("max_cheque_value", "In the base currency (inferred)."),
        *expanded(
            "organisation_supplier_payment_group",
            reference("organisation_supplier_payment_group_id", "payment_groups"),
        ),
        *since("2021-07-26", *AUDIT),
    )


class PurchaseLedgerAgeingPeriods(NestedStream):
    """An ageing period for balances owed to suppliers.

    The aged views have one column per ageing period (inferred).
    """

    name = "purchase_ledger_ageing_periods"
    introduced = "2020-09-16"
    parent_stream_type = PurchaseLedgerSettings
    expand = "ageing_periods"
    key = ("purchase_ledger_setting_id", "id")
    schema = table(*_PURCHASES, *AGEING_PERIOD)


class PurchaseLedgerOverduePeriods(NestedStream):
    """An overdue period for late payments to suppliers (inferred)."""

    name = "purchase_ledger_overdue_periods"
    introduced = "2020-09-16"
    parent_stream_type = PurchaseLedgerSettings
    expand = "overdue_periods"
    key = ("purchase_ledger_setting_id", "id")
    schema = table(*_PURCHASES, *OVERDUE_PERIOD)


class PurchaseTradingPeriods(ResourceStream):
    """A period of the purchase ledger's own calendar, if it has one."""

    name = "purchase_trading_periods"
    introduced = "2020-09-16"
    edition = "professional"
    schema = table(
        identifier("id"),
        text("period_number", "Text in this table, but a number in other tables (documented)."),
        timestamp("start_date"),
        timestamp("end_date"),
        *AUDIT,
    )
