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
    from collections.abc import Iterable

    from bench.arena import Arena
    from bench.readers import Readers
    from bench.run import Reader

TITLE = "Processor time a row"
TABLE = "customers"


def measure(arena: Arena, *, rounds: int, rows: int = 100_000) -> Section:
    """Compare what a row costs the tap with what decoding, selecting and encoding it costs."""
    tap, least = arena.readers.tap("the tap", [TABLE], page_size=PAGE), arena.readers.least(TABLE)
    arena.prove([tap, least], {TABLE: rows})
    alone = []
    spent: dict[str, list[float]] = {tap.name: [], least.name: []}
    for _ in range(rounds):
        alone.append(of_conversion(arena.readers, rows))
        empty = _cpu(arena, (tap, least), 0)
        for name, seconds in _cpu(arena, (tap, least), rows).items():
            spent[name].append((seconds - empty[name]) / rows)
    ours, theirs, conversion = median(spent[tap.name]), median(spent[least.name]), median(alone)
    return Section(
        TITLE,
        f"{rows:,} rows of `{TABLE}`, some 78 fields in each, decimals exact. The tap's processor time, less that of a "
        "run over an empty table, against a loop that decodes the same bytes with msgspec into the selected fields and "
        "encodes these, and does nothing else: no requests, no messages, no state. The least a tap can do also fetches "
        "the pages and writes the rows, one after the other, and nothing more: bytes that come from another process "
        "and go to another one are in no cache of this one. It is the limit of what can be left out.",
        [at_most("times the processor time of the conversion alone", ours / conversion, 1.5)],
        [
            table(
                ("what", "µs a row"),
                [
                    ("the tap", f"{ours * 1e6:.1f}"),
                    ("the least a tap can do", f"{theirs * 1e6:.1f}"),
                    ("conversion alone", f"{conversion * 1e6:.1f}"),
                ],
            )
        ],
    )


def _cpu(arena: Arena, readers: Iterable[Reader], rows: int) -> dict[str, float]:
    """Return the seconds of processor time that each reader takes for a table of so many rows."""
    arena.sage.serve({TABLE: rows})
    return {name: runs.cpu for name, runs in race(readers, rounds=1, rows=rows).items()}


def of_conversion(readers: Readers, rows: int) -> float:
    """Return the seconds of processor time for a row that is converted and nothing else."""
    columns = readers.folder / "columns.json"
    columns.write_text(json.dumps(readers.selected(TABLE)), encoding="utf-8")
    program = [sys.executable, "-m", "bench.peers.decode_only", str(columns), TABLE, str(rows), str(PAGE)]
    return float(subprocess.run(program, cwd=PROJECT, capture_output=True, check=True).stdout) / rows
