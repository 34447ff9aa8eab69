"""Supplier transactions in Sage's views, which repeat the posted transactions."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import flag, identifier, reference, table, text
from tap_sage200.streams.shared.transactions import CURRENCY_AND_TIMESTAMP, TRANSACTION_ENQUIRY, TRANSACTION_VIEW

_VAT_DOCUMENT = flag("vat_adjustment_doc_expected", "Whether a VAT document for a discount is expected (documented).")


class PurchaseTransactionEnquiryViews(ResourceStream):
    """A supplier transaction, as shown in enquiries. Repeats `purchase_posted_transactions`."""

    name = "purchase_transaction_enquiry_views"
    introduced = "2020-09-16"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "Matches `purchase_posted_transactions.id` (inferred)."),
        reference("supplier_id", "suppliers"),
        *TRANSACTION_ENQUIRY,
        _VAT_DOCUMENT,
    )


class PurchaseTransactionViews(ResourceStream):
    """A posted supplier transaction with its supplier.

    The primary key is inferred.

    Repeats `purchase_posted_transactions`. Sage describes this view as the faster of the two for bulk reads
    (documented).
    """

    name = "purchase_transaction_views"
    introduced = "2020-09-16"
    key = ("posted_supplier_transaction_id",)
    timestamps = ("transaction_date_time_updated",)
    created = None
    selected_by_default = False
    schema = table(
        identifier("posted_supplier_transaction_id", "Matches `purchase_posted_transactions.id` (inferred)."),
        *TRANSACTION_VIEW,
        _VAT_DOCUMENT,
        reference("supplier_id", "suppliers"),
        text("supplier_reference"),
        text("supplier_name"),
        *CURRENCY_AND_TIMESTAMP,
    )
