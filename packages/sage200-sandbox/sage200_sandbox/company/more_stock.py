"""The further tables of stock control, the price book, the company itself and what all ledgers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company import (
    bins,
    bom_settings,
    desks,
    documents,
    price_book,
    product_accounts,
    product_figures,
    product_holdings,
    product_links,
    product_search,
    product_statuses,
    product_units,
    product_views,
    stock_masters,
    stocktake_sheets,
    stocktakes,
    traceable_items,
)
from sage200_sandbox.company.countries import country_codes, currency_iso_codes
from sage200_sandbox.company.ledger_lists import ledger_lists
from sage200_sandbox.company.product_suppliers import product_suppliers
from sage200_sandbox.company.stock_lists import stock_lists
from sage200_sandbox.company.tracing import with_some_allocated

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables


def tables(office: Office, made: Tables) -> Tables:
    """All of them; the fixed lists first, for views point into them, and the stocktakes before what was counted."""
    new = stock_lists() | ledger_lists()
    new["products"] = with_some_allocated(made["products"], made["sop_order_line_views"])
    new |= stocktakes.tables(office, made | new)
    new |= {"country_codes": country_codes(), "currency_iso_codes": currency_iso_codes()}
    new |= documents.tables(made)
    new |= desks.tables(office, made)
    new |= price_book.tables(office, made)
    new |= stock_masters.tables(office, made)
    new |= product_links.tables(office, made | new)
    new["product_suppliers"] = product_suppliers(office, made)
    new |= bins.tables(office, made | new)
    new |= _of_products(office, made | new)
    new |= stocktake_sheets.tables(office, made | new)
    return new


def _of_products(office: Office, made: Tables) -> Tables:
    """What products have beside their own rows; their batches and serial numbers first, for products count them."""
    new = traceable_items.tables(office, made)
    new |= product_accounts.tables(made | new)
    known = made | new
    return (
        new
        | product_units.tables(office, known)
        | product_search.tables(office, known)
        | bom_settings.tables(office, known)
        | product_figures.tables(known)
        | product_holdings.tables(known)
        | product_statuses.tables(known)
        | product_views.tables(known)
    )
