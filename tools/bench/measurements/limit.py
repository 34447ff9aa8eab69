"""A server with a rate limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.bench.readers import PAGE
from tools.bench.report import Section, at_most, runs_table
from tools.bench.rounds import run_rounds

if TYPE_CHECKING:
    from tools.bench.environment import Environment

TITLE = "A server with a rate limit"
TABLE = "customers"
PER_SECOND = 5
LATENCY = 0.05


def measure(environment: Environment, *, rounds: int, pages: int = 40) -> Section:
    """Measure the tap against a server with a limit of requests per second."""
    rows, make = pages * PAGE, environment.readers
    own = [
        make.tap(f"the tap, {number} in flight", [TABLE], page_size=PAGE, concurrency=number) for number in (1, 4, 8)
    ]
    readers = [*own, make.stock([TABLE])]
    environment.verify(readers, {TABLE: rows})
    took = run_rounds(
        readers,
        rounds=rounds,
        rows=rows,
        before_each=lambda: environment.server.serve({TABLE: rows}, latency=LATENCY, per_second=PER_SECOND),
    )
    return Section(
        TITLE,
        f"{pages} pages of {PAGE} rows. The server accepts {PER_SECOND} requests in any second, and refuses others "
        f"with 429 and `Retry-After: 1`. Each response takes {LATENCY * 1000:.0f} ms.",
        [
            at_most(
                f"{tap.name}: time ÷ (pages ÷ {PER_SECOND} per second)", took[tap.name].wall / (pages / PER_SECOND), 1.4
            )
            for tap in own
        ],
        [runs_table(took)],
    )
