"""What belongs to a bank account: its address, contacts, e-mail addresses, web addresses and memos."""

from __future__ import annotations

from tap_sage200.nested import NestedStream
from tap_sage200.streams.cash_book import Banks
from tap_sage200.streams.columns import AUDIT, MEMO, flag, identifier, parent_key, parent_stamp, text, whole, table


class BankAddresses(NestedStream):
    """TODO."""

    name = "bank_addresses"
    parent_stream_type = Banks
    expand = "bank_address"
    key = ("bank_id",)
    schema = table(
        parent_key("bank_id", "banks"),
        parent_stamp("bank_date_time_updated"),
        whole("id"),
        text("contact"),
        text("country"),
        text("address_1"),
        text("address_2"),
        text("address_3"),
        text("address_4"),
        text("city"),
        text("county"),
        text("postcode"),
        *AUDIT,
    )


class BankContacts(NestedStream):
    """TODO."""

    name = "bank_contacts"
    parent_stream_type = Banks
    expand = "bank_contacts"
    key = ("bank_id", "id")
    schema = table(
        parent_key("bank_id", "banks"),
        parent_stamp("bank_date_time_updated"),
        identifier("id"),
        text("type"),
        text("address"),
        *AUDIT,
    )


class BankEmails(NestedStream):
    """TODO."""

    name = "bank_emails"
    parent_stream_type = Banks
    expand = "emails"
    key = ("bank_id", "id")
    schema = table(
        parent_key("bank_id", "banks"),
        parent_stamp("bank_date_time_updated"),
        identifier("id"),
        text("email"),
        flag("is_default"),
        *AUDIT,
    )


class BankMemos(NestedStream):
    """TODO."""

    name = "bank_memos"
    parent_stream_type = Banks
    expand = "memos"
    key = ("bank_id", "id")
    schema = table(
        parent_key("bank_id", "banks"),
        parent_stamp("bank_date_time_updated"),
        identifier("id"),
        *MEMO,
        *AUDIT,
    )


class BankWebsites(NestedStream):
    """TODO."""

    name = "bank_websites"
    parent_stream_type = Banks
    expand = "websites"
    key = ("bank_id", "id")
    schema = table(
        parent_key("bank_id", "banks"),
        parent_stamp("bank_date_time_updated"),
        identifier("id"),
        text("website"),
        flag("is_default"),
        *AUDIT,
    )

STREAM_TYPES: tuple[type[NestedStream], ...] = (BankAddresses, BankContacts, BankEmails, BankMemos, BankWebsites,)
