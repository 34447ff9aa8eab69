"""The tables of the workload: one for each way in which the tap reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        name: Sage's name.
        marker: A field that is new in each version of a row.
        date: A date that is cleared now and then, if there is one.
    """

    name: str
    marker: str
    date: str | None = None


CUSTOMERS = Table("customers", "name", "last_credit_review")
"""Incremental by stamp and key."""
ORDERS = Table("sop_orders", "customer_document_no", "promised_delivery_date")
"""The same, with lines that are nested in it."""
LINES = Table("sop_order_lines", "description")
"""Nested."""
POSTINGS = Table("nominal_transaction_enquiry_views", "reference")
"""Read by key: there are only ever more of them."""
FIGURES = Table("nominal_period_value_views", "nominal_period_value_actual_value")
"""Read whole at each run, by its id."""
DESPATCHES = Table("sop_order_despatch_views", "sop_despatch_notes")
"""Read whole at each run, by position, since its key has two parts."""
TABLES = (CUSTOMERS, ORDERS, LINES, POSTINGS, FIGURES, DESPATCHES)
