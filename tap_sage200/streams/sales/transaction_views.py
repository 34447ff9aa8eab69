"""Customer transactions in Sage's views, which repeat the posted transactions."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import identifier, reference, since_each, table, text
from tap_sage200.streams.shared.transactions import CURRENCY_AND_TIMESTAMP, TRANSACTION_ENQUIRY, TRANSACTION_VIEW


class SalesTransactionEnquiryViews(ResourceStream):
    """A customer transaction, as shown in enquiries. Repeats `sales_posted_transactions`."""

    name = "sales_transaction_enquiry_views"
    introduced = "2020-09-16"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "Matches `sales_posted_transactions.id` (inferred)."),
        reference("customer_id", "customers"),
        *TRANSACTION_ENQUIRY,
    )


class SalesTransactionViews(ResourceStream):
    """A posted customer transaction with its customer.

    Repeats `sales_posted_transactions`. Sage describes this view as the faster of the two for bulk reads (documented).
    """

    name = "sales_transaction_views"
    key = ("posted_customer_transaction_id",)
    timestamps = ("transaction_date_time_updated",)
    created = None
    selected_by_default = False
    schema = table(
        identifier("posted_customer_transaction_id", "Matches `sales_posted_transactions.id` (inferred)."),
        *TRANSACTION_VIEW,
        reference("customer_id", "customers"),
        text("customer_reference"),
        text("customer_name"),
        *since_each(CURRENCY_AND_TIMESTAMP, currency_symbol="2018-04-25", transaction_date_time_updated="2020-09-16"),
    )
