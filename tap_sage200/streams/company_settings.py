"""How a company has set Sage up: its modules, numbers, periods, words and analysis slots."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, enum, expanded, flag, identifier, money, table, text, timestamp, whole


class AnalysisCodeMappings(ResourceStream):
    """Which analysis code fills which slot of which table: what gives `analysis_code_1` and so on a meaning.

    The code's own name is in `analysis_code_mapping_analysis_codes`.
    """

    name = "analysis_code_mappings"
    schema = table(
        identifier("id"),
        text("class_name", "The table, by Sage's inner name."),
        text("friendly_class_name", "The table, in words for people."),
        text("property_name", "The field of the slot, by Sage's inner name."),
        text("friendly_property_name"),
        whole("slot", "Number of the slot, 1 to 20 (inferred)."),
        flag("is_mandatory", "Whether the slot must be filled on entry."),
        flag("is_read_only", "Sent for some rows only (documented)."),
        *expanded(
            "analysis_code",
            whole("analysis_code_id", "Key of the analysis code; Sage's description makes an object of it."),
        ),
        *AUDIT,
    )


class ConfigurableTerms(ResourceStream):
    """A word that Sage's screens let differ by company, such as what a cost centre is called (inferred)."""

    name = "configurable_terms"
    key = ("key",)
    stamps = ()
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
    key = ()
    stamps = ()
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
        flag("is_project_accounting_enabled"),
        flag("is_manufacturing_enabled"),
        flag("is_business_intelligence_enabled"),
        flag("is_scripting_enabled"),
    )


class SystemSettings(ResourceStream):
    """How the company has set up its books: one row.

    The numbers that come next are handed out all day long, and need not move the stamp (inferred).
    """

    name = "system_settings"
    schema = table(
        identifier("id"),
        text("next_urn", "Next unique reference number; a text here, a number on transactions."),
        whole("next_invoice_number"),
        whole("next_credit_note_number"),
        flag("invoice_credit_note_same_numbers", "Whether both are numbered in one sequence."),
        whole("next_journal_entry_number"),
        flag("first_vat_return_date_defined"),
        timestamp("first_vat_return_date"),
        timestamp("financial_year_end_date", "End of the current year (inferred)."),
        whole("number_open_periods", "Accounting periods that take postings at one time (inferred)."),
        enum("accounting_period_validation_type"),
        flag("update_nominal_online", "Whether ledgers post to the nominal ledger at once."),
        flag("use_cost_centre_breakdown"),
        flag("use_additional_trans_analysis", "Whether nominal postings may carry an analysis code."),
        text("transaction_analysis_heading", "What the company calls that code (inferred)."),
        flag("use_period_exchange_rates"),
        flag("use_intrastat_reporting"),
        money("intrastat_value_for_consolidation", "Below it lines are reported together (inferred)."),
        money("reverse_charge_minimum_value", "From it on a sale falls under reverse charge (inferred)."),
        flag("use_segmented_address", "Whether addresses keep city and county apart (inferred)."),
        *AUDIT,
    )


STREAM_TYPES: tuple[type[ResourceStream], ...] = (
    AnalysisCodeMappings,
    ConfigurableTerms,
    Licence,
    SystemSettings,
)
