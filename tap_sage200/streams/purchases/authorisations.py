"""Supplier invoices that wait for someone's consent, and what they would post."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams.columns import money, parent_key, position, reference, table, text, timestamp
from tap_sage200.streams.purchases.transactions import PurchasePostedTransactions


class PurchaseAuthorisationNominalAnalysisItems(NestedStream):
    """What an invoice that waits for consent would post to one nominal account.

    Comes with `purchase_authorisations`: the two share one request for each row of `purchase_posted_transactions` at
    each run.
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
        text("code", "Nominal account number, as in `nominal_codes.reference`."),
        text("cost_centre"),
        text("department"),
        text("name", "Name of the nominal account."),
        money("value", "In the supplier's currency (inferred)."),
        text("type", "Goods or tax (inferred)."),
        text("narrative"),
        text("transaction_analysis_code", "As in `nominal_transaction_analysis_codes.code` (inferred)."),
    )


class PurchaseAuthorisations(NestedStream):
    """A supplier's invoice that waits for someone's consent.

    Costs one request for each row of `purchase_posted_transactions` at each run, and most of these wait for nobody.
    Sage gives no row for an invoice that has its consent (inferred); the old one stays in the warehouse.
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
        text("reference", "The supplier's number of the document (inferred)."),
        text("second_reference"),
        timestamp("transaction_date"),
        text("oplock", "State of the row, to be sent back with the consent so that nothing is overwritten (inferred)."),
    )
