"""The settings of the cash book."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import identifier, reference, table


class CashBookSettings(ResourceStream):
    """The settings of the cash book: one row per company."""

    name = "cash_book_settings"
    introduced = "2020-09-16"
    timestamps = ()
    created = None
    schema = table(identifier("id"), reference("default_bank_account_id", "banks"))
