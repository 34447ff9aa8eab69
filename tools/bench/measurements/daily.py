"""The daily run: many tables, few changes."""

from __future__ import annotations

import json
import subprocess
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sage200_sandbox.facts import resources

from tools.bench.readers import PAGE
from tools.bench.report import Section, at_least, runs_table
from tools.bench.rounds import run_rounds
from tools.bench.run import PROJECT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.bench.environment import Environment
    from tools.bench.run import Reader

TITLE = "The daily run"
ROWS = 3
LARGEST = 100
"""The number of rows of the first table. Its page shows the tap that the server has not cut the smaller ones."""


def tables_read_by_id(number: int) -> list[str]:
    """Return the names of some resources with the key `id`, resources with timestamps first."""
    plain = [each for each in resources().values() if each.kind == "collection" and each.key == ("id",) and each.area]
    plain.sort(key=lambda each: (not each.timestamps, each.name))
    return list(map(attrgetter("name"), plain))[:number]


def tables_with_few_rows(names: Sequence[str]) -> dict[str, int]:
    """Return the number of rows by table: few in each but the first one."""
    return dict.fromkeys(names, ROWS) | {names[0]: LARGEST}


def measure(environment: Environment, *, rounds: int, streams: int = 200, latency: float = 0.2) -> Section:
    """Measure many tables with a few changed rows in each."""
    names, make = tables_read_by_id(streams), environment.readers
    tables = tables_with_few_rows(names)
    environment.server.serve(tables)
    ours, theirs = _state_after(make.tap("", names)), _state_after(make.stock(names))
    own = {
        number: make.tap(f"the tap, {number} in flight", names, state=ours, concurrency=number) for number in (4, 8, 1)
    }
    stock = make.stock(names, state=theirs)
    readers = [*own.values(), stock, make.rest_api_msdk(names)]
    environment.verify(readers, tables)
    environment.server.serve(tables, latency=latency, gzip=True)
    took = run_rounds(readers, rounds=rounds, rows=sum(tables.values()))
    slow = took[stock.name].wall
    return Section(
        TITLE,
        f"{streams} tables with {ROWS} changed rows each, but for one with {LARGEST}, after a first run. Each response "
        f"takes {latency * 1000:.0f} ms. The stock tap requests a second, empty page of each table. tap-rest-api-msdk "
        f"treats a page of fewer than {PAGE} rows as the last one, and reads without a state.",
        [
            at_least("4 in flight: times faster than a stock SDK tap", slow / took[own[4].name].wall, 7),
            at_least("8 in flight: times faster than a stock SDK tap", slow / took[own[8].name].wall, 12),
        ],
        [runs_table(took)],
    )


def _state_after(reader: Reader) -> dict[str, Any]:
    """Run a reader, and return its last state."""
    done = subprocess.run(reader.command, cwd=PROJECT, capture_output=True, check=True)
    states = [line for line in done.stdout.splitlines() if b'"STATE"' in line]
    state: dict[str, Any] = json.loads(states[-1])["value"]
    return state
