"""Credit: the firms that report on it, and the standings that an account can have."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, flag, identifier, table, text


class CreditBureaus(ResourceStream):
    """A firm that reports on the credit of customers and suppliers."""

    name = "credit_bureaus"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        text("name"),
        text("website"),
        text("checking_url", "Where a person looks an account up (inferred)."),
        flag("is_default"),
        *AUDIT,
    )


class CreditPositions(ResourceStream):
    """A standing that an account can have in credit control, in the company's own words."""

    name = "credit_positions"
    introduced = "2020-09-16"
    schema = table(identifier("id"), text("name"), flag("is_default"), *AUDIT)
