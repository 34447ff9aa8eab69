"""The transactions of bank accounts, and their items."""

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
    """A posted transaction of a bank account: money in, money out or a transfer."""

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
        money("cheque_value", "In the currency of `cheque_currency_id`; payments are negative (inferred)."),
        money("cheque_discount_value", "Settlement discount taken, in the currency of `cheque_currency_id`."),
        reference("cheque_currency_id", "currencies", "Currency of the payment or receipt."),
        rate(
            "cheque_to_account_currency_rate",
            "Exchange rate from the cheque's currency to the bank account's currency. "
            "Whether to multiply or to divide by it is unknown.",
        ),
        rate(
            "bank_cheque_to_base_currency_rate",
            "Exchange rate from the bank account's currency to the base currency (documented). "
            "Whether to multiply or to divide by it is unknown.",
        ),
        *since(
            "2020-12-14",
            timestamp(
                "last_statement_date",
                "Date of the bank statement on which the transaction was reconciled; null until reconciled (inferred).",
            ),
            whole("statement_page_number"),
            text("source"),
        ),
        whole("urn", "Unique reference number (URN), shared by all transactions of one posting (inferred)."),
        text("user_name"),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class BankPostedTransactionNominalAnalysisItems(NestedStream):
    """A posting of a bank transaction to a nominal account.

    It is not documented whether the items include the nominal account of the bank account itself.
    """

    name = "bank_posted_transaction_nominal_analysis_items"
    parent_stream_type = BankPostedTransactions
    expand = "nominal_analysis_items"
    key = ("bank_posted_transaction_id", "position")
    schema = table(*_BANK_POSTED, position(), *NOMINAL_ANALYSIS_ITEM)


class BankPostedTransactionTaxAnalysisItems(NestedStream):
    """The VAT of a bank transaction for one tax code.

    Receipts from customers and payments to suppliers have none: the VAT is on their invoices (inferred).
    """

    name = "bank_posted_transaction_tax_analysis_items"
    parent_stream_type = BankPostedTransactions
    expand = "tax_analysis_items"
    key = ("bank_posted_transaction_id", "position")
    schema = table(*_BANK_POSTED, position(), *TAX_ANALYSIS_ITEM)


class BankPostedTransactionTradeItems(NestedStream):
    """The customer or supplier side of a bank transaction."""

    name = "bank_posted_transaction_trade_items"
    parent_stream_type = BankPostedTransactions
    expand = "trade_items"
    key = ("bank_posted_transaction_id", "position")
    schema = table(*_BANK_POSTED, position(), *TRADE_ITEM)
