"""Memory during a run over a very large table."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from tools.bench.report import Section, at_most, table
from tools.bench.rounds import run_rounds

if TYPE_CHECKING:
    from tools.bench.environment import Environment
    from tools.bench.rounds import Runs

TITLE = "Memory"
TABLE = "customers"
LARGEST = 5000
CEILINGS = {500: 80, LARGEST: 220}
"""MiB, by page size."""


def measure(environment: Environment, *, rounds: int, rows: int = 1_000_000) -> Section:
    """Measure the tap's memory while it reads a very large table."""
    readers = {size: environment.readers.tap(f"pages of {size}", [TABLE], page_size=size) for size in CEILINGS}
    environment.server.serve({TABLE: rows})
    took = run_rounds(readers.values(), rounds=rounds, rows=rows)
    quarters = {name: _quarters(runs) for name, runs in took.items()}
    claims = []
    for size, reader in readers.items():
        first, *_, last = quarters[reader.name]
        claims += [
            at_most(f"{reader.name}: peak memory", took[reader.name].peak / 2**20, CEILINGS[size], "MiB"),
            at_most(f"{reader.name}: last quarter ÷ first quarter", last / first, 1.05),
        ]
    heads = ("the tap", "1st quarter", "2nd", "3rd", "4th")
    lines = [(name, *(f"{size / 2**20:.1f}" for size in sizes)) for name, sizes in quarters.items()]
    return Section(
        TITLE,
        f"Peak memory in MiB for each quarter of {rows:,} rows, without latency, {rounds} runs.",
        claims,
        [table(heads, lines)],
    )


def _quarters(runs: Runs) -> list[float]:
    return [median(sizes) for sizes in zip(*(run.quarters() for run in runs.each), strict=True)]
