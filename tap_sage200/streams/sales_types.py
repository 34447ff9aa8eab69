"""The fixed lists of the sales ledger: what the values of its columns mean.

What each is for is inferred from its name and from the columns with its values.
"""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import FIXED_LIST, table


class DocumentTransmissionMethodTypes(ResourceStream):
    """How a customer is sent documents: on paper, by e-mail and the like."""

    name = "document_transmission_method_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class HeadOfficeTypes(ResourceStream):
    """Whether a customer is independent, a head office or a branch."""

    name = "head_office_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class StatementAgeingTerms(ResourceStream):
    """What the ages on a statement count from."""

    name = "statement_ageing_terms"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class StatementLayoutTypes(ResourceStream):
    """Which layout statements are printed in."""

    name = "statement_layout_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class StatementTerms(ResourceStream):
    """Which entries a statement shows."""

    name = "statement_terms"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


STREAM_TYPES: tuple[type[ResourceStream], ...] = (
    DocumentTransmissionMethodTypes,
    HeadOfficeTypes,
    StatementAgeingTerms,
    StatementLayoutTypes,
    StatementTerms,
)
