"""Processor time per row, compared with the conversion alone."""

from __future__ import annotations

import json
import subprocess
import sys
from statistics import median
from typing import TYPE_CHECKING

from tap_sage200.pagination.base import LARGEST_PAGE
from tools.bench.readers import PAGE
from tools.bench.report import Section, at_most, table
from tools.bench.rounds import run_rounds
from tools.bench.run import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.bench.environment import Environment
    from tools.bench.readers import Readers
    from tools.bench.run import Reader

TITLE = "Processor time per row"
TABLE = "customers"
PAGES = (LARGEST_PAGE, PAGE)
"""Page sizes: the tap's own for fast responses, and Sage's default."""


def measure(environment: Environment, *, rounds: int, rows: int = 100_000) -> Section:
    """Compare the processor time per row of the tap with that of decoding, selecting and encoding."""
    taps = {page: environment.readers.tap(f"the tap, pages of {page:,}", [TABLE], page_size=page) for page in PAGES}
    least = {
        page: environment.readers.minimal(TABLE, page_size=page, name=f"minimal tap, pages of {page:,}")
        for page in PAGES
    }
    readers = [*taps.values(), *least.values()]
    environment.verify(readers, {TABLE: rows})
    alone: dict[int, list[float]] = {page: [] for page in PAGES}
    spent: dict[str, list[float]] = {reader.name: [] for reader in readers}
    for _ in range(rounds):
        for page in PAGES:
            alone[page].append(of_conversion(environment.readers, rows, page))
        empty = _cpu(environment, readers, 0)
        for name, seconds in _cpu(environment, readers, rows).items():
            spent[name].append((seconds - empty[name]) / rows)
    ours, theirs, conversion = (
        {page: median(spent[taps[page].name]) for page in PAGES},
        {page: median(spent[least[page].name]) for page in PAGES},
        {page: median(alone[page]) for page in PAGES},
    )
    return Section(
        TITLE,
        f"{rows:,} rows of `{TABLE}`, about 78 fields per row, decimals exact. The figure for the tap is its "
        "processor time minus that of a run over an empty table. *Conversion alone* is a loop that decodes the same "
        "bytes with msgspec into the selected fields and encodes them again, page by page. It has no requests, "
        "messages or state. The *minimal tap* also fetches the pages and writes the rows. Like the tap, it passes "
        "numbers on as they were sent, which saves a part of the conversion. By default, the tap starts with 1,000 "
        f"rows per page and grows to {LARGEST_PAGE:,} if responses are fast, as here.",
        [
            at_most(f"pages of {page:,}: processor time ÷ conversion alone", ours[page] / alone_, 1.5)
            for page, alone_ in conversion.items()
        ],
        [
            table(
                ("µs per row", *(f"pages of {page:,}" for page in PAGES)),
                [
                    (what, *(f"{seconds[page] * 1e6:.1f}" for page in PAGES))
                    for what, seconds in (
                        ("the tap", ours),
                        ("minimal tap", theirs),
                        ("conversion alone", conversion),
                    )
                ],
            )
        ],
    )


def _cpu(environment: Environment, readers: Iterable[Reader], rows: int) -> dict[str, float]:
    """Return the processor time in seconds that each reader takes for a table with this number of rows."""
    environment.server.serve({TABLE: rows})
    return {name: runs.cpu for name, runs in run_rounds(readers, rounds=1, rows=rows).items()}


def of_conversion(readers: Readers, rows: int, page: int = PAGE) -> float:
    """Return the processor time in seconds per row for the conversion alone."""
    columns = readers.folder / "columns.json"
    columns.write_text(json.dumps(readers.selected(TABLE)), encoding="utf-8")
    program = [sys.executable, "-m", "tools.bench.peers.decode_only", str(columns), TABLE, str(rows), str(page)]
    return float(subprocess.run(program, cwd=PROJECT, capture_output=True, check=True).stdout) / rows
