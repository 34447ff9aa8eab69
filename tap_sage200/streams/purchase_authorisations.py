"""Invoices that wait for authorisation."""

from __future__ import annotations

from tap_sage200.nested import NestedStream
from tap_sage200.streams.purchases import PurchasePostedTransactions
from tap_sage200.streams.columns import money, parent_key, position, reference, text, timestamp, table


class PurchaseAuthorisationNominalAnalysisItems(NestedStream):
    """TODO."""

    name = "purchase_authorisation_nominal_analysis_items"
    selected_by_default = False
    parent_stream_type = PurchasePostedTransactions
    path = "/purchase_authorisations/{id}"
    expand = "nominal_analysis_items"
    key = ("purchase_posted_transaction_id", "position")
    schema = table(
        parent_key("purchase_posted_transaction_id", "purchase_posted_transactions"),
        position(),
        reference("nominal_code_id", "nominal_codes"),
        text("code"),
        text("cost_centre"),
        text("department"),
        text("name"),
        text("narrative"),
        money("value"),
        text("type"),
        text("transaction_analysis_code"),
    )


class PurchaseAuthorisations(NestedStream):
    """TODO."""

    name = "purchase_authorisations"
    selected_by_default = False
    parent_stream_type = PurchasePostedTransactions
    path = "/purchase_authorisations/{id}"
    key = ("purchase_posted_transaction_id",)
    schema = table(
        parent_key("purchase_posted_transaction_id", "purchase_posted_transactions"),
        text("reference"),
        text("second_reference"),
        timestamp("transaction_date"),
        reference("supplier_id", "suppliers"),
        text("oplock"),
    )

STREAM_TYPES: tuple[type[NestedStream], ...] = (PurchaseAuthorisationNominalAnalysisItems, PurchaseAuthorisations,)
