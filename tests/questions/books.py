"""The books of the demo companies: the figures that the answers are compared with.

They are made in the test's own process. Equal seeds give equal rows, so they are the books of the sandbox that the
warehouse was loaded from.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from sage200_sandbox import Demo, Sandbox
from sage200_sandbox.company.office import Office
from sage200_sandbox.company.purchase_year import bought
from sage200_sandbox.company.sales_year import sold
from sage200_sandbox.company.start import start
from sage200_sandbox.facts import resources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sage200_sandbox.companies import Company
    from sage200_sandbox.company.purchase_year import Bought
    from sage200_sandbox.company.sales_year import Sold

Row = dict[str, Any]
COMPANIES = (1, 2)
"""The company in the United Kingdom, and the Irish one on the same site."""
DAYS = 3
FIRST_DAY = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
"""The morning of the first day of work, after the year that the sandbox makes."""


@contextmanager
def sandbox() -> Iterator[Sandbox]:
    """A running sandbox with both companies at the end of the year."""
    with Sandbox(Demo(), companies=len(COMPANIES)) as sage:
        yield sage


def company_at_work(sage: Sandbox, company: Company) -> None:
    """Let a company work for some days."""
    for day in range(DAYS):
        sage.clock = lambda now=FIRST_DAY + timedelta(days=day): now  # type: ignore[misc]
        company.day_of_work()


@dataclass(frozen=True)
class Books:
    """The books of one company.

    Attributes:
        number: Its number, from 1.
        site_id: Its site.
        year_end: Its rows at the end of the year, by table.
        worked: Its rows after some days of work, by table.
        sales: The documents, entries and allocations of the sales ledger at the end of the year.
        buying: The same of the purchase ledger.
    """

    number: int
    site_id: str
    year_end: dict[str, list[Row]]
    worked: dict[str, list[Row]]
    sales: Sold
    buying: Bought

    @property
    def key(self) -> tuple[str, int]:
        """The company in the warehouse."""
        return self.site_id, self.number

    @cached_property
    def base_currency(self) -> int:
        """The id of the company's own currency."""
        (own,) = (int(row["id"]) for row in self.year_end["currencies"] if row["is_base_currency"])
        return own

    def mine(self, rows: list[Row]) -> list[Row]:
        """The rows of an answer that belong to this company."""
        return [row for row in rows if (row["site_id"], row["company_id"]) == self.key]


@cache
def books() -> tuple[Books, ...]:
    """The books of all companies."""
    sage = Sandbox(Demo(), companies=len(COMPANIES))
    year_end = list(map(_tables, sage.companies))
    for company in sage.companies:
        company_at_work(sage, company)
    worked = list(map(_tables, sage.companies))
    made = []
    for company, *tables in zip(sage.companies, year_end, worked, strict=True):
        office = Office(seed=1, scale=1, number=company.number)
        found = start(office)
        sales = sold(office, found)
        made.append(Books(company.number, company.site_id, *tables, sales, bought(office, found, sales=sales)))
        company.close()
    return tuple(made)


def _tables(company: Company) -> dict[str, list[Row]]:
    return {name: [dict(row) for row in company.rows(name)] for name in resources() if name != "sites"}
