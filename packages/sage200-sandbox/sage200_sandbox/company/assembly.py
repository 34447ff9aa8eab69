"""All rows of a company: master rows, the year's sales and purchases, the books, and the generated tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company import ageing, books, nominal_values, posting_items, trader_values
from sage200_sandbox.company.generated import generated
from sage200_sandbox.company.office import Office
from sage200_sandbox.company.purchase_year import bought
from sage200_sandbox.company.sales_year import sold
from sage200_sandbox.company.start import start

if TYPE_CHECKING:
    from sage200_sandbox.rows import Row


def company_rows(*, seed: int, scale: int, number: int) -> dict[str, list[Row]]:
    """All rows of a company by table. Equal arguments give equal rows on every machine.

    Args:
        seed: Seed of the random numbers.
        scale: 1 for a small firm; n for about n times as many customers, products, orders and transactions.
        number: Number of the company, from 1. Odd companies are in the United Kingdom, even companies in Ireland.
    """
    office = Office(seed=seed, scale=scale, number=number)
    found = start(office)
    sales = sold(office, found)
    buying = bought(office, found, sales=sales)
    made = found.tables | books.tables(office, found, sales, buying)
    made |= ageing.tables(made)
    made |= trader_values.tables(office, made)
    made |= nominal_values.tables(office, made)
    made |= posting_items.tables(office, made, books.taxed(found, sales, buying))
    made |= generated(office, made)
    made |= ageing.periods(office, made)
    return dict(sorted(made.items()))
