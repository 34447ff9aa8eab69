"""The fixed lists of the sales ledger: what the values of its columns mean.

What each is for is inferred from its name and from the columns with its values. Sage has published no fields of the
lists of 2025 R1: that they are like all other lists is inferred.
"""

from __future__ import annotations

from tap_sage200.streams.fixed_list import FixedList
from tap_sage200.streams.shared.named_values import HEAD_OFFICE_TYPES


class AppliesToStatusTypes(FixedList):
    """Which statuses of an account something applies to (inferred)."""

    name = "applies_to_status_types"
    introduced = "2025-06-02"


class CommunicationContactTypes(FixedList):
    """Whom a communication with a customer was with (inferred)."""

    name = "communication_contact_types"
    introduced = "2025-06-02"


class CommunicationLocationTypes(FixedList):
    """Where a communication with a customer took place (inferred)."""

    name = "communication_location_types"
    introduced = "2025-06-02"


class CommunicationOutcomeTypes(FixedList):
    """What came of a communication with a customer (inferred)."""

    name = "communication_outcome_types"
    introduced = "2025-06-02"


class CommunicationStyleTypes(FixedList):
    """In which style a communication with a customer was held (inferred)."""

    name = "communication_style_types"
    introduced = "2025-06-02"


class CommunicationTypes(FixedList):
    """What a communication with a customer is: a call, a letter and the like (inferred)."""

    name = "communication_types"
    introduced = "2025-06-02"


class DocumentTransmissionMethodTypes(FixedList):
    """How a customer is sent documents: on paper, by e-mail and the like."""

    name = "document_transmission_method_types"
    introduced = "2021-07-26"


class HeadOfficeTypes(FixedList):
    """Whether a customer is independent, a head office or a branch. The id of `Independent` is 0 (seen)."""

    name = "head_office_types"
    introduced = "2020-09-16"
    known_values = HEAD_OFFICE_TYPES


class StatementAgeingTerms(FixedList):
    """What the ages on a statement count from."""

    name = "statement_ageing_terms"
    introduced = "2020-09-16"


class StatementLayoutTypes(FixedList):
    """Which layout statements are printed in."""

    name = "statement_layout_types"
    introduced = "2020-09-16"


class StatementTerms(FixedList):
    """Which entries a statement shows."""

    name = "statement_terms"
    introduced = "2020-09-16"
