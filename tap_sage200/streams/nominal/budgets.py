"""Budgets, and the balances of nominal accounts by financial year and period."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    Column,
    enum,
    flag,
    identifier,
    money,
    parent_key,
    parent_timestamp,
    percent,
    table,
    text,
    whole,
)
from tap_sage200.streams.nominal.accounts import NominalCodes
from tap_sage200.streams.nominal.settings import NominalLedgerSettings

_PERIOD: tuple[Column, ...] = (
    whole("accounting_period_id", "Matches the same column of `financial_year_period_views` (inferred)."),
    whole("period_number", "Number of the period within its year, from 1."),
)

_YEAR = whole("year_relative_to_current_year", "0 is the current year, -1 the previous year (documented).")

_BUDGET: tuple[Column, ...] = (
    money("budget_value", "Current budget, in the base currency (inferred)."),
    money("original_budget_value"),
)


class NominalBudgetProfiles(ResourceStream):
    """A profile that distributes a yearly budget over its periods.

    The shares are in `nominal_budget_profile_periods`.
    """

    name = "nominal_budget_profiles"
    introduced = "2021-03-15"
    timestamps = ()
    created = None
    schema = table(identifier("id"), text("name"))


class NominalBudgetProfilePeriods(NestedStream):
    """The share of a yearly budget that a profile assigns to one period."""

    name = "nominal_budget_profile_periods"
    introduced = "2021-03-15"
    parent_stream_type = NominalBudgetProfiles
    expand = "periods"
    key = ("nominal_budget_profile_id", "id")
    schema = table(
        parent_key("nominal_budget_profile_id", "nominal_budget_profiles"),
        identifier("id"),
        *_PERIOD,
        percent("budget_percent", "The shares of a profile add up to 100 (inferred)."),
    )


class NominalBudgetTitles(NestedStream):
    """The company's title for the budget of a year.

    Closing a year changes `year_relative_to_current_year` of each title (inferred).
    """

    name = "nominal_budget_titles"
    introduced = "2021-03-15"
    parent_stream_type = NominalLedgerSettings
    expand = "budget_titles"
    key = ("nominal_ledger_setting_id", "id")
    schema = table(
        parent_key("nominal_ledger_setting_id", "nominal_ledger_settings"),
        parent_timestamp("nominal_ledger_setting_date_time_updated"),
        identifier("id"),
        _YEAR,
        text("budget_title"),
        *AUDIT,
    )


class NominalCodeFinancialYears(NestedStream):
    """A nominal account in one financial year: its budget and closing balance.

    A new budget or a posting to a closed year might not update the account's timestamp (inferred).
    """

    name = "nominal_code_financial_years"
    introduced = "2021-03-15"
    parent_stream_type = NominalCodes
    expand = "financial_years"
    key = ("nominal_code_id", "id")
    schema = table(
        parent_key("nominal_code_id", "nominal_codes"),
        parent_timestamp("nominal_code_date_time_updated"),
        identifier("id"),
        whole("financial_year_id", "Matches the same column of `financial_year_period_views` (inferred)."),
        _YEAR,
        enum("budget_type", "How the budget is distributed over its periods; a value of `nominal_budget_types`."),
        whole(
            "budget_profile_id",
            "The profile that distributes the budget; matches `nominal_budget_profiles.id` (inferred).",
        ),
        whole("budget_profile", "A whole number, according to Sage's documentation. Its meaning is not documented."),
        *_BUDGET,
        money("closing_balance", "Debits are positive, credits negative; 0 while the year is open (both inferred)."),
        money("adjustment_after_year_end_close", "Postings that were made to the year after the year was closed."),
        *AUDIT,
    )


class NominalCodePeriodBalances(NestedStream):
    """A nominal account in one accounting period: its budget and its postings.

    Sage sends these rows in the response for `nominal_code_financial_years` (inferred). If not, the table stays empty.
    A posting might not update the account's timestamp (inferred). For current figures, use
    `nominal_period_value_views`, which is fully reloaded in each run.
    """

    name = "nominal_code_period_balances"
    parent_stream_type = NominalCodeFinancialYears
    expand = "period_balances"
    key = ("nominal_code_id", "nominal_code_financial_year_id", "id")
    schema = table(
        parent_key("nominal_code_id", of="nominal_code_id"),
        parent_key("nominal_code_financial_year_id"),
        parent_timestamp("nominal_code_date_time_updated", of="nominal_code_date_time_updated"),
        identifier("id"),
        *_PERIOD,
        flag("is_future_period"),
        *_BUDGET,
        money("period_balance", "Debits minus credits of this period only (inferred)."),
        money("adjustment_after_year_end_close", "Postings that were made to the period after its year was closed."),
        money("consolidated_amount", "Amount passed to the parent company for consolidation (inferred)."),
        whole("nominal_account_year_value_id", "Repeats `nominal_code_financial_year_id` (inferred)."),
        *AUDIT,
    )
