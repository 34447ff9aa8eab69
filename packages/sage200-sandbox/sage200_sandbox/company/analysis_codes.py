"""Analysis codes: which slots they fill, and which values they may have.

A code may fill the slots of several tables; it is then nested in each of those mappings, with the same values.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.nested import nested

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

_CLASSES = (("SLCustomerAccount", "Customers"), ("SOPOrderReturn", "Sales Orders"))
_MAPPINGS = "analysis_code_mappings"
_CODES, _VALUES = "analysis_code_mapping_analysis_codes", "analysis_code_mapping_analysis_code_values"


def tables(office: Office, made: Tables) -> Tables:
    """The slots that the story fills with customers and their orders, slot by slot, and what fills them."""
    mappings: list[Row] = []
    codes: list[Row] = []
    values: list[Row] = []
    for slot, name in ((1, "Trade"), (2, "Sales person")):
        stamps = office.master(_CODES)
        used = dict.fromkeys(customer[f"analysis_code_{slot}"] for customer in made["customers"])
        of_code: list[Row] = [{"value": value, **office.master(_VALUES)} for value in used if value]
        for class_name, friendly in _CLASSES:
            mapping = blank(
                _MAPPINGS,
                class_name=class_name,
                friendly_class_name=friendly,
                property_name=f"AnalysisCode{slot}",
                friendly_property_name=name,
                slot=slot,
                analysis_code_id=stamps["id"],
                **office.master(_MAPPINGS),
            )
            code = nested(_CODES, mapping, name=name, allow_overtype=False, allow_new_on_entry=slot == 1, **stamps)
            mappings.append(mapping)
            codes.append(code)
            values += [nested(_VALUES, code, analysis_code_id=stamps["id"], **value) for value in of_code]
    return {_MAPPINGS: mappings, _CODES: codes, _VALUES: values}
