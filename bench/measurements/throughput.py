"""A large table on a fast line: what each row costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.race import race
from bench.readers import PAGE
from bench.report import Section, at_least, runs_table

if TYPE_CHECKING:
    from bench.arena import Arena

TITLE = "A large table, no latency"
TABLE = "customers"


def measure(arena: Arena, *, rounds: int, rows: int = 100_000) -> Section:
    """Let all read a table without latency."""
    tables, make = {TABLE: rows}, arena.readers
    tap, stock, generic = make.tap("the tap", tables, page_size=PAGE), make.stock(tables), make.rest_api_msdk(tables)
    least = make.least(TABLE)
    readers = [
        tap,
        make.tap("the tap, one request at a time", tables, page_size=PAGE, concurrency=1),
        make.tap("the tap, page size by default", tables),
        make.everything_off(tables, page_size=PAGE),
        stock,
        generic,
        make.dlt(tables),
        make.bare(tables),
        least,
    ]
    arena.prove(readers, tables)
    arena.sage.serve(tables)
    took = race([*readers, make.drain(tables)], rounds=rounds, rows=rows)
    wall = took[tap.name].wall
    limit = f"{took[stock.name].wall / took[least.name].wall:.1f} × faster"
    return Section(
        TITLE,
        f"{rows:,} rows of `{TABLE}` in pages of {PAGE} unless said, not packed. The server alone is how fast the "
        "pages can be fetched and thrown away. The least a tap can do is a program that imports the SDK, fetches one "
        "page after the other, decodes, selects, encodes and writes rows with msgspec, and does nothing else: a tap in "
        f"one process of Python can be faster than that only where it fetches meanwhile. It is {limit} than the stock "
        "tap, so that more is no matter of leaving out work.",
        [
            at_least("times faster than tap-rest-api-msdk", took[generic.name].wall / wall, 12),
            at_least("times faster than a stock SDK tap", took[stock.name].wall / wall, 8),
        ],
        [runs_table(took, rows=rows)],
    )
