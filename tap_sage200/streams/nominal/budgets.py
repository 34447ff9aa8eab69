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
    whole("accounting_period_id", "As in `financial_year_period_views` (inferred)."),
    whole("period_number", "1 for the first period of its year."),
)

_YEAR = whole("year_relative_to_current_year", "0 for the current year, -1 for the last (documented).")

_BUDGET: tuple[Column, ...] = (
    money("budget_value", "As it is now, in the base currency (inferred)."),
    money("original_budget_value", "The budget as it was first set."),
)


class NominalBudgetProfiles(ResourceStream):
    """A way to spread the budget of a year over its periods; `nominal_budget_profile_periods` has the shares."""

    name = "nominal_budget_profiles"
    introduced = "2021-03-15"
    timestamps = ()
    created = None
    schema = table(identifier("id"), text("name"))


class NominalBudgetProfilePeriods(NestedStream):
    """The share of a year's budget that a profile gives to one period."""

    name = "nominal_budget_profile_periods"
    introduced = "2021-03-15"
    parent_stream_type = NominalBudgetProfiles
    expand = "periods"
    key = ("nominal_budget_profile_id", "id")
    schema = table(
        parent_key("nominal_budget_profile_id", "nominal_budget_profiles"),
        identifier("id"),
        *_PERIOD,
        percent("budget_percent", "All periods of a profile come to 100 (inferred)."),
    )


class NominalBudgetTitles(NestedStream):
    """What the company calls the budget of a year.

    Closing a year shifts the years that titles are of (inferred).
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
    """A nominal account in one financial year: its budget, and the balance that the year closed with.

    A new budget, or a posting to a closed year, need not move the account's stamp (inferred).
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
        whole("financial_year_id", "As in `financial_year_period_views` (inferred)."),
        _YEAR,
        enum("budget_type", "How the budget was set, as in `nominal_budget_types`."),
        whole("budget_profile_id", "The profile that spreads it, as `nominal_budget_profiles.id` (inferred)."),
        whole("budget_profile", "A whole number by Sage's documentation, which does not say what it tells."),
        *_BUDGET,
        money("closing_balance", "Debit positive, credit negative (inferred); 0 while the year is open (inferred)."),
        money("adjustment_after_year_end_close", "Posted to the year when it was closed already."),
        *AUDIT,
    )


class NominalCodePeriodBalances(NestedStream):
    """A nominal account in one accounting period: its budget, and what was posted.

    Comes only where Sage sends it along with `nominal_code_financial_years` (inferred), and a posting need not move the
    account's stamp (inferred). For figures of the day take `nominal_period_value_views`, which is read whole.
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
        money("period_balance", "Debits less credits of this period alone (inferred)."),
        money("adjustment_after_year_end_close", "Posted to the period when its year was closed already."),
        money("consolidated_amount", "Handed on to the parent company's books (inferred)."),
        whole("nominal_account_year_value_id", "The account's year again (inferred)."),
        *AUDIT,
    )
