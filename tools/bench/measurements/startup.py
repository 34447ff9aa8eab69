"""What a run costs before it reads anything."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tools.bench.race import race
from tools.bench.report import Section, at_most, runs_table
from tools.bench.run import Reader

if TYPE_CHECKING:
    from tools.bench.arena import Arena

TITLE = "Start-up"


def measure(arena: Arena, *, rounds: int) -> Section:
    """Compare a run with nothing to do with importing the SDK."""
    tap = arena.readers.nothing_selected()
    sdk = Reader("import singer_sdk", (sys.executable, "-c", "import singer_sdk"))
    stock = arena.readers.stock_with_nothing_selected()
    readers = [tap, stock, arena.readers.discovery(), sdk]
    race(readers, rounds=1, rows=0)
    rounds = 2 * rounds + 1
    took = race(readers, rounds=rounds, rows=0)
    return Section(
        TITLE,
        f"All {len(arena.readers.catalog['streams'])} tables are in the catalogue, and none is selected. "
        f"Medians of {rounds}. A stock SDK tap of the same tables and the same catalogue shows how much of it the SDK "
        "takes for reading the catalogue, making the streams, and preparing maps of their schemas.",
        [at_most("times importing the SDK", took[tap.name].wall / took[sdk.name].wall, 1.5)],
        [runs_table(took)],
    )
