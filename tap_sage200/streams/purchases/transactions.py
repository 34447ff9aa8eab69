"""Supplier transactions and their memos."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, MEMO, flag, identifier, reference, since_each, table
from tap_sage200.streams.shared.transactions import POSTED_TRANSACTION


class PurchasePostedTransactionMemos(ResourceStream):
    """A memo on a supplier transaction."""

    name = "purchase_posted_transaction_memos"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        reference("posted_supplier_transaction_id", "purchase_posted_transactions"),
        *MEMO,
        *AUDIT,
    )


class PurchasePostedTransactions(ResourceStream):
    """A posted supplier transaction: an invoice, credit note, payment or adjustment."""

    name = "purchase_posted_transactions"
    schema = table(
        identifier("id"),
        reference("supplier_id", "suppliers"),
        *POSTED_TRANSACTION,
        flag("vat_adjustment_doc_expected", "Whether a VAT document for a discount is expected (documented)."),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )
