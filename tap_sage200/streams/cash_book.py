"""The cash book: bank accounts and what was posted to them."""

from __future__ import annotations

from tap_sage200.client import Sage200Stream
from tap_sage200.streams.columns import (
    AUDIT,
    enum,
    identifier,
    money,
    nominal_account,
    rate,
    reference,
    table,
    text,
    timestamp,
    whole,
)


class BankPostedTransactions(Sage200Stream):
    """An entry of a bank account: money in, money out or a transfer, as posted."""

    name = "bank_posted_transactions"
    schema = table(
        identifier("id"),
        reference("bank_id", "banks"),
        text("bank_transaction_type"),
        text("entry_description"),
        text("reference"),
        text("second_reference"),
        timestamp("transaction_date"),
        timestamp("posted_date"),
        money("cheque_value", "In `cheque_currency_id`; payments negative (inferred)."),
        money("cheque_discount_value", "Settlement discount taken with it, in `cheque_currency_id`."),
        reference("cheque_currency_id", "currencies", "The currency the money moved in."),
        rate("cheque_to_account_currency_rate", "From the cheque's currency to the bank account's."),
        rate("bank_cheque_to_base_currency_rate", "From the cheque's currency to the base currency."),
        timestamp("last_statement_date", "Statement on which it was reconciled; null until then (inferred)."),
        whole("statement_page_number"),
        text("source"),
        whole("urn", "Unique reference number, the same for all entries of one posting (inferred)."),
        text("user_name"),
        *AUDIT,
    )


class Banks(Sage200Stream):
    """A bank account of the company, with its balance and the nominal accounts it posts to."""

    name = "banks"
    schema = table(
        identifier("id"),
        text("code", "Short code of the account, unique in the cash book."),
        text("description"),
        text("account_name"),
        text("bank_name"),
        text("sort_code"),
        text("account_no"),
        text("iban"),
        text("bic"),
        text("account_type"),
        enum("account_status_type"),
        reference("account_currency_id", "currencies"),
        money("balance", "Cash book balance in the account's currency; overdrawn negative (inferred)."),
        money("balance_in_base"),
        money("overdraft_limit"),
        money("statement_balance", "Balance of the last reconciled statement, in the account's currency."),
        timestamp("statement_date", "Date of the last reconciled statement."),
        *nominal_account("bank_account_nominal"),
        *nominal_account("bank_charges_nominal"),
        *nominal_account("exchange_diff_nominal"),
        *AUDIT,
    )


STREAM_TYPES: tuple[type[Sage200Stream], ...] = (BankPostedTransactions, Banks)
