"""The whole company: what it starts with, what it sells, what it buys for that, and its books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company import closing, more_books, more_sales, more_stock
from sage200_sandbox.company.bought import bought
from sage200_sandbox.company.office import Office
from sage200_sandbox.company.sold import sold
from sage200_sandbox.company.start import start

if TYPE_CHECKING:
    from collections.abc import Callable

    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row


MORE: tuple[Callable[[Office, Tables], Tables], ...] = (
    # Each makes further tables of those that are there already.
    more_stock.tables,
    more_sales.tables,
    more_books.tables,
)


def company_rows(*, seed: int, scale: int, number: int) -> dict[str, list[Row]]:
    """All rows of company `number` by table: equal arguments give equal rows, everywhere and always.

    Args:
        seed: Chooses the chances of the story.
        scale: 1 for a small firm; n for one with about n times as many customers, products, orders and
            transactions.
        number: 1 is the company in the United Kingdom, 2 its sister in Ireland, and so on in turn.
    """
    office = Office(seed=seed, scale=scale, number=number)
    found = start(office)
    sales = sold(office, found)
    buying = bought(office, found, sales=sales)
    made = found.tables | closing.tables(office, found, sales, buying)
    for more in MORE:
        made |= more(office, made)
    return dict(sorted(made.items()))
