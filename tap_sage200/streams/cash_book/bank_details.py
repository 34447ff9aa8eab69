"""Tables nested in a bank account: address, contacts, e-mail addresses, websites and memos."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.cash_book.banks import Banks
from tap_sage200.streams.columns import (
    AUDIT,
    MEMO,
    OWN_ID,
    Column,
    flag,
    identifier,
    parent_key,
    parent_timestamp,
    table,
    text,
)
from tap_sage200.streams.shared.addresses import ADDRESS

_BANK: tuple[Column, ...] = (parent_key("bank_id", "banks"), parent_timestamp("bank_date_time_updated"))


class BankAddresses(NestedStream):
    """The address of the bank that holds an account."""

    name = "bank_addresses"
    parent_stream_type = Banks
    expand = "bank_address"
    key = ("bank_id",)
    schema = table(*_BANK, OWN_ID, text("contact"), *ADDRESS, *AUDIT)


class BankContacts(NestedStream):
    """A contact detail of the bank, such as a telephone, fax or mobile number.

    Since 2023 R2, e-mail and web addresses are in `bank_emails` and `bank_websites`. It is not documented whether this
    table still has them as well.
    """

    name = "bank_contacts"
    parent_stream_type = Banks
    expand = "bank_contacts"
    key = ("bank_id", "id")
    schema = table(
        *_BANK,
        identifier("id"),
        text("type", "Type of the number or address."),
        text("address", "The number or address (inferred)."),
        *AUDIT,
    )


class BankEmails(NestedStream):
    """An e-mail address at the bank."""

    name = "bank_emails"
    introduced = "2023-08-14"
    parent_stream_type = Banks
    expand = "emails"
    key = ("bank_id", "id")
    schema = table(
        *_BANK,
        identifier("id"),
        text("email"),
        flag("is_default", "Whether this is the default of the bank account."),
        *AUDIT,
    )


class BankMemos(NestedStream):
    """A memo on a bank account."""

    name = "bank_memos"
    introduced = "2023-08-14"
    parent_stream_type = Banks
    expand = "memos"
    key = ("bank_id", "id")
    schema = table(*_BANK, identifier("id"), *MEMO, *AUDIT)


class BankWebsites(NestedStream):
    """A web address of the bank."""

    name = "bank_websites"
    introduced = "2023-08-14"
    parent_stream_type = Banks
    expand = "websites"
    key = ("bank_id", "id")
    schema = table(
        *_BANK,
        identifier("id"),
        text("website"),
        flag("is_default", "Whether this is the default of the bank account."),
        *AUDIT,
    )
