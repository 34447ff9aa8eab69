"""What the analysis codes mean that most tables have, and the values that they may have."""

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
    """Which analysis code fills which slot of which table: what gives `analysis_code_1` and so on a meaning.

    The code's own name is in `analysis_code_mapping_analysis_codes`.
    """

    name = "analysis_code_mappings"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        text("class_name", "The table, by Sage's inner name."),
        text("friendly_class_name", "The table, in words for people."),
        text("property_name", "The field of the slot, by Sage's inner name."),
        text("friendly_property_name"),
        whole("slot", "Number of the slot, 1 to 20 (inferred)."),
        *professional(flag("is_mandatory", "Whether the slot must be filled on entry.")),
        *since("2021-11-08", flag("is_read_only", "Sent for some rows only (documented).")),
        *expanded(
            "analysis_code",
            whole("analysis_code_id", "Key of the analysis code; Sage's description makes an object of it."),
        ),
        *AUDIT,
    )


class AnalysisCodeMappingAnalysisCodes(NestedStream):
    """The analysis code that fills a slot: its name, and whether people may enter what is not in its list.

    A code that fills slots of several tables comes once for each (inferred), with the same `id`.
    """

    name = "analysis_code_mapping_analysis_codes"
    introduced = "2020-09-16"
    parent_stream_type = AnalysisCodeMappings
    expand = "analysis_code"
    key = ("analysis_code_mapping_id",)
    schema = table(
        parent_key("analysis_code_mapping_id", "analysis_code_mappings"),
        parent_timestamp("analysis_code_mapping_date_time_updated"),
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
    introduced = "2020-09-16"
    parent_stream_type = AnalysisCodeMappingAnalysisCodes
    expand = "values"
    key = ("analysis_code_mapping_id", "id")
    schema = table(
        parent_key("analysis_code_mapping_id", of="analysis_code_mapping_id"),
        parent_timestamp("analysis_code_mapping_date_time_updated", of="analysis_code_mapping_date_time_updated"),
        identifier("id"),
        text("value"),
        flag("is_default", "Whether entry begins with this value."),
        whole("analysis_code_id", "As `analysis_code_mapping_analysis_codes.id` (inferred)."),
        *AUDIT,
    )
