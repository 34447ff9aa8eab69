"""The settings of the sales ledger, its ageing periods, and its own calendar."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    Column,
    flag,
    identifier,
    parent_key,
    parent_timestamp,
    since,
    since_each,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.shared.ledger_settings import AGEING_PERIOD, LEDGER_SETTINGS, OVERDUE_PERIOD

_SALES: tuple[Column, ...] = (
    parent_key("sales_ledger_setting_id", "sales_ledger_settings"),
    parent_timestamp("sales_ledger_setting_date_time_updated"),
)


class SalesLedgerSettings(ResourceStream):
    """The settings of the sales ledger: one row per company."""

    name = "sales_ledger_settings"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        *LEDGER_SETTINGS,
        text("statement_terms", "Which transactions a statement shows."),
        text("statement_ageing_terms", "Basis of the ageing on a statement."),
        flag("copy_statements_for_head_offices"),
        flag("charge_interest_on_finance_charges", "Whether unpaid finance charges incur further charges."),
        whole("tax_recovery_period", "Months after which VAT on bad debts can be reclaimed (inferred)."),
        flag("use_card_processing"),
        *since("2021-07-26", *AUDIT),
    )


class SalesLedgerAgeingPeriods(NestedStream):
    """An ageing period for balances owed by customers.

    The aged views have one column per ageing period (inferred).
    """

    name = "sales_ledger_ageing_periods"
    introduced = "2020-09-16"
    parent_stream_type = SalesLedgerSettings
    expand = "ageing_periods"
    key = ("sales_ledger_setting_id", "id")
    schema = table(*_SALES, *AGEING_PERIOD)


class SalesLedgerOverduePeriods(NestedStream):
    """An overdue period for late payments by customers (inferred)."""

    name = "sales_ledger_overdue_periods"
    introduced = "2020-09-16"
    parent_stream_type = SalesLedgerSettings
    expand = "overdue_periods"
    key = ("sales_ledger_setting_id", "id")
    schema = table(*_SALES, *OVERDUE_PERIOD)


class SalesTradingPeriods(ResourceStream):
    """A period of the sales ledger's own calendar, if it has one."""

    name = "sales_trading_periods"
    edition = "professional"
    schema = table(
        identifier("id"),
        text("period_number", "Text in this table, but a number in other tables (documented)."),
        timestamp("start_date"),
        timestamp("end_date"),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )
