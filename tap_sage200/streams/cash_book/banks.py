"""Bank accounts: in full, in Sage's view and in short form."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    Column,
    enum,
    identifier,
    money,
    nominal_account,
    reference,
    since,
    since_each,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.shared.named_values import ACCOUNT_STATUS_TYPES

_NAME: tuple[Column, ...] = (
    text("code", "Short code of the account, unique in the cash book."),
    text("description"),
)

_ACCOUNT: tuple[Column, ...] = (
    text("account_name"),
    text("bank_name"),
    text("sort_code"),
    text("account_no"),
    text("iban"),
    text("bic"),
)

_BALANCES: tuple[Column, ...] = (
    money("balance", "Cash book balance in the account's currency; negative if overdrawn (inferred)."),
    money("balance_in_base"),
    money("overdraft_limit"),
    money("statement_balance", "Balance of the last reconciled statement, in the account's currency."),
    timestamp("statement_date", "Date of the last reconciled statement."),
)

_NOMINAL_ACCOUNTS: tuple[Column, ...] = (
    *nominal_account("bank_account_nominal"),
    *nominal_account("bank_charges_nominal"),
    *nominal_account("exchange_diff_nominal"),
)


class BankViews(ResourceStream):
    """A bank account with its currency and its electronic banking service. Repeats `banks`."""

    name = "bank_views"
    introduced = "2021-07-26"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "Matches `banks.id` (inferred)."),
        *_NAME,
        *_ACCOUNT,
        reference("account_type_id", "bank_account_types"),
        reference("account_status_type_id", "account_status_types"),
        reference("currency_id", "currencies", "Currency of the account."),
        text("currency_name"),
        text("currency_symbol"),
        reference("currency_iso_code_id", "currency_iso_codes"),
        text("currency_iso_code"),
        text("currency_iso_code_name"),
        *_BALANCES,
        whole("statement_page_number"),
        text("electronic_bank", "Name of the electronic banking service, if one is set up (inferred)."),
        reference(
            "electronic_bank_function_id",
            "electronic_bank_function_types",
            "Documented without a type; whole number is inferred.",
        ),
        *_NOMINAL_ACCOUNTS,
    )


class Banks(ResourceStream):
    """A bank account of the company, with its balance and its nominal accounts."""

    name = "banks"
    schema = table(
        identifier("id"),
        *_NAME,
        *_ACCOUNT,
        text("account_type"),
        *since("2018-04-25", enum("account_status_type", values=ACCOUNT_STATUS_TYPES)),
        reference("account_currency_id", "currencies"),
        *_BALANCES,
        *since("2020-09-16", *_NOMINAL_ACCOUNTS),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class LookupBanks(ResourceStream):
    """A bank account in short form, as used in lookup lists. Repeats `banks`."""

    name = "lookup_banks"
    introduced = "2020-09-16"
    selected_by_default = False
    schema = table(identifier("id"), *_NAME, enum("account_status_type", values=ACCOUNT_STATUS_TYPES), *AUDIT)
