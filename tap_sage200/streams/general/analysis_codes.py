"""Analysis codes: their assignment to tables, and their values."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    expanded,
    flag,
    identifier,
    parent_key,
    parent_timestamp,
    professional,
    since,
    table,
    text,
    whole,
)


class AnalysisCodeMappings(ResourceStream):
    """The assignment of an analysis code to a slot of a table.

    It gives columns such as `analysis_code_1` their meaning. The name of the code is in
    `analysis_code_mapping_analysis_codes`.
    """

    name = "analysis_code_mappings"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        text("class_name", "Sage's internal name of the table."),
        text("friendly_class_name", "Name of the table, as shown to users."),
        text("property_name", "Sage's internal name of the slot's field."),
        text("friendly_property_name"),
        whole("slot", "Number of the slot, 1 to 20 (inferred)."),
        *professional(flag("is_mandatory", "Whether users must fill the slot.")),
        *since("2021-11-08", flag("is_read_only", "Sent for some rows only (documented).")),
        *expanded(
            "analysis_code",
            whole("analysis_code_id", "Key of the analysis code; Sage's documentation describes it as an object."),
        ),
        *AUDIT,
    )


class AnalysisCodeMappingAnalysisCodes(NestedStream):
    """An analysis code that is assigned to a slot: its name, and whether users may enter values outside its list.

    A code that is assigned to slots of several tables appears once per table (inferred), with the same `id`.
    """

    name = "analysis_code_mapping_analysis_codes"
    introduced = "2020-09-16"
    parent_stream_type = AnalysisCodeMappings
    expand = "analysis_code"
    key = ("analysis_code_mapping_id",)
    schema = table(
        parent_key("analysis_code_mapping_id", "analysis_code_mappings"),
        parent_timestamp("analysis_code_mapping_date_time_updated"),
        whole("id", "Key of the analysis code; matches `analysis_code_mappings.analysis_code_id` (inferred)."),
        text("name"),
        flag("allow_overtype", "Whether users may enter a value outside the list (inferred)."),
        flag("allow_new_on_entry", "Whether a value outside the list is added to the list (inferred)."),
        *AUDIT,
    )


class AnalysisCodeMappingAnalysisCodeValues(NestedStream):
    """A value of an analysis code.

    Sage sends these rows in the response for `analysis_code_mapping_analysis_codes` (inferred). If not, the table stays
    empty.
    """

    name = "analysis_code_mapping_analysis_code_values"
    introduced = "2020-09-16"
    parent_stream_type = AnalysisCodeMappingAnalysisCodes
    expand = "values"
    key = ("analysis_code_mapping_id", "id")
    schema = table(
        parent_key("analysis_code_mapping_id", of="analysis_code_mapping_id"),
        parent_timestamp("analysis_code_mapping_date_time_updated", of="analysis_code_mapping_date_time_updated"),
        identifier("id"),
        text("value"),
        flag("is_default", "Whether this is the default on entry."),
        whole("analysis_code_id", "Matches `analysis_code_mapping_analysis_codes.id` (inferred)."),
        *AUDIT,
    )
