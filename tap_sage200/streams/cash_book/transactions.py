"""The entries of bank accounts, and what each is made of."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    Column,
    identifier,
    money,
    parent_key,
    parent_timestamp,
    position,
    rate,
    reference,
    since,
    since_each,
    table,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.shared.postings import NOMINAL_ANALYSIS_ITEM, TAX_ANALYSIS_ITEM, TRADE_ITEM

_BANK_POSTED: tuple[Column, ...] = (
    parent_key("bank_posted_transaction_id", "bank_posted_transactions"),
    parent_timestamp("bank_posted_transaction_date_time_updated"),
)


class BankPostedTransactions(ResourceStream):
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
        rate(
            "bank_cheque_to_base_currency_rate", "From the bank account's currency to the base currency (documented)."
        ),
        *since(
            "2020-12-14",
            timestamp("last_statement_date", "Statement on which it was reconciled; null until then (inferred)."),
            whole("statement_page_number"),
            text("source"),
        ),
        whole("urn", "Unique reference number, the same for all entries of one posting (inferred)."),
        text("user_name"),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class BankPostedTransactionNominalAnalysisItems(NestedStream):
    """What an entry of the cash book posts to one nominal account.

    Whether the bank's own account is among the items is not documented.
    """

    name = "bank_posted_transaction_nominal_analysis_items"
    parent_stream_type = BankPostedTransactions
    expand = "nominal_analysis_items"
    key = ("bank_posted_transaction_id", "position")
    schema = table(*_BANK_POSTED, position(), *NOMINAL_ANALYSIS_ITEM)


class BankPostedTransactionTaxAnalysisItems(NestedStream):
    """What an entry of the cash book bears of one tax code.

    Money of customers and suppliers bears none: the tax is with their invoices (inferred).
    """

    name = "bank_posted_transaction_tax_analysis_items"
    parent_stream_type = BankPostedTransactions
    expand = "tax_analysis_items"
    key = ("bank_posted_transaction_id", "position")
    schema = table(*_BANK_POSTED, position(), *TAX_ANALYSIS_ITEM)


class BankPostedTransactionTradeItems(NestedStream):
    """The customer's or supplier's side of an entry of the cash book."""

    name = "bank_posted_transaction_trade_items"
    parent_stream_type = BankPostedTransactions
    expand = "trade_items"
    key = ("bank_posted_transaction_id", "position")
    schema = table(*_BANK_POSTED, position(), *TRADE_ITEM)
