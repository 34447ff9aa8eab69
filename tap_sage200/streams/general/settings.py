"""How a company has set Sage up: its modules, numbers, periods, dates and words."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    OWN_ID,
    enum,
    flag,
    identifier,
    money,
    parent_key,
    parent_timestamp,
    professional,
    since,
    table,
    text,
    timestamp,
    whole,
)

_OUTSIDE = "What becomes of it: taken, taken with a warning or refused (inferred)."


class ConfigurableTerms(ResourceStream):
    """A word that Sage's screens let differ by company, such as what a cost centre is called (inferred)."""

    name = "configurable_terms"
    introduced = "2021-03-15"
    key = ("key",)
    timestamps = ()
    created = None
    schema = table(
        text("key", "Name of the term; the only column that can tell rows apart (inferred).", key=True),
        text("lower_case_single"),
        text("lower_case_plural"),
        text("upper_case_single"),
        text("upper_case_plural"),
    )


class Licence(ResourceStream):
    """Which modules the company may use: one row, and the company is its whole key (inferred)."""

    name = "licence"
    introduced = "2020-09-16"
    key = ()
    timestamps = ()
    created = None
    singleton = True
    schema = table(
        flag("is_sales_enabled"),
        flag("is_purchase_enabled"),
        flag("is_nominal_enabled"),
        flag("is_fixed_assets_enabled"),
        flag("is_cash_book_enabled"),
        flag("is_stock_enabled"),
        flag("is_price_book_enabled"),
        flag("is_invoicing_enabled"),
        flag("is_sales_orders_enabled"),
        flag("is_purchase_orders_enabled"),
        flag("is_bill_of_materials_enabled"),
        flag("is_additional_excel_reports_enabled"),
        *professional(
            flag("is_project_accounting_enabled"),
            flag("is_manufacturing_enabled"),
            flag("is_business_intelligence_enabled"),
            flag("is_scripting_enabled"),
        ),
    )


class SystemSettings(ResourceStream):
    """How the company has set up its books: one row.

    The numbers that come next are handed out all day long, and need not move the stamp (inferred).
    """

    name = "system_settings"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        text("next_urn", "Next unique reference number; a text here, a number on transactions."),
        whole("next_invoice_number"),
        whole("next_credit_note_number"),
        *since("2021-07-26", flag("invoice_credit_note_same_numbers", "Whether both are numbered in one sequence.")),
        whole("next_journal_entry_number"),
        flag("first_vat_return_date_defined"),
        timestamp("first_vat_return_date"),
        *since("2021-07-26", timestamp("financial_year_end_date", "End of the current year (inferred).")),
        whole("number_open_periods", "Accounting periods that take postings at one time (inferred)."),
        enum("accounting_period_validation_type"),
        flag("update_nominal_online", "Whether ledgers post to the nominal ledger at once."),
        flag("use_cost_centre_breakdown"),
        flag("use_additional_trans_analysis", "Whether nominal postings may carry an analysis code."),
        text("transaction_analysis_heading", "What the company calls that code (inferred)."),
        flag("use_period_exchange_rates"),
        flag("use_intrastat_reporting"),
        money("intrastat_value_for_consolidation", "Below it lines are reported together (inferred)."),
        *since(
            "2021-07-26",
            money("reverse_charge_minimum_value", "From it on a sale falls under reverse charge (inferred)."),
            flag("use_segmented_address", "Whether addresses keep city and county apart (inferred)."),
        ),
        *AUDIT,
    )


class TransactionDateValidations(NestedStream):
    """Which dates of transactions the company takes, warns of or refuses: one row."""

    name = "transaction_date_validations"
    introduced = "2020-09-16"
    parent_stream_type = SystemSettings
    expand = "transaction_date_validation"
    key = ("system_setting_id",)
    schema = table(
        parent_key("system_setting_id", "system_settings"),
        parent_timestamp("system_setting_date_time_updated"),
        OWN_ID,
        enum("transaction_date_validation_type", "Whether dates go by days, by periods or by both (inferred)."),
        whole("pre_days_normal", "Days before today that are taken without a word (inferred)."),
        whole("post_days_normal", "Days after today that are taken without a word (inferred)."),
        whole("pre_days_acceptable", "Days before today that are taken with a warning (inferred)."),
        whole("post_days_acceptable", "Days after today that are taken with a warning (inferred)."),
        enum("previous_year_classification", _OUTSIDE),
        enum("future_year_classification", _OUTSIDE),
        enum("closed_period_classification", _OUTSIDE),
        enum("future_period_classification", _OUTSIDE),
        *AUDIT,
    )
