"""The entries of suppliers' accounts, and the memos on them."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, MEMO, flag, identifier, reference, since_each, table
from tap_sage200.streams.shared.transactions import POSTED_TRANSACTION


class PurchasePostedTransactionMemos(ResourceStream):
    """A memo on an entry of a supplier's account."""

    name = "purchase_posted_transaction_memos"
    introduced = "2020-09-16"
    schema = table(
        identifier("id"),
        reference("posted_supplier_transaction_id", "purchase_posted_transactions"),
        *MEMO,
        *AUDIT,
    )


class PurchasePostedTransactions(ResourceStream):
    """An entry of a supplier's account: an invoice, a credit note, a payment or an adjustment, as posted."""

    name = "purchase_posted_transactions"
    schema = table(
        identifier("id"),
        reference("supplier_id", "suppliers"),
        *POSTED_TRANSACTION,
        flag("vat_adjustment_doc_expected", "Whether a VAT document for a discount is due (documented)."),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )
