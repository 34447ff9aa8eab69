"""What belongs to the company, to its settings, or to a list that ledgers share."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import AUDIT, enum, flag, identifier, parent_key, parent_stamp, table, text, whole
from tap_sage200.streams.company_settings import AnalysisCodeMappings, SystemSettings
from tap_sage200.streams.financials import CountryCodes
from tap_sage200.streams.general import CompanyDetails
from tap_sage200.streams.nested_columns import ADDRESS, OWN_ID
from tap_sage200.streams.nominal import Departments

_OUTSIDE = "What becomes of it: taken, taken with a warning or refused (inferred)."


class AnalysisCodeMappingAnalysisCodes(NestedStream):
    """The analysis code that fills a slot: its name, and whether people may enter what is not in its list.

    A code that fills slots of several tables comes once for each (inferred), with the same `id`.
    """

    name = "analysis_code_mapping_analysis_codes"
    parent_stream_type = AnalysisCodeMappings
    expand = "analysis_code"
    key = ("analysis_code_mapping_id",)
    schema = table(
        parent_key("analysis_code_mapping_id", "analysis_code_mappings"),
        parent_stamp("analysis_code_mapping_date_time_updated"),
        whole("id", "Key of the analysis code, as in `analysis_code_mappings.analysis_code_id` (inferred)."),
        text("name"),
        flag("allow_overtype", "Whether a value outside the list may be entered (inferred)."),
        flag("allow_new_on_entry", "Whether such a value joins the list (inferred)."),
        *AUDIT,
    )


class AnalysisCodeMappingAnalysisCodeValues(NestedStream):
    """A value that an analysis code may have.

    Comes only where Sage sends it along with `analysis_code_mapping_analysis_codes` (inferred).
    """

    name = "analysis_code_mapping_analysis_code_values"
    parent_stream_type = AnalysisCodeMappingAnalysisCodes
    expand = "values"
    key = ("analysis_code_mapping_id", "id")
    schema = table(
        parent_key("analysis_code_mapping_id", of="analysis_code_mapping_id"),
        parent_stamp("analysis_code_mapping_date_time_updated", of="analysis_code_mapping_date_time_updated"),
        identifier("id"),
        text("value"),
        flag("is_default", "Whether entry begins with this value."),
        whole("analysis_code_id", "As `analysis_code_mapping_analysis_codes.id` (inferred)."),
        *AUDIT,
    )


class CompanyAddresses(NestedStream):
    """The company's own address."""

    name = "company_addresses"
    parent_stream_type = CompanyDetails
    expand = "address"
    key = ("company_detail_id",)
    schema = table(
        parent_key("company_detail_id", "company_details"),
        parent_stamp("company_detail_date_time_updated"),
        OWN_ID,
        *ADDRESS,
        *AUDIT,
    )


class CountryCodeTaxMasks(NestedStream):
    """The pattern that VAT numbers of a country have."""

    name = "country_code_tax_masks"
    parent_stream_type = CountryCodes
    expand = "tax_mask"
    key = ("country_code_id",)
    schema = table(
        parent_key("country_code_id", "country_codes"),
        parent_stamp("country_code_date_time_updated"),
        whole("id", "Sage's own key of the pattern; whether countries share one is not documented."),
        text("name", "The pattern itself, a regular expression (seen)."),
        *AUDIT,
    )


class DepartmentStatuses(NestedStream):
    """What keeps a department from being deleted (inferred).

    Sage reckons it at the moment of asking, so that a row is old as soon as it is read.
    """

    name = "department_statuses"
    selected_by_default = False
    parent_stream_type = Departments
    expand = "status"
    key = ("department_id",)
    schema = table(
        parent_key("department_id", "departments"),
        parent_stamp("department_date_time_updated"),
        enum("delete_exception_type", "The reason; its values are in no list of Sage's."),
    )


class TransactionDateValidations(NestedStream):
    """Which dates of transactions the company takes, warns of or refuses: one row."""

    name = "transaction_date_validations"
    parent_stream_type = SystemSettings
    expand = "transaction_date_validation"
    key = ("system_setting_id",)
    schema = table(
        parent_key("system_setting_id", "system_settings"),
        parent_stamp("system_setting_date_time_updated"),
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


STREAM_TYPES: tuple[type[NestedStream], ...] = (
    AnalysisCodeMappingAnalysisCodes,
    AnalysisCodeMappingAnalysisCodeValues,
    CompanyAddresses,
    CountryCodeTaxMasks,
    DepartmentStatuses,
    TransactionDateValidations,
)
