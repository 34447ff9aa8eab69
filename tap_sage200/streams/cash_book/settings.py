"""How the cash book is set up."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import identifier, reference, table


class CashBookSettings(ResourceStream):
    """How the cash book is set up: one row, without a stamp."""

    name = "cash_book_settings"
    introduced = "2020-09-16"
    timestamps = ()
    created = None
    schema = table(identifier("id"), reference("default_bank_account_id", "banks"))
