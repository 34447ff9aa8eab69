"""Nominal accounts, and their cost centres, departments and report categories."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    ANALYSIS_CODES,
    AUDIT,
    MEMO,
    Column,
    enum,
    flag,
    identifier,
    money,
    parent_key,
    parent_timestamp,
    professional,
    reference,
    since,
    since_each,
    table,
    text,
    whole,
)
from tap_sage200.streams.shared.named_values import ACCOUNT_STATUS_TYPES

_CODE_AND_CONTACT: tuple[Column, ...] = (
    text("code", "Part of a nominal account; up to three characters (documented)."),
    text("name"),
    *since("2020-09-16", text("contact_name"), text("contact_details"), text("contact_email_address")),
)


class ConsolidatedNominalCodes(ResourceStream):
    """A nominal account of the parent company, used for consolidation."""

    name = "consolidated_nominal_codes"
    introduced = "2021-03-15"
    schema = table(
        identifier("id"),
        text("reference", "Account number; unique together with cost centre and department (inferred)."),
        reference("cost_centre_id", "cost_centres", "0 if the account has none."),
        text("cost_centre_code"),
        reference("department_id", "departments", "0 if the account has none."),
        text("department_code"),
        text("name"),
        enum("nominal_account_type", "Posting account, or account that only groups other accounts (inferred)."),
        enum("account_status_type", values=ACCOUNT_STATUS_TYPES),
        *AUDIT,
    )


class ControlNominalCodes(ResourceStream):
    """A control account that Sage posts to automatically, such as debtors or VAT."""

    name = "control_nominal_codes"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        text("name"),
        *since(
            "2020-11-02",
            text(
                "account_number",
                "Matches `nominal_codes.reference` (inferred). Sage sends no cost centre and no department, so several "
                "accounts can match.",
            ),
        ),
        enum("control_nominal_code_type", "Type of control account."),
        *since("2020-11-02", enum("nominal_reporting_type", "Profit and loss account or balance sheet (inferred).")),
        *AUDIT,
    )


class CostCentres(ResourceStream):
    """A cost centre: the second part of a nominal account, after the account number."""

    name = "cost_centres"
    schema = table(identifier("id"), *_CODE_AND_CONTACT, *since_each(AUDIT, date_time_created="2020-09-16"))


class Departments(ResourceStream):
    """A department: the third part of a nominal account, after the cost centre."""

    name = "departments"
    schema = table(identifier("id"), *_CODE_AND_CONTACT, *since_each(AUDIT, date_time_created="2020-09-16"))


class DepartmentStatuses(NestedStream):
    """The reason why a department cannot be deleted (inferred).

    Sage calculates it at request time, so a loaded row may be out of date.
    """

    name = "department_statuses"
    introduced = "2022-08-22"
    selected_by_default = False
    parent_stream_type = Departments
    expand = "status"
    key = ("department_id",)
    schema = table(
        parent_key("department_id", "departments"),
        parent_timestamp("department_date_time_updated"),
        enum(
            "delete_exception_type",
            "Reason why the row cannot be deleted (inferred). Sage has no fixed list of the values.",
        ),
    )


class NominalCodeMemos(ResourceStream):
    """A memo on a nominal account."""

    name = "nominal_code_memos"
    introduced = "2021-03-15"
    schema = table(identifier("id"), reference("nominal_code_id", "nominal_codes"), *MEMO, *AUDIT)


class NominalCodes(ResourceStream):
    """A nominal account: an account number with its cost centre and department."""

    name = "nominal_codes"
    schema = table(
        identifier("id"),
        text("reference", "Account number; unique together with cost centre and department."),
        reference("cost_centre_id", "cost_centres", "0 if the account has none."),
        text("cost_centre_code"),
        reference("department_id", "departments", "0 if the account has none."),
        text("department_code"),
        text("name"),
        *professional(
            enum("nominal_account_type", "Posting account, or account that only groups other accounts (inferred).")
        ),
        *since("2018-04-25", enum("account_status_type", values=ACCOUNT_STATUS_TYPES)),
        *professional(reference("report_category_id", "nominal_report_categories")),
        *since(
            "2021-03-15",
            whole("sofa_category_id", "Category in a charity's statement of financial activities (SOFA); 0 for none."),
        ),
        money("balance_year_to_date", "In the base currency; debits are positive, credits negative (inferred)."),
        *since("2021-03-15", money("debit_balance_year_to_date"), money("credit_balance_year_to_date")),
        *since(
            "2020-12-14",
            money("brought_forward_balance", "Balance at the start of the year; debits are positive (inferred)."),
        ),
        flag("display_balances_in_selection_list"),
        *since(
            "2021-03-15",
            flag("allow_manual_journal_entries"),
            flag("use_batch_postings", "Whether several postings of one batch become one transaction (inferred)."),
            whole("periods_to_keep_transactions", "Number of periods after which transactions may be purged."),
        ),
        *since(
            "2023-08-14",
            reference(
                "consolidated_nominal_code_id", "consolidated_nominal_codes", "Nominal account of the parent company."
            ),
        ),
        *since(
            "2021-03-15",
            text("consolidated_nominal_account_number"),
            text("consolidated_nominal_cost_centre"),
            text("consolidated_nominal_department"),
            *ANALYSIS_CODES,
        ),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class NominalReportCategories(ResourceStream):
    """A line of the profit and loss account or balance sheet that groups nominal accounts."""

    name = "nominal_report_categories"
    schema = table(
        identifier("id"),
        text("code"),
        text("description"),
        text("account_report_type", "Profit and loss account or balance sheet."),
        text("account_report_category_type", "Type of category: asset, liability, income, expense and others."),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class NominalTransactionAnalysisCodes(ResourceStream):
    """A code for the analysis of nominal postings, independent of the account."""

    name = "nominal_transaction_analysis_codes"
    schema = table(
        identifier("id"),
        text("code"),
        text("description"),
        flag("active"),
        *AUDIT,
    )
