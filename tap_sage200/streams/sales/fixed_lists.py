"""The fixed lists of the sales ledger.

The purpose of each list is inferred from its name and from the columns that hold its values. Sage has published no
fields for the lists of 2025 R1. That they have the same columns as all other lists is inferred.
"""

from __future__ import annotations

from tap_sage200.streams.fixed_list import FixedList
from tap_sage200.streams.shared.named_values import HEAD_OFFICE_TYPES


class AppliesToStatusTypes(FixedList):
    """Account statuses that a choice applies to (inferred). Sage does not document the choice."""

    name = "applies_to_status_types"
    introduced = "2025-06-02"


class CommunicationContactTypes(FixedList):
    """Person that a communication with a customer was with (inferred)."""

    name = "communication_contact_types"
    introduced = "2025-06-02"


class CommunicationLocationTypes(FixedList):
    """Place of a communication with a customer (inferred)."""

    name = "communication_location_types"
    introduced = "2025-06-02"


class CommunicationOutcomeTypes(FixedList):
    """Outcome of a communication with a customer (inferred)."""

    name = "communication_outcome_types"
    introduced = "2025-06-02"


class CommunicationStyleTypes(FixedList):
    """Style of a communication with a customer (inferred)."""

    name = "communication_style_types"
    introduced = "2025-06-02"


class CommunicationTypes(FixedList):
    """Type of a communication with a customer: call, letter and others (inferred)."""

    name = "communication_types"
    introduced = "2025-06-02"


class DocumentTransmissionMethodTypes(FixedList):
    """How documents are sent to a customer: on paper, by e-mail and others."""

    name = "document_transmission_method_types"
    introduced = "2021-07-26"


class HeadOfficeTypes(FixedList):
    """Office type of a customer: independent, head office or branch. `Independent` has the id 0 (seen)."""

    name = "head_office_types"
    introduced = "2020-09-16"
    known_values = HEAD_OFFICE_TYPES


class StatementAgeingTerms(FixedList):
    """Basis of the ageing on a statement."""

    name = "statement_ageing_terms"
    introduced = "2020-09-16"


class StatementLayoutTypes(FixedList):
    """Layout of statements."""

    name = "statement_layout_types"
    introduced = "2020-09-16"


class StatementTerms(FixedList):
    """Which transactions a statement shows."""

    name = "statement_terms"
    introduced = "2020-09-16"
