"""What belongs to one nominal account or to its budget: years, periods, titles."""

from __future__ import annotations

from tap_sage200.nested import NestedStream
from tap_sage200.streams.ledger_settings import NominalLedgerSettings
from tap_sage200.streams.nominal import NominalBudgetProfiles, NominalCodes
from tap_sage200.streams.columns import AUDIT, enum, flag, identifier, money, parent_key, parent_stamp, percent, text, whole, table


class NominalBudgetProfilePeriods(NestedStream):
    """TODO."""

    name = "nominal_budget_profile_periods"
    parent_stream_type = NominalBudgetProfiles
    expand = "periods"
    key = ("nominal_budget_profile_id", "id")
    schema = table(
        parent_key("nominal_budget_profile_id", "nominal_budget_profiles"),
        identifier("id"),
        whole("accounting_period_id"),
        whole("period_number"),
        percent("budget_percent"),
    )


class NominalBudgetTitles(NestedStream):
    """TODO."""

    name = "nominal_budget_titles"
    parent_stream_type = NominalLedgerSettings
    expand = "budget_titles"
    key = ("nominal_ledger_setting_id", "id")
    schema = table(
        parent_key("nominal_ledger_setting_id", "nominal_ledger_settings"),
        parent_stamp("nominal_ledger_setting_date_time_updated"),
        identifier("id"),
        whole("year_relative_to_current_year"),
        text("budget_title"),
        *AUDIT,
    )


class NominalCodeFinancialYears(NestedStream):
    """TODO."""

    name = "nominal_code_financial_years"
    parent_stream_type = NominalCodes
    expand = "financial_years"
    key = ("nominal_code_id", "id")
    schema = table(
        parent_key("nominal_code_id", "nominal_codes"),
        parent_stamp("nominal_code_date_time_updated"),
        identifier("id"),
        whole("financial_year_id"),
        whole("year_relative_to_current_year"),
        enum("budget_type"),
        whole("budget_profile_id"),
        whole("budget_profile"),
        money("original_budget_value"),
        money("budget_value"),
        money("adjustment_after_year_end_close"),
        money("closing_balance"),
        *AUDIT,
    )


class NominalCodePeriodBalances(NestedStream):
    """TODO."""

    name = "nominal_code_period_balances"
    parent_stream_type = NominalCodeFinancialYears
    expand = "period_balances"
    key = ("nominal_code_id", "nominal_code_financial_year_id", "id")
    schema = table(
        parent_key("nominal_code_id", of="nominal_code_id"),
        parent_key("nominal_code_financial_year_id"),
        parent_stamp("nominal_code_date_time_updated", of="nominal_code_date_time_updated"),
        identifier("id"),
        whole("nominal_account_year_value_id"),
        whole("accounting_period_id"),
        whole("period_number"),
        money("original_budget_value"),
        money("budget_value"),
        money("period_balance"),
        money("adjustment_after_year_end_close"),
        money("consolidated_amount"),
        flag("is_future_period"),
        *AUDIT,
    )

STREAM_TYPES: tuple[type[NestedStream], ...] = (NominalBudgetProfilePeriods, NominalBudgetTitles, NominalCodeFinancialYears, NominalCodePeriodBalances,)
