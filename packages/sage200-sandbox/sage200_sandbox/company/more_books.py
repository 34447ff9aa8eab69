"""The rest of the books: all other tables of purchases, purchase orders, the nominal ledger and the cash book."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company import (
    bank_tables,
    books_settings,
    creditors,
    fixed_books,
    nested_books,
    nominal_tables,
    pop_documents,
    purchase_tables,
    requisitions,
    supplier_details,
    supplier_people,
    supplier_values,
    supplier_views,
)

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables


def tables(office: Office, made: Tables) -> Tables:
    """Everything that follows from the year's books."""
    new = fixed_books.lists()
    new |= purchase_tables.tables(office, made | new)
    new |= books_settings.tables(office, made | new)
    new |= nominal_tables.tables(office, made | new)
    new |= bank_tables.tables(made | new)
    new |= creditors.tables(made)
    new |= supplier_people.tables(office, made)
    new |= supplier_details.tables(office, made | new)
    new |= supplier_values.tables(office, made | new)
    new |= pop_documents.tables(office, made | new)
    new |= requisitions.tables(office, made)
    new["supplier_views"] = supplier_views.supplier_views(made | new)
    return new | nested_books.tables(office, made | new)
