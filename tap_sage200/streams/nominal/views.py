"""The nominal ledger in Sage's views: transactions, period values, and accounts with their budgets."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    ANALYSIS_CODES,
    Column,
    flag,
    identifier,
    money,
    reference,
    since,
    table,
    text,
    timestamp,
    whole,
)

_ACCOUNT: tuple[Column, ...] = (
    identifier("id", "Matches `nominal_codes.id` (inferred)."),
    text("reference", "Account number; unique together with cost centre and department."),
    text("cost_centre_code"),
    text("department_code"),
    text("name"),
    reference("nominal_account_type_id", "nominal_account_types"),
    reference("account_status_type_id", "account_status_types"),
    flag("display_balances_in_selection_list"),
    money("balance_year_to_date", "In the base currency; debits are positive, credits negative (inferred)."),
    money("brought_forward_balance", "Balance at the start of the year; debits are positive (inferred)."),
)


class LookupNominalCodes(ResourceStream):
    """A nominal account in short form, as used in lookup lists. Repeats `nominal_codes`."""

    name = "lookup_nominal_codes"
    introduced = "2020-12-14"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(*_ACCOUNT)


class NominalCodeViews(ResourceStream):
    """A nominal account with its report category and its budget for the year. Repeats `nominal_codes`."""

    name = "nominal_code_views"
    introduced = "2021-07-26"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        *_ACCOUNT,
        reference("cost_centre_id", "cost_centres", "0 if the account has none."),
        reference("department_id", "departments", "0 if the account has none."),
        reference("report_category_id", "nominal_report_categories"),
        text("report_category_code"),
        text("report_category_description"),
        reference("report_category_report_type_id", "nominal_reporting_types"),
        text("report_category_budget_name"),
        whole("sofa_category_id", "Category in a charity's statement of financial activities (SOFA); 0 for none."),
        text("sofa_category_code"),
        text("sofa_category_description"),
        reference("sofa_category_report_type_id", "nominal_reporting_types"),
        reference("year_value_budget_type_id", "nominal_budget_types"),
        money("year_value_budget_value", "Current budget of the current year (inferred)."),
        money("year_value_original_budget_value"),
        money("debit_year_to_date"),
        money("credit_year_to_date"),
        flag("allow_manual_journal_entries"),
        flag("use_batch_postings", "Whether several postings of one batch become one transaction (inferred)."),
        whole("periods_to_keep_transactions", "Number of periods after which transactions may be purged."),
        text("consolidated_nominal_account_number", "Nominal account of the parent company."),
        text("consolidated_nominal_cost_centre"),
        text("consolidated_nominal_department"),
        money("consolidated_adjustment"),
        *ANALYSIS_CODES,
    )


class NominalPeriodValueViews(ResourceStream):
    """The budget and the actual value of a nominal account in one accounting period.

    The primary key is inferred.
    """

    name = "nominal_period_value_views"
    key = ("nominal_period_value_id",)
    timestamps = ()
    created = None
    schema = table(
        identifier("nominal_period_value_id"),
        reference("nominal_code_id", "nominal_codes"),
        text("nominal_code_reference", "Account number; unique together with cost centre and department."),
        text("nominal_code_cost_centre"),
        text("nominal_code_department"),
        text("nominal_code_name"),
        text(
            "nominal_code_account_type",
            "Posting account, or account that only groups other accounts (inferred).",
        ),
        text("nominal_code_account_status_type"),
        reference("nominal_code_report_category_id", "nominal_report_categories"),
        reference("nominal_code_cost_centre_id", "cost_centres", "0 if the account has none."),
        reference("nominal_code_department_id", "departments", "0 if the account has none."),
        whole(
            "nominal_code_account_number_cost_centre_id",
            "Key of the combination of account number and cost centre (inferred).",
        ),
        money(
            "nominal_period_value_budget_value", "Budget of this period only, in the base currency (inferred).", scale=5
        ),
        money("nominal_period_value_actual_value", "Debits minus credits of this period only (inferred).", scale=5),
        *since(
            "2023-02-20",
            money(
                "nominal_period_value_adjustment_after_year_end_close",
                "Postings that were made to the period after its year was closed.",
                scale=5,
            ),
        ),
        whole("accounting_period_id", "Matches the same column of `financial_year_period_views`."),
        whole("accounting_period_period_number", "Number of the period within its year, from 1."),
        timestamp("accounting_period_start_date"),
        timestamp("accounting_period_end_date", "Last day of the period."),
        whole("financial_year_id", "Key of the financial year; the same for all its periods."),
        timestamp("financial_year_start_date"),
        whole("year_relative_to_current_year", "0 is the current year, -1 the previous year (documented)."),
        whole("number_of_periods_in_year"),
    )


class NominalTransactionEnquiryViews(ResourceStream):
    """A nominal transaction: a debit or a credit on one account. All transactions of one posting share a `urn`.

    Sage gives no timestamp, so the table is loaded by primary key. New transactions have higher keys, because all keys
    come from one counter (seen). Sage corrects a posted transaction with another one and does not change it (inferred).
    A run misses two kinds of change. The first is a change to `narrative` and similar columns, if a version of Sage
    lets users edit them. The second is the change of `year_relative_to_current_year` when a year is closed: every row
    changes. Calculate the column from `financial_year_start_date`, or fully refresh the table after a year end.
    """

    name = "nominal_transaction_enquiry_views"
    introduced = "2020-12-14"
    timestamps = ()
    created = None
    append_only = True
    schema = table(
        identifier("id"),
        reference("nominal_code_id", "nominal_codes"),
        timestamp("transaction_date"),
        whole("urn", "Unique reference number (URN), shared by all transactions of one posting (inferred)."),
        text("reference"),
        text("narrative"),
        text("transaction_analysis_code", "Matches `nominal_transaction_analysis_codes.code` (inferred)."),
        money("debit", "In the base currency (inferred); 0 or null for credits."),
        money("credit", "In the base currency (inferred); 0 or null for debits."),
        text("source", "Sage module that the row comes from."),
        text("user_name"),
        whole("period_number", "Number of the period within its year, from 1."),
        *since(
            "2023-02-20",
            whole("accounting_period_id", "Matches the same column of `financial_year_period_views`."),
            whole("financial_year_id"),
            timestamp("financial_year_start_date"),
            whole("year_relative_to_current_year", "0 is the current year, -1 the previous year (documented)."),
        ),
    )
