"""A large table without latency: the time per row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200.pagination.base import LARGEST_PAGE
from tools.bench.readers import PAGE
from tools.bench.report import Section, at_least, runs_table
from tools.bench.rounds import run_rounds

if TYPE_CHECKING:
    from tools.bench.environment import Environment
    from tools.bench.run import Reader

TITLE = "A large table, no latency"
TABLE = "customers"


def measure(environment: Environment, *, rounds: int, rows: int = 100_000) -> Section:
    """Measure all readers without latency."""
    tables, make = {TABLE: rows}, environment.readers
    tap = {
        PAGE: make.tap("the tap", tables, page_size=PAGE),
        LARGEST_PAGE: make.tap("the tap, default settings", tables),
    }
    stock = {page: make.stock(tables, page_size=page) for page in tap}
    generic = {page: make.rest_api_msdk(tables, page_size=page) for page in tap}
    least = {page: make.minimal(TABLE, page_size=page, name=f"minimal tap, pages of {page:,}") for page in tap}
    readers = [
        *tap.values(),
        make.tap("the tap, one request at a time", tables, page_size=PAGE, concurrency=1),
        *stock.values(),
        *generic.values(),
        make.dlt(tables),
        make.requests_loop(tables),
        *least.values(),
    ]
    environment.verify(readers, tables)
    environment.server.serve(tables)
    took = run_rounds([*readers, make.fetch_only(tables)], rounds=rounds, rows=rows)

    def times(other: Reader, than: Reader) -> float:
        return took[other.name].wall / took[than.name].wall

    limits = " and ".join(
        f"{times(generic[page], least[page]):.1f} and {times(stock[page], least[page]):.1f} × in pages of {page:,}"
        for page in tap
    )
    return Section(
        TITLE,
        f"{rows:,} rows of `{TABLE}` in pages of {PAGE}, unless noted, not compressed. By default, the tap starts "
        f"with 1,000 rows per page and grows to {LARGEST_PAGE:,}. *Fetch only* fetches the pages and discards them: "
        "it shows the speed of the server. The *minimal tap* imports the SDK. It fetches a page with requests while "
        "it decodes, selects, encodes and writes the previous page with msgspec. Compared with tap-rest-api-msdk and "
        f"the stock tap, it reaches {limits}. Readers are compared at the same page size: the tap with default "
        f"settings is compared with readers of {LARGEST_PAGE:,} rows per page.",
        [
            at_least(f"{where}: times faster than {what}", times(others[page], tap[page]), target)
            for page, where in ((LARGEST_PAGE, "default page size"), (PAGE, f"pages of {PAGE}"))
            for others, what, target in ((generic, "tap-rest-api-msdk", 12), (stock, "a stock SDK tap", 8))
        ],
        [runs_table(took, rows=rows)],
    )
