"""The steps of age by which a ledger sorts what is open, and what is overdue."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import AUDIT, Column, identifier, parent_key, parent_stamp, table, whole
from tap_sage200.streams.ledger_settings import PurchaseLedgerSettings, SalesLedgerSettings

_AGE: tuple[Column, ...] = (
    identifier("id"),
    whole(
        "days_period_starts_after", "Age above which an entry is in this period, until the next one starts (inferred)."
    ),
    *AUDIT,
)

_DAYS_OVERDUE: tuple[Column, ...] = (
    identifier("id"),
    whole("days_period_starts_after", "Days past due above which an entry is in this period (inferred)."),
    *AUDIT,
)

_PURCHASES: tuple[Column, ...] = (
    parent_key("purchase_ledger_setting_id", "purchase_ledger_settings"),
    parent_stamp("purchase_ledger_setting_date_time_updated"),
)

_SALES: tuple[Column, ...] = (
    parent_key("sales_ledger_setting_id", "sales_ledger_settings"),
    parent_stamp("sales_ledger_setting_date_time_updated"),
)


class PurchaseLedgerAgeingPeriods(NestedStream):
    """A step of age by which the purchase ledger sorts what we owe.

    The aged views have a column for each (inferred).
    """

    name = "purchase_ledger_ageing_periods"
    parent_stream_type = PurchaseLedgerSettings
    expand = "ageing_periods"
    key = ("purchase_ledger_setting_id", "id")
    schema = table(*_PURCHASES, *_AGE)


class PurchaseLedgerOverduePeriods(NestedStream):
    """A step of lateness by which the purchase ledger sorts what we are late to pay (inferred)."""

    name = "purchase_ledger_overdue_periods"
    parent_stream_type = PurchaseLedgerSettings
    expand = "overdue_periods"
    key = ("purchase_ledger_setting_id", "id")
    schema = table(*_PURCHASES, *_DAYS_OVERDUE)


class SalesLedgerAgeingPeriods(NestedStream):
    """A step of age by which the sales ledger sorts what customers owe.

    The aged views have a column for each (inferred).
    """

    name = "sales_ledger_ageing_periods"
    parent_stream_type = SalesLedgerSettings
    expand = "ageing_periods"
    key = ("sales_ledger_setting_id", "id")
    schema = table(*_SALES, *_AGE)


class SalesLedgerOverduePeriods(NestedStream):
    """A step of lateness by which the sales ledger sorts what customers are late to pay (inferred)."""

    name = "sales_ledger_overdue_periods"
    parent_stream_type = SalesLedgerSettings
    expand = "overdue_periods"
    key = ("sales_ledger_setting_id", "id")
    schema = table(*_SALES, *_DAYS_OVERDUE)


STREAM_TYPES: tuple[type[NestedStream], ...] = (
    PurchaseLedgerAgeingPeriods,
    PurchaseLedgerOverduePeriods,
    SalesLedgerAgeingPeriods,
    SalesLedgerOverduePeriods,
)
