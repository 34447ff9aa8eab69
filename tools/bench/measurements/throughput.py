"""A large table without latency: the time a row takes."""

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
    tap = {PAGE: make.tap("the tap", tables, page_size=PAGE), LARGEST_PAGE: make.tap("the tap by default", tables)}
    stock = {page: make.stock(tables, page_size=page) for page in tap}
    generic = {page: make.rest_api_msdk(tables, page_size=page) for page in tap}
    least = {
        page: make.minimal(TABLE, page_size=page, name=f"the least a tap can do, pages of {page:,}") for page in tap
    }
    readers = [
        *tap.values(),
        make.tap("the tap, one request at a time", tables, page_size=PAGE, concurrency=1),
        make.sdk_writer(tables, page_size=PAGE),
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
        f"{rows:,} rows of `{TABLE}` in pages of {PAGE} unless said, not packed; by default the tap begins with 1,000 "
        f"rows a page, and comes to {LARGEST_PAGE:,}. The server alone is how fast the pages can be fetched and thrown "
        "away. The least a tap can do is a program that imports the SDK, fetches a page with requests while it "
        "decodes, selects, encodes and writes the one before with msgspec, and does nothing else. Against "
        f"tap-rest-api-msdk and the stock tap it comes to {limits}. Each is compared with what asks for pages "
        f"of the same size, the tap by default with what asks for {LARGEST_PAGE:,} rows.",
        [
            at_least(f"{where}: times faster than {what}", times(others[page], tap[page]), asked)
            for page, where in ((LARGEST_PAGE, "page size by default"), (PAGE, f"pages of {PAGE}"))
            for others, what, asked in ((generic, "tap-rest-api-msdk", 12), (stock, "a stock SDK tap", 8))
        ],
        [runs_table(took, rows=rows)],
    )
