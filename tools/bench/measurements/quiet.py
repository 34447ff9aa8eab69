"""How many requests a quiet run sends: with fixed lists read in each run, and with the default of once a day."""

from __future__ import annotations

import json
from statistics import median
from tempfile import TemporaryFile
from time import perf_counter
from typing import TYPE_CHECKING

from sage200_sandbox import Demo, Fault, Sandbox

from tools.bench.measurements.states import volume
from tools.bench.readers import TAP
from tools.bench.report import Section, at_most, table
from tools.bench.run import Reader, finish, output_of, running

if TYPE_CHECKING:
    from tools.bench.environment import Environment

TITLE = "A quiet run"
LATENCY = 0.2
"""Seconds of each response."""
EACH_RUN: dict[str, object] = {"tables": {"*": {"every": "0s"}}}
"""The settings that read all tables in each run."""


def measure(environment: Environment, *, rounds: int) -> Section:
    """Measure the second of two runs over the tables that are selected by default, with both settings in turn."""
    ways: dict[str, dict[str, object]] = {"all tables in each run": EACH_RUN, "the default": {}}
    requests: dict[str, int] = {}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    with Sandbox(Demo()) as sage:
        settings = {"api_url": sage.api_url, "access_token": sage.new_access_token(), "all_companies": True}
        first = volume(Reader("first run", (TAP, f"--config={environment.readers.file(settings)}")))
        state = f"--state={environment.readers.file(json.loads(first.last)['value'])}"
        sage.fault(Fault("latency", times=None, seconds=LATENCY))
        for _ in range(rounds):
            for name, own in ways.items():
                sage.forget_requests()
                seconds[name].append(
                    _seconds(Reader(name, (TAP, f"--config={environment.readers.file(settings | own)}", state)))
                )
                requests[name] = len(sage.requests)
    before, after = requests.values()
    cells = [(name, f"{requests[name]:,}", f"{median(seconds[name]):.1f}") for name in ways]
    return Section(
        TITLE,
        "The second of two runs over all tables that are selected by default, without changes in between, against the "
        f"demo company of the sandbox. Each response takes {LATENCY * 1000:.0f} ms. By default, a run reads a fixed "
        "list once a day.",
        [at_most("requests ÷ those that read all tables in each run", after / before, 0.65)],
        [table(("the settings read", "requests", "wall time, s"), cells)],
    )


def _seconds(reader: Reader) -> float:
    began = perf_counter()
    with TemporaryFile() as log, running(reader, log) as process:
        for _ in output_of(process):
            pass
        finish(reader.name, process, log)
    return perf_counter() - began
