"""Customer transactions: posted, historical, and their memos."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, MEMO, Column, identifier, reference, since_each, table, timestamp
from tap_sage200.streams.shared.transactions import POSTED_TRANSACTION

_POSTED_SALES_TRANSACTION: tuple[Column, ...] = (
    identifier("id"),
    reference("customer_id", "customers"),
    *POSTED_TRANSACTION,
    timestamp("full_settlement_date", "Date of full settlement; null while open (inferred)."),
    *since_each(AUDIT, date_time_created="2020-12-14"),
)


class SalesHistoricalTransactions(ResourceStream):
    """A settled customer transaction that Sage moved from the posted transactions to history."""

    name = "sales_historical_transactions"
    schema = table(*_POSTED_SALES_TRANSACTION)


class SalesPostedTransactionMemos(ResourceStream):
    """A memo on a customer transaction."""

    name = "sales_posted_transaction_memos"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        reference("posted_customer_transaction_id", "sales_posted_transactions"),
        *MEMO,
        *AUDIT,
    )


class SalesPostedTransactions(ResourceStream):
    """A posted customer transaction: an invoice, credit note, receipt or adjustment."""

    name = "sales_posted_transactions"
    schema = table(*_POSTED_SALES_TRANSACTION)
