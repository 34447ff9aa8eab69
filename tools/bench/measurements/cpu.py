"""Processor time a row, compared with that of the conversion alone."""

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

TITLE = "Processor time a row"
TABLE = "customers"
PAGES = (LARGEST_PAGE, PAGE)
"""Rows a page: as the tap asks for them by default, once it has seen that they come quickly, and Sage's own."""


def measure(environment: Environment, *, rounds: int, rows: int = 100_000) -> Section:
    """Compare what a row costs the tap with what decoding, selecting and encoding it costs."""
    taps = {page: environment.readers.tap(f"the tap, pages of {page:,}", [TABLE], page_size=page) for page in PAGES}
    least = {
        page: environment.readers.minimal(TABLE, page_size=page, name=f"the least, pages of {page:,}") for page in PAGES
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
        f"{rows:,} rows of `{TABLE}`, some 78 fields in each, decimals exact. The tap's processor time, less that of a "
        "run over an empty table, against a loop that decodes the same bytes with msgspec into the selected fields and "
        "encodes these, page by page, and does nothing else: no requests, no messages, no state. The least a tap can "
        "do also fetches the pages and writes the rows, and nothing more: its numbers stay as they were sent, as those "
        "of the tap do, which spares it a part of the conversion. By default the tap begins with 1,000 rows a page, "
        f"and comes to {LARGEST_PAGE:,} where they come quickly, as here.",
        [
            at_most(f"pages of {page:,}: times the processor time of the conversion alone", ours[page] / alone_, 1.5)
            for page, alone_ in conversion.items()
        ],
        [
            table(
                ("µs a row", *(f"pages of {page:,}" for page in PAGES)),
                [
                    (what, *(f"{seconds[page] * 1e6:.1f}" for page in PAGES))
                    for what, seconds in (
                        ("the tap", ours),
                        ("the least a tap can do", theirs),
                        ("conversion alone", conversion),
                    )
                ],
            )
        ],
    )


def _cpu(environment: Environment, readers: Iterable[Reader], rows: int) -> dict[str, float]:
    """Return the seconds of processor time that each reader takes for a table of so many rows."""
    environment.server.serve({TABLE: rows})
    return {name: runs.cpu for name, runs in run_rounds(readers, rounds=1, rows=rows).items()}


def of_conversion(readers: Readers, rows: int, page: int = PAGE) -> float:
    """Return the seconds of processor time for a row that is converted and nothing else."""
    columns = readers.folder / "columns.json"
    columns.write_text(json.dumps(readers.selected(TABLE)), encoding="utf-8")
    program = [sys.executable, "-m", "tools.bench.peers.decode_only", str(columns), TABLE, str(rows), str(page)]
    return float(subprocess.run(program, cwd=PROJECT, capture_output=True, check=True).stdout) / rows
