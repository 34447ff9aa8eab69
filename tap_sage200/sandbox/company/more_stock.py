"""The further tables of stock control, the price book, the company itself and what all ledgers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200.sandbox.company import (
    bins,
    desks,
    documents,
    price_book,
    product_links,
    product_views,
    stock_masters,
    stocktakes,
)
from tap_sage200.sandbox.company.countries import country_codes, currency_iso_codes
from tap_sage200.sandbox.company.ledger_lists import ledger_lists
from tap_sage200.sandbox.company.product_suppliers import product_suppliers
from tap_sage200.sandbox.company.stock_lists import stock_lists

if TYPE_CHECKING:
    from tap_sage200.sandbox.company.office import Office
    from tap_sage200.sandbox.company.start import Tables


def tables(office: Office, made: Tables) -> Tables:
    """All of them; the fixed lists first, for views point into them, and the stocktakes before what was counted."""
    lists = stock_lists() | ledger_lists()
    counted = stocktakes.tables(office, made | lists)
    known = made | lists | counted
    return (
        lists
        | counted
        | {"country_codes": country_codes(), "currency_iso_codes": currency_iso_codes()}
        | documents.tables(made)
        | desks.tables(office, made)
        | price_book.tables(office, made)
        | stock_masters.tables(office, made)
        | product_links.tables(office, known)
        | {"product_suppliers": product_suppliers(office, made)}
        | bins.tables(office, known)
        | product_views.tables(known)
    )
