"""The company's settings: modules, numbers, periods, dates and terms."""

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

_OUTSIDE = "Result of the date check: accepted, accepted with a warning, or refused (inferred)."


class ConfigurableTerms(ResourceStream):
    """A term that companies can rename in Sage's screens, such as the word for cost centre (inferred)."""

    name = "configurable_terms"
    introduced = "2021-03-15"
    key = ("key",)
    timestamps = ()
    created = None
    schema = table(
        text("key", "Name of the term; the only column that can identify a row (inferred).", key=True),
        text("lower_case_single"),
        text("lower_case_plural"),
        text("upper_case_single"),
        text("upper_case_plural"),
    )


class Licence(ResourceStream):
    """The modules that the company may use: one row per company. Site and company form the primary key (inferred)."""

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
    """The accounting settings of the company: one row per company.

    Columns such as `next_invoice_number` change all day, and might not update the timestamp (inferred).
    """

    name = "system_settings"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        text("next_urn", "Next unique reference number (URN); text in this table, a number in transactions."),
        whole("next_invoice_number"),
        whole("next_credit_note_number"),
        *since(
            "2021-07-26",
            flag("invoice_credit_note_same_numbers", "Whether invoices and credit notes share one number sequence."),
        ),
        whole("next_journal_entry_number"),
        flag("first_vat_return_date_defined"),
        timestamp("first_vat_return_date"),
        *since("2021-07-26", timestamp("financial_year_end_date", "End of the current financial year (inferred).")),
        whole("number_open_periods", "Number of accounting periods open for posting at the same time (inferred)."),
        enum("accounting_period_validation_type"),
        flag("update_nominal_online", "Whether ledgers post to the nominal ledger immediately."),
        flag("use_cost_centre_breakdown"),
        flag("use_additional_trans_analysis", "Whether nominal postings may have an analysis code."),
        text(
            "transaction_analysis_heading", "The company's name for the analysis code of nominal postings (inferred)."
        ),
        flag("use_period_exchange_rates"),
        flag("use_intrastat_reporting"),
        money("intrastat_value_for_consolidation", "Lines below this value are reported together (inferred)."),
        *since(
            "2021-07-26",
            money(
                "reverse_charge_minimum_value", "Sales of this value or more are subject to reverse charge (inferred)."
            ),
            flag("use_segmented_address", "Whether addresses have separate columns for city and county (inferred)."),
        ),
        *AUDIT,
    )


class TransactionDateValidations(NestedStream):
    """The rules for transaction dates: accepted, accepted with a warning, or refused. One row per company."""

    name = "transaction_date_validations"
    introduced = "2020-09-16"
    parent_stream_type = SystemSettings
    expand = "transaction_date_validation"
    key = ("system_setting_id",)
    schema = table(
        parent_key("system_setting_id", "system_settings"),
        parent_timestamp("system_setting_date_time_updated"),
        OWN_ID,
        enum(
            "transaction_date_validation_type", "Whether dates are checked by days, by periods or by both (inferred)."
        ),
        whole("pre_days_normal", "Days before today that are accepted without a warning (inferred)."),
        whole("post_days_normal", "Days after today that are accepted without a warning (inferred)."),
        whole("pre_days_acceptable", "Days before today that are accepted with a warning (inferred)."),
        whole("post_days_acceptable", "Days after today that are accepted with a warning (inferred)."),
        enum("previous_year_classification", _OUTSIDE),
        enum("future_year_classification", _OUTSIDE),
        enum("closed_period_classification", _OUTSIDE),
        enum("future_period_classification", _OUTSIDE),
        *AUDIT,
    )
