"""The start-up time of a run."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tools.bench.report import Section, at_most, runs_table
from tools.bench.rounds import run_rounds
from tools.bench.run import Reader

if TYPE_CHECKING:
    from tools.bench.environment import Environment

TITLE = "Start-up"
TABLE = "currencies"


def measure(environment: Environment, *, rounds: int) -> Section:
    """Compare a run of one empty table with importing the SDK."""
    environment.server.serve({TABLE: 0})
    tap = environment.readers.starting(TABLE)
    sdk = Reader("import singer_sdk", (sys.executable, "-c", "import singer_sdk"))
    stock = environment.readers.stock_with_nothing_selected()
    readers = [tap, stock, environment.readers.discovery(), sdk]
    run_rounds(readers, rounds=1, rows=0)
    rounds = 2 * rounds + 1
    took = run_rounds(readers, rounds=rounds, rows=0)
    return Section(
        TITLE,
        f"The catalogue has all {len(environment.readers.catalog['streams'])} tables. The tap reads one of them, which "
        f"is empty. Medians of {rounds}. A stock SDK tap with the same tables, none selected, shows the share of the "
        "SDK: it reads the catalogue, creates the streams and prepares their stream maps.",
        [at_most("time ÷ import of the SDK", took[tap.name].wall / took[sdk.name].wall, 1.5)],
        [runs_table(took)],
    )
