"""Credit control: credit bureaus and credit positions."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, flag, identifier, table, text


class CreditBureaus(ResourceStream):
    """A credit bureau: a firm that reports on the credit of customers and suppliers."""

    name = "credit_bureaus"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        text("name"),
        text("website"),
        text("checking_url", "URL for looking up an account (inferred)."),
        flag("is_default"),
        *AUDIT,
    )


class CreditPositions(ResourceStream):
    """A credit control status for accounts, named by the company."""

    name = "credit_positions"
    introduced = "2020-09-16"
    schema = table(identifier("id"), text("name"), flag("is_default"), *AUDIT)
