"""Supplier invoices that wait for authorisation, and their nominal postings."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import NOMINAL_NUMBER, money, parent_key, position, reference, table, text, timestamp
from tap_sage200.streams.purchases.transactions import PurchasePostedTransactions


class PurchaseAuthorisationNominalAnalysisItems(NestedStream):
    """A nominal posting of an invoice that waits for authorisation.

    Each run sends one request per row of `purchase_posted_transactions`, shared with `purchase_authorisations`.
    """

    name = "purchase_authorisation_nominal_analysis_items"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = PurchasePostedTransactions
    path = "/purchase_authorisations/{id}"
    expand = "nominal_analysis_items"
    key = ("purchase_posted_transaction_id", "position")
    schema = table(
        parent_key("purchase_posted_transaction_id", "purchase_posted_transactions"),
        position(),
        reference("nominal_code_id", "nominal_codes"),
        text("code", NOMINAL_NUMBER),
        text("cost_centre"),
        text("department"),
        text("name", "Name of the nominal account."),
        money("value", "In the supplier's currency (inferred)."),
        text("type", "Type of value: goods or tax (inferred)."),
        text("narrative"),
        text("transaction_analysis_code", "Matches `nominal_transaction_analysis_codes.code` (inferred)."),
    )


class PurchaseAuthorisations(NestedStream):
    """A supplier invoice that waits for authorisation.

    Each run sends one request per row of `purchase_posted_transactions`, and most of these transactions do not wait
    for authorisation. Sage returns no row for an authorised invoice (inferred). Its earlier row stays in the data
    warehouse.
    """

    name = "purchase_authorisations"
    introduced = "2020-09-16"
    selected_by_default = False
    parent_stream_type = PurchasePostedTransactions
    path = "/purchase_authorisations/{id}"
    key = ("purchase_posted_transaction_id",)
    schema = table(
        parent_key("purchase_posted_transaction_id", "purchase_posted_transactions"),
        reference("supplier_id", "suppliers"),
        text("reference", "The supplier's document number (inferred)."),
        text("second_reference"),
        timestamp("transaction_date"),
        text(
            "oplock",
            "Row version for optimistic locking: the request that authorises the invoice sends it back (inferred).",
        ),
    )
