"""What belongs to settings that all ledgers share: addresses, checks of dates, analysis codes."""

from __future__ import annotations

from tap_sage200.nested import NestedStream
from tap_sage200.streams.company_settings import AnalysisCodeMappings, SystemSettings
from tap_sage200.streams.financials import CountryCodes
from tap_sage200.streams.general import CompanyDetails
from tap_sage200.streams.nominal import Departments
from tap_sage200.streams.columns import AUDIT, enum, flag, identifier, parent_key, parent_stamp, text, whole, table


class AnalysisCodeMappingAnalysisCodes(NestedStream):
    """TODO."""

    name = "analysis_code_mapping_analysis_codes"
    parent_stream_type = AnalysisCodeMappings
    expand = "analysis_code"
    key = ("analysis_code_mapping_id",)
    schema = table(
        parent_key("analysis_code_mapping_id", "analysis_code_mappings"),
        parent_stamp("analysis_code_mapping_date_time_updated"),
        whole("id"),
        text("name"),
        flag("allow_overtype"),
        flag("allow_new_on_entry"),
        *AUDIT,
    )


class AnalysisCodeMappingAnalysisCodeValues(NestedStream):
    """TODO."""

    name = "analysis_code_mapping_analysis_code_values"
    parent_stream_type = AnalysisCodeMappingAnalysisCodes
    expand = "values"
    key = ("analysis_code_mapping_id", "id")
    schema = table(
        parent_key("analysis_code_mapping_id", of="analysis_code_mapping_id"),
        parent_stamp("analysis_code_mapping_date_time_updated", of="analysis_code_mapping_date_time_updated"),
        identifier("id"),
        whole("analysis_code_id"),
        text("value"),
        flag("is_default"),
        *AUDIT,
    )


class CompanyAddresses(NestedStream):
    """TODO."""

    name = "company_addresses"
    parent_stream_type = CompanyDetails
    expand = "address"
    key = ("company_detail_id",)
    schema = table(
        parent_key("company_detail_id", "company_details"),
        parent_stamp("company_detail_date_time_updated"),
        whole("id"),
        text("address_1"),
        text("address_2"),
        text("address_3"),
        text("address_4"),
        text("city"),
        text("county"),
        text("postcode"),
        text("country"),
        *AUDIT,
    )


class CountryCodeTaxMasks(NestedStream):
    """TODO."""

    name = "country_code_tax_masks"
    parent_stream_type = CountryCodes
    expand = "tax_mask"
    key = ("country_code_id",)
    schema = table(
        parent_key("country_code_id", "country_codes"),
        parent_stamp("country_code_date_time_updated"),
        whole("id"),
        text("name"),
        *AUDIT,
    )


class DepartmentStatuses(NestedStream):
    """TODO."""

    name = "department_statuses"
    selected_by_default = False
    parent_stream_type = Departments
    expand = "status"
    key = ("department_id",)
    schema = table(
        parent_key("department_id", "departments"),
        parent_stamp("department_date_time_updated"),
        enum("delete_exception_type"),
    )


class TransactionDateValidations(NestedStream):
    """TODO."""

    name = "transaction_date_validations"
    parent_stream_type = SystemSettings
    expand = "transaction_date_validation"
    key = ("system_setting_id",)
    schema = table(
        parent_key("system_setting_id", "system_settings"),
        parent_stamp("system_setting_date_time_updated"),
        whole("id"),
        enum("transaction_date_validation_type"),
        whole("pre_days_normal"),
        whole("post_days_normal"),
        whole("pre_days_acceptable"),
        whole("post_days_acceptable"),
        text("previous_year_classification"),
        text("future_year_classification"),
        text("closed_period_classification"),
        text("future_period_classification"),
        *AUDIT,
    )

STREAM_TYPES: tuple[type[NestedStream], ...] = (AnalysisCodeMappingAnalysisCodes, AnalysisCodeMappingAnalysisCodeValues, CompanyAddresses, CountryCodeTaxMasks, DepartmentStatuses, TransactionDateValidations,)
