"""The periods that a ledger ages its balances by."""

from __future__ import annotations

from tap_sage200.nested import NestedStream
from tap_sage200.streams.ledger_settings import PurchaseLedgerSettings, SalesLedgerSettings
from tap_sage200.streams.columns import AUDIT, identifier, parent_key, parent_stamp, whole, table


class PurchaseLedgerAgeingPeriods(NestedStream):
    """TODO."""

    name = "purchase_ledger_ageing_periods"
    parent_stream_type = PurchaseLedgerSettings
    expand = "ageing_periods"
    key = ("purchase_ledger_setting_id", "id")
    schema = table(
        parent_key("purchase_ledger_setting_id", "purchase_ledger_settings"),
        parent_stamp("purchase_ledger_setting_date_time_updated"),
        identifier("id"),
        whole("days_period_starts_after"),
        *AUDIT,
    )


class PurchaseLedgerOverduePeriods(NestedStream):
    """TODO."""

    name = "purchase_ledger_overdue_periods"
    parent_stream_type = PurchaseLedgerSettings
    expand = "overdue_periods"
    key = ("purchase_ledger_setting_id", "id")
    schema = table(
        parent_key("purchase_ledger_setting_id", "purchase_ledger_settings"),
        parent_stamp("purchase_ledger_setting_date_time_updated"),
        identifier("id"),
        whole("days_period_starts_after"),
        *AUDIT,
    )


class SalesLedgerAgeingPeriods(NestedStream):
    """TODO."""

    name = "sales_ledger_ageing_periods"
    parent_stream_type = SalesLedgerSettings
    expand = "ageing_periods"
    key = ("sales_ledger_setting_id", "id")
    schema = table(
        parent_key("sales_ledger_setting_id", "sales_ledger_settings"),
        parent_stamp("sales_ledger_setting_date_time_updated"),
        identifier("id"),
        whole("days_period_starts_after"),
        *AUDIT,
    )


class SalesLedgerOverduePeriods(NestedStream):
    """TODO."""

    name = "sales_ledger_overdue_periods"
    parent_stream_type = SalesLedgerSettings
    expand = "overdue_periods"
    key = ("sales_ledger_setting_id", "id")
    schema = table(
        parent_key("sales_ledger_setting_id", "sales_ledger_settings"),
        parent_stamp("sales_ledger_setting_date_time_updated"),
        identifier("id"),
        whole("days_period_starts_after"),
        *AUDIT,
    )

STREAM_TYPES: tuple[type[NestedStream], ...] = (PurchaseLedgerAgeingPeriods, PurchaseLedgerOverduePeriods, SalesLedgerAgeingPeriods, SalesLedgerOverduePeriods,)
