"""`make bench`: measure, and write `docs/benchmarks.md`."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

import click

from tools.bench import environment, report
from tools.bench.errors import BenchError
from tools.bench.measurements import (
    cpu,
    daily,
    fleet,
    latency,
    limit,
    memory,
    quiet,
    startup,
    states,
    throughput,
    warehouse,
)
from tools.bench.run import PROJECT
from tools.demo.errors import DemoError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.bench.report import Section

MEASUREMENTS: dict[str, tuple[str, Callable[..., Section]]] = {
    "throughput": (throughput.TITLE, throughput.measure),
    "cpu": (cpu.TITLE, cpu.measure),
    "latency": (latency.TITLE, latency.measure),
    "latency-500": (latency.TITLE_500_MS, latency.measure_500_ms),
    "minimal": (latency.TITLE_MINIMAL, latency.measure_minimal),
    "daily": (daily.TITLE, daily.measure),
    "quiet": (quiet.TITLE, quiet.measure),
    "limit": (limit.TITLE, limit.measure),
    "warehouse": (warehouse.TITLE, warehouse.measure),
    "memory": (memory.TITLE, memory.measure),
    "startup": (startup.TITLE, startup.measure),
    "states": (states.TITLE, states.measure),
    "fleet": (fleet.TITLE, fleet.measure),
}
ROUNDS = 5
_PEERS = {
    "tap-rest-api-msdk": (".venvs/peer-rest-api-msdk", "tap-rest-api-msdk"),
    "dlt": (".venvs/peer-dlt", "dlt"),
    "target-postgres": (".meltano/loaders/target-postgres/venv", "meltanolabs-target-postgres"),
}


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(list(MEASUREMENTS)))
@click.option("--rounds", default=ROUNDS, show_default=True, help="Number of runs per reader.")
def bench(names: tuple[str, ...], rounds: int) -> None:
    """Measure the tap and its peers: all measurements, or the named ones."""
    titles = [title for title, _ in MEASUREMENTS.values()]
    where = _where(rounds)
    try:
        with environment.started() as bench_environment:
            for name in names or MEASUREMENTS:
                title, measure = MEASUREMENTS[name]
                click.echo(title, err=True)
                text = measure(bench_environment, rounds=rounds).text(where)
                report.write({title: text}, titles)
                click.echo(f"\n{text}")
    except (BenchError, DemoError) as error:
        sys.exit(f"\n{error}")


def _where(rounds: int) -> str:
    """Describe the date, the machine and the versions."""
    ours = [f"tap-sage200 {version('tap-sage200')}", f"singer-sdk {version('singer-sdk')}"]
    theirs = [f"{name} {_version(*place)}" for name, place in _PEERS.items()]
    on = f"{os.cpu_count()} shared cores, Python {platform.python_version()}"
    return f"{datetime.now(UTC):%B %Y}, medians of {rounds}, {on}; {', '.join([*ours, *theirs])}."


def _version(environment: str, package: str) -> str:
    program = f"import importlib.metadata as m; print(m.version({package!r}))"
    python = PROJECT / environment / "bin" / "python"
    done = subprocess.run([python, "-c", program], capture_output=True, text=True, check=True)
    return done.stdout.strip()


bench()
