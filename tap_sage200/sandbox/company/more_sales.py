"""All further tables of sales: each matter adds its own to those that are there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200.sandbox.company import (
    aged_debtors,
    allocations,
    customer_details,
    customer_values,
    customer_views,
    despatches,
    sales_documents,
    sales_lists,
    sales_returns,
    sales_settings,
)

if TYPE_CHECKING:
    from tap_sage200.sandbox.company.office import Office
    from tap_sage200.sandbox.company.start import Tables

_MATTERS = (
    sales_settings.tables,
    customer_details.tables,
    customer_views.tables,
    customer_values.tables,
    aged_debtors.tables,
    sales_documents.tables,
    sales_returns.tables,
    allocations.tables,
    despatches.tables,
)


def tables(office: Office, made: Tables) -> Tables:
    """The tables of sales, sales orders and what these share with purchase orders."""
    added = sales_lists.tables()
    for matter in _MATTERS:
        added |= matter(office, made | added)
    return added
