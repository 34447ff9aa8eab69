"""The fixed lists of the sales ledger: what the values of its columns mean.

What each is for is inferred from its name and from the columns with its values.
"""

from __future__ import annotations

from tap_sage200.streams.fixed_list import FixedList
from tap_sage200.streams.shared.named_values import HEAD_OFFICE_TYPES


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
