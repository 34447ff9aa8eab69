"""The tables of the workload: one for each way in which the tap reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        name: Sage's name.
        marker: A field with a new value in each version of a row.
        date: A date that is sometimes cleared, if any.
    """

    name: str
    marker: str
    date: str | None = None


CUSTOMERS = Table("customers", "name", "last_credit_review")
"""Incremental by timestamp and key."""
ORDERS = Table("sop_orders", "customer_document_no", "promised_delivery_date")
"""The same, with nested lines."""
LINES = Table("sop_order_lines", "description")
"""Nested."""
POSTINGS = Table("nominal_transaction_enquiry_views", "reference")
"""Incremental by key: Sage only adds rows."""
FIGURES = Table("nominal_period_value_views", "nominal_period_value_actual_value")
"""Full refresh in each run, with keyset pagination."""
DESPATCHES = Table("sop_order_despatch_views", "sop_despatch_notes")
"""Full refresh in each run, with offset pagination because the key has two columns."""
TABLES = (CUSTOMERS, ORDERS, LINES, POSTINGS, FIGURES, DESPATCHES)
