"""The entries of customers' accounts in Sage's own views, which repeat the posted transactions."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import identifier, reference, since_each, table, text
from tap_sage200.streams.shared.transactions import CURRENCY_AND_STAMP, TRANSACTION_ENQUIRY, TRANSACTION_VIEW


class SalesTransactionEnquiryViews(ResourceStream):
    """An entry of a customer's account as an enquiry shows it. Repeats `sales_posted_transactions`."""

    name = "sales_transaction_enquiry_views"
    introduced = "2020-09-16"
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        identifier("id", "As `sales_posted_transactions.id` (inferred)."),
        reference("customer_id", "customers"),
        *TRANSACTION_ENQUIRY,
    )


class SalesTransactionViews(ResourceStream):
    """A posted entry of a customer's account together with the customer.

    Repeats `sales_posted_transactions`, and Sage calls it the faster of the two to read in bulk (documented).
    """

    name = "sales_transaction_views"
    key = ("posted_customer_transaction_id",)
    timestamps = ("transaction_date_time_updated",)
    created = None
    selected_by_default = False
    schema = table(
        identifier("posted_customer_transaction_id", "As `sales_posted_transactions.id` (inferred)."),
        *TRANSACTION_VIEW,
        reference("customer_id", "customers"),
        text("customer_reference"),
        text("customer_name"),
        *since_each(CURRENCY_AND_STAMP, currency_symbol="2018-04-25", transaction_date_time_updated="2020-09-16"),
    )
