"""The nominal ledger in Sage's own views: entries, values of the periods, accounts with their budgets."""

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
    identifier("id", "As `nominal_codes.id` (inferred)."),
    text("reference", "Account number; unique together with cost centre and department."),
    text("cost_centre_code"),
    text("department_code"),
    text("name"),
    reference("nominal_account_type_id", "nominal_account_types"),
    reference("account_status_type_id", "account_status_types"),
    flag("display_balances_in_selection_list"),
    money("balance_year_to_date", "In the base currency; debit positive, credit negative (inferred)."),
    money("brought_forward_balance", "Balance at the start of the year; debit positive (inferred)."),
)


class LookupNominalCodes(ResourceStream):
    """The few columns of a nominal account that a list to choose from shows. Repeats `nominal_codes`."""

    name = "lookup_nominal_codes"
    introduced = "2020-12-14"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(*_ACCOUNT)


class NominalCodeViews(ResourceStream):
    """A nominal account together with its report category and its budget of the year. Repeats `nominal_codes`."""

    name = "nominal_code_views"
    introduced = "2021-07-26"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        *_ACCOUNT,
        reference("cost_centre_id", "cost_centres", "0 where the account has none."),
        reference("department_id", "departments", "0 where the account has none."),
        reference("report_category_id", "nominal_report_categories"),
        text("report_category_code"),
        text("report_category_description"),
        reference("report_category_report_type_id", "nominal_reporting_types"),
        text("report_category_budget_name"),
        whole("sofa_category_id", "Category in a charity's statement of financial activities; 0 for none."),
        text("sofa_category_code"),
        text("sofa_category_description"),
        reference("sofa_category_report_type_id", "nominal_reporting_types"),
        reference("year_value_budget_type_id", "nominal_budget_types"),
        money("year_value_budget_value", "Budget of the current year (inferred), as it is now."),
        money("year_value_original_budget_value", "The budget as it was first set."),
        money("debit_year_to_date"),
        money("credit_year_to_date"),
        flag("allow_manual_journal_entries"),
        flag("use_batch_postings", "Whether several postings of one batch come as one entry (inferred)."),
        whole("periods_to_keep_transactions", "Periods after which its entries may be purged."),
        text("consolidated_nominal_account_number", "Account of the parent company."),
        text("consolidated_nominal_cost_centre"),
        text("consolidated_nominal_department"),
        money("consolidated_adjustment"),
        *ANALYSIS_CODES,
    )


class NominalPeriodValueViews(ResourceStream):
    """What an account was budgeted and what it came to in one accounting period. Its key is inferred."""

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
        text("nominal_code_account_type", "Whether it takes postings, or only gathers other accounts (inferred)."),
        text("nominal_code_account_status_type"),
        reference("nominal_code_report_category_id", "nominal_report_categories"),
        reference("nominal_code_cost_centre_id", "cost_centres", "0 where the account has none."),
        reference("nominal_code_department_id", "departments", "0 where the account has none."),
        whole("nominal_code_account_number_cost_centre_id", "The pair of account number and cost centre (inferred)."),
        money("nominal_period_value_budget_value", "Of this period alone, in the base currency (inferred).", scale=5),
        money("nominal_period_value_actual_value", "Debits less credits of this period alone (inferred).", scale=5),
        *since(
            "2023-02-20",
            money(
                "nominal_period_value_adjustment_after_year_end_close",
                "Posted to the period when its year was closed already. Since 2023 R1.",
                scale=5,
            ),
        ),
        whole("accounting_period_id", "As in `financial_year_period_views`."),
        whole("accounting_period_period_number", "1 for the first period of its year."),
        timestamp("accounting_period_start_date"),
        timestamp("accounting_period_end_date", "Last day of the period."),
        whole("financial_year_id", "The same for all periods of a year."),
        timestamp("financial_year_start_date"),
        whole("year_relative_to_current_year", "0 for the current year, -1 for the last (documented)."),
        whole("number_of_periods_in_year"),
    )


class NominalTransactionEnquiryViews(ResourceStream):
    """An entry of the nominal ledger: a debit or a credit of one account. All entries of a posting share its `urn`.

    Read by the key alone, as it has no stamp: new entries have higher keys, as all keys come from one counter (seen),
    and a posted entry is corrected by another one, not changed (inferred). Two things escape: `narrative` and
    the like, should a version of Sage let people amend them, and `year_relative_to_current_year`, which closing a year
    moves in every row; reckon it from `financial_year_start_date`, or load the table anew after a year's end.
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
        whole("urn", "Unique reference number, the same for all entries of one posting (inferred)."),
        text("reference"),
        text("narrative"),
        text("transaction_analysis_code", "As in `nominal_transaction_analysis_codes.code` (inferred)."),
        money("debit", "In the base currency (inferred); 0 or null for a credit."),
        money("credit", "In the base currency (inferred); 0 or null for a debit."),
        text("source", "The module that it was posted from."),
        text("user_name"),
        whole("period_number", "1 for the first period of its year."),
        *since(
            "2023-02-20",
            whole("accounting_period_id", "As in `financial_year_period_views`. Since 2023 R1."),
            whole("financial_year_id"),
            timestamp("financial_year_start_date"),
            whole("year_relative_to_current_year", "0 for the current year, -1 for the last (documented)."),
        ),
    )
