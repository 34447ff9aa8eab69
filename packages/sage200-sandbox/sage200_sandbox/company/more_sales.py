"""All further tables of sales: each matter adds its own to those that are there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company import (
    aged_debtors,
    allocations,
    customer_details,
    customer_standing,
    customer_values,
    customer_views,
    despatches,
    ledger_periods,
    nested_documents,
    quotes_won,
    sales_documents,
    sales_history_items,
    sales_lists,
    sales_posting_items,
    sales_returns,
    sales_settings,
    traceable_adjustments,
)

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables

_MATTERS = (
    sales_settings.tables,
    quotes_won.tables,
    customer_standing.expanded,
    customer_details.tables,
    customer_views.tables,
    customer_standing.tables,
    customer_values.tables,
    aged_debtors.tables,
    sales_documents.tables,
    sales_returns.tables,
    allocations.tables,
    despatches.tables,
    sales_posting_items.tables,
    sales_history_items.tables,
    nested_documents.tables,
    traceable_adjustments.tables,
    ledger_periods.tables,
)


def tables(office: Office, made: Tables) -> Tables:
    """The tables of sales, sales orders and what these share with purchase orders."""
    added = sales_lists.tables()
    for matter in _MATTERS:
        added |= matter(office, made | added)
    return added
