"""Processor time a row, against that of the conversion alone."""

from __future__ import annotations

import json
import subprocess
import sys
from statistics import median
from typing import TYPE_CHECKING

from bench.race import race
from bench.readers import PAGE
from bench.report import Section, at_most, table
from bench.run import PROJECT

if TYPE_CHECKING:
    from bench.arena import Arena
    from bench.readers import Readers

TITLE = "Processor time a row"
TABLE = "customers"


def measure(arena: Arena, *, rounds: int, rows: int = 100_000) -> Section:
    """Compare what a row costs the tap with what decoding, selecting and encoding it costs."""
    tap = arena.readers.tap("the tap", [TABLE], page_size=PAGE)
    arena.prove([tap], {TABLE: rows})
    alone, runs, empty_runs = [], [], []
    for _ in range(rounds):
        alone.append(of_conversion(arena.readers, rows))
        arena.sage.serve({TABLE: 0})
        empty_runs.append(race([tap], rounds=1, rows=0)[tap.name].cpu)
        arena.sage.serve({TABLE: rows})
        runs.append(race([tap], rounds=1, rows=rows)[tap.name].cpu)
    a_row, least = (median(runs) - median(empty_runs)) / rows, median(alone)
    return Section(
        TITLE,
        f"{rows:,} rows of `{TABLE}`, some 78 fields in each, decimals exact. The tap's processor time, less that of a "
        "run over an empty table, against a loop that decodes the same bytes with msgspec into the selected fields and "
        "encodes these, and does nothing else: no requests, no messages, no state.",
        [at_most("times the processor time of the conversion alone", a_row / least, 1.5)],
        [
            table(
                ("what", "µs a row"),
                [("the tap", f"{a_row * 1e6:.1f}"), ("conversion alone", f"{least * 1e6:.1f}")],
            )
        ],
    )


def of_conversion(readers: Readers, rows: int) -> float:
    """Return the seconds of processor time for a row that is converted and nothing else."""
    columns = readers.folder / "columns.json"
    columns.write_text(json.dumps(readers.selected(TABLE)), encoding="utf-8")
    program = [sys.executable, "-m", "bench.peers.decode_only", str(columns), TABLE, str(rows), str(PAGE)]
    return float(subprocess.run(program, cwd=PROJECT, capture_output=True, check=True).stdout) / rows
