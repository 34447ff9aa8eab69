"""The nominal accounts and what they are grouped by: cost centres, departments, categories."""

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
    text("code", "The part of a nominal account's name; up to three characters (documented)."),
    text("name"),
    *since("2020-09-16", text("contact_name"), text("contact_details"), text("contact_email_address")),
)


class ConsolidatedNominalCodes(ResourceStream):
    """An account of the parent company's books, which this company's accounts are gathered under."""

    name = "consolidated_nominal_codes"
    introduced = "2021-03-15"
    schema = table(
        identifier("id"),
        text("reference", "Account number; unique together with cost centre and department (inferred)."),
        reference("cost_centre_id", "cost_centres", "0 where the account has none."),
        text("cost_centre_code"),
        reference("department_id", "departments", "0 where the account has none."),
        text("department_code"),
        text("name"),
        enum("nominal_account_type", "Whether it takes postings, or only gathers other accounts (inferred)."),
        enum("account_status_type", values=ACCOUNT_STATUS_TYPES),
        *AUDIT,
    )


class ControlNominalCodes(ResourceStream):
    """An account that Sage posts to by itself, such as the one for all debtors or for VAT."""

    name = "control_nominal_codes"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        text("name"),
        *since(
            "2020-11-02",
            text("account_number", "As in `nominal_codes.reference`, without cost centre and department (inferred)."),
        ),
        enum("control_nominal_code_type", "What the account gathers."),
        *since("2020-11-02", enum("nominal_reporting_type", "Profit and loss account or balance sheet (inferred).")),
        *AUDIT,
    )


class CostCentres(ResourceStream):
    """A cost centre: the second part of a nominal account's name, after the account number."""

    name = "cost_centres"
    schema = table(identifier("id"), *_CODE_AND_CONTACT, *since_each(AUDIT, date_time_created="2020-09-16"))


class Departments(ResourceStream):
    """A department: the third part of a nominal account's name, after the cost centre."""

    name = "departments"
    schema = table(identifier("id"), *_CODE_AND_CONTACT, *since_each(AUDIT, date_time_created="2020-09-16"))


class DepartmentStatuses(NestedStream):
    """What keeps a department from being deleted (inferred).

    Sage reckons it at the moment of asking, so that a row is old as soon as it is read.
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
        enum("delete_exception_type", "The reason; its values are in no list of Sage's."),
    )


class NominalCodeMemos(ResourceStream):
    """A memo on an account of the nominal ledger."""

    name = "nominal_code_memos"
    introduced = "2021-03-15"
    schema = table(identifier("id"), reference("nominal_code_id", "nominal_codes"), *MEMO, *AUDIT)


class NominalCodes(ResourceStream):
    """An account of the nominal ledger: an account number with its cost centre and department."""

    name = "nominal_codes"
    schema = table(
        identifier("id"),
        text("reference", "Account number; unique together with cost centre and department."),
        reference("cost_centre_id", "cost_centres", "0 where the account has none."),
        text("cost_centre_code"),
        reference("department_id", "departments", "0 where the account has none."),
        text("department_code"),
        text("name"),
        *professional(
            enum("nominal_account_type", "Whether it takes postings, or only gathers other accounts (inferred).")
        ),
        *since("2018-04-25", enum("account_status_type", values=ACCOUNT_STATUS_TYPES)),
        *professional(reference("report_category_id", "nominal_report_categories")),
        *since(
            "2021-03-15",
            whole("sofa_category_id", "Category in a charity's statement of financial activities; 0 for none."),
        ),
        money("balance_year_to_date", "In the base currency; debit positive, credit negative (inferred)."),
        *since("2021-03-15", money("debit_balance_year_to_date"), money("credit_balance_year_to_date")),
        *since(
            "2020-12-14",
            money("brought_forward_balance", "Balance at the start of the year; debit positive (inferred)."),
        ),
        flag("display_balances_in_selection_list"),
        *since(
            "2021-03-15",
            flag("allow_manual_journal_entries"),
            flag("use_batch_postings", "Whether several postings of one batch come as one entry (inferred)."),
            whole("periods_to_keep_transactions", "Periods after which its entries may be purged."),
        ),
        *since(
            "2023-08-14",
            reference("consolidated_nominal_code_id", "consolidated_nominal_codes", "Of the parent company."),
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
    """A line that accounts are gathered under in a profit and loss account or a balance sheet."""

    name = "nominal_report_categories"
    schema = table(
        identifier("id"),
        text("code"),
        text("description"),
        text("account_report_type", "Profit and loss account or balance sheet."),
        text("account_report_category_type", "Asset, liability, income, expense and the like."),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class NominalTransactionAnalysisCodes(ResourceStream):
    """A code that a nominal posting may be analysed by, whatever its account."""

    name = "nominal_transaction_analysis_codes"
    schema = table(
        identifier("id"),
        text("code"),
        text("description"),
        flag("active"),
        *AUDIT,
    )
