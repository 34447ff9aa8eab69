"""Finds the modules of Sage that a user's role or a company's licence does not include."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.streams import ledger_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tap_sage200.cli.table_check import TableCheck
    from tap_sage200.records.body import SageRow

_FLAGS = {
    "Cash book": "is_cash_book_enabled",
    "Nominal": "is_nominal_enabled",
    "Price book": "is_price_book_enabled",
    "Purchase orders": "is_purchase_orders_enabled",
    "Purchases": "is_purchase_enabled",
    "Sales": "is_sales_enabled",
    "Sales orders": "is_sales_orders_enabled",
    "Stock": "is_stock_enabled",
}
"""The columns of `licence` that say whether the company may use a module."""


def lacking_modules(checked: Iterable[TableCheck]) -> Iterator[str]:
    """Name the modules with tables that this user's role does not include (403), and count the tables of each."""
    all_of, refused = Counter[str](), Counter[str]()
    for one in checked:
        all_of[module := ledger_of(one.resource)] += 1
        refused[module] += one.is_forbidden
    named = [f"{module} ({count} of {all_of[module]} tables)" for module, count in sorted(refused.items()) if count]
    if named:
        yield problems.run.ROLE_LACKS.text(modules=", ".join(named))


def not_licensed(licence: SageRow) -> Iterator[str]:
    """Name the modules that the licence of the company does not include. Their tables are empty."""
    named = [title for title, flag in _FLAGS.items() if licence.get(flag) is False]
    if named:
        yield problems.run.NOT_LICENSED.text(modules=", ".join(named))
