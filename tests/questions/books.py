"""The books of the demo companies: the figures that the answers are compared with.

The documents, entries and allocations are made a second time. Equal seeds give equal documents, so they are those of
the sandbox that the warehouse was loaded from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sage200_sandbox import Demo
from sage200_sandbox.company.office import Office
from sage200_sandbox.company.purchase_year import bought
from sage200_sandbox.company.sales_year import sold
from sage200_sandbox.company.start import start

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sage200_sandbox.companies import Company
    from sage200_sandbox.company.purchase_year import Bought
    from sage200_sandbox.company.sales_year import Sold
    from sage200_sandbox.company.start import Start

Row = dict[str, Any]
Tables = dict[str, list[Row]]
WORKED, YEAR_END = "sage200", "year_end"
"""The schema that the loader writes to, and a copy of it after the first load."""
COMPANIES = (1, 2)
"""The company in the United Kingdom, and the Irish one on the same site."""
TABLES = (
    *("customers", "suppliers", "sales_posted_transactions", "purchase_posted_transactions"),
    *("nominal_codes", "nominal_code_financial_years", "nominal_report_categories"),
    *("nominal_transaction_enquiry_views", "banks", "bank_posted_transactions", "currencies"),
    *("customer_sop_invoice_credit_line_views", "sop_orders", "sop_order_lines", "pop_order_line_views"),
    *("products", "price_bands", "product_price_views", "customer_discount_groups", "warehouses", "warehouse_holdings"),
)
"""The tables whose rows the tests compare with."""


@dataclass(frozen=True, slots=True)
class Books:
    """The books of one company.

    Attributes:
        number: Its number, from 1.
        site_id: Its site.
        year_end: Its rows at the end of the year, by table.
        worked: Its rows after some days of work, by table.
        start: The rows that the year begins with.
        sales: The documents, entries and allocations of the sales ledger at the end of the year.
        buying: The same of the purchase ledger.
    """

    number: int
    site_id: str
    year_end: Tables
    worked: Tables
    start: Start
    sales: Sold
    buying: Bought

    @property
    def key(self) -> tuple[str, int]:
        """The company in the warehouse."""
        return self.site_id, self.number

    @property
    def foreign_currency(self) -> int:
        """The id of the currency of its foreign customers."""
        return int(str(self.start.foreign["id"]))

    def tables(self, schema: str) -> Tables:
        """Its rows that a schema was loaded from."""
        return {YEAR_END: self.year_end, WORKED: self.worked}[schema]

    def mine(self, rows: list[Row]) -> list[Row]:
        """The rows of an answer that belong to this company."""
        return [row for row in rows if (row["site_id"], row["company_id"]) == self.key]


def books(company: Company, *, year_end: Tables, worked: Tables) -> Books:
    """The books of a demo company with these rows."""
    office = Office(seed=Demo().seed, scale=Demo().scale, number=company.number)
    found = start(office)
    sales = sold(office, found)
    return Books(company.number, company.site_id, year_end, worked, found, sales, bought(office, found, sales=sales))


def places(rows: Iterable[Row]) -> dict[tuple[Any, Any], Row]:
    """The rows of an answer about orders, by order and line."""
    return {(row["order_no"], row["line"]): row for row in rows}


def tables_of(company: Company) -> Tables:
    """The rows of a company that books are kept with."""
    return {name: [dict(row) for row in company.rows(name)] for name in TABLES}
