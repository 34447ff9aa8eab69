"""The tap has not become slower: the claims of `docs/benchmarks.md` in a quick form.

Each bound leaves room for a noisy machine, about a factor of two. The start-up is subtracted where it is larger than
the measured time. Processor time is compared where the test is not about waiting.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tools.bench.environment import started
from tools.bench.measurements import cpu, daily
from tools.bench.rounds import run_rounds
from tools.bench.run import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.bench.environment import Environment

TABLE = "customers"


@pytest.fixture(scope="module")
def environment() -> Iterator[Environment]:
    """The server of the benchmark, and its readers."""
    with started() as running:
        yield running


def cpu_of_a_row(environment: Environment, reader: Reader, rows: int) -> float:
    """Return the processor time of a reader for a row, in seconds, without its start-up."""
    environment.server.serve({TABLE: 0})
    empty = run_rounds([reader], rounds=3, rows=0)[reader.name].cpu
    environment.server.serve({TABLE: rows})
    return (run_rounds([reader], rounds=3, rows=rows)[reader.name].cpu - empty) / rows


@pytest.fixture(scope="module")
def a_row(environment: Environment) -> float:
    """The processor time of the tap for a row, in seconds."""
    return cpu_of_a_row(environment, environment.readers.tap("the tap", [TABLE], page_size=500), 15_000)


def seconds(environment: Environment, reader: Reader, tables: dict[str, int], latency: float) -> float:
    """Return the extra time of a reader with latency, compared with the same run without latency."""
    environment.server.serve(tables)
    near = run_rounds([reader], rounds=1, rows=sum(tables.values()))[reader.name].wall
    environment.server.serve(tables, latency=latency)
    return run_rounds([reader], rounds=1, rows=sum(tables.values()))[reader.name].wall - near


def test_a_row_costs_a_fraction_of_what_it_costs_a_stock_tap(environment: Environment, a_row: float) -> None:
    assert cpu_of_a_row(environment, environment.readers.stock([TABLE]), 3_000) > 4 * a_row


def test_a_row_costs_little_more_than_its_conversion(environment: Environment, a_row: float) -> None:
    assert a_row < 2 * 1.5 * cpu.of_conversion(environment.readers, 15_000)


def test_a_run_with_nothing_to_do_costs_little_more_than_importing_the_sdk(environment: Environment) -> None:
    tap, sdk = environment.readers.nothing_selected(), Reader("the SDK", (sys.executable, "-c", "import singer_sdk"))
    took = run_rounds([tap, sdk], rounds=3, rows=0)
    assert took[tap.name].cpu < 2 * took[sdk.name].cpu


def test_the_pages_of_a_table_are_asked_for_ahead(environment: Environment) -> None:
    pages, in_flight, latency = 40, 8, 0.2
    tap = environment.readers.tap("the tap", [TABLE], page_size=200, concurrency=in_flight)
    assert seconds(environment, tap, {TABLE: pages * 200}, latency) < 2 * (pages + 1) / in_flight * latency


def test_many_small_tables_are_asked_for_at_once(environment: Environment) -> None:
    names, in_flight, latency = daily.tables_read_by_id(40), 8, 0.2
    tap = environment.readers.tap("the tap", names, concurrency=in_flight)
    assert seconds(environment, tap, dict.fromkeys(names, 3), latency) < 2 * len(names) / in_flight * latency


@pytest.mark.parametrize("in_flight", [1, 8])
def test_a_limit_of_requests_costs_little_more_than_the_limit(environment: Environment, in_flight: int) -> None:
    pages, per_second, latency = 15, 5, 0.05
    tap = environment.readers.tap("the tap", [TABLE], page_size=200, concurrency=in_flight)
    environment.server.serve({TABLE: 0})
    starting = run_rounds([tap], rounds=1, rows=0)[tap.name].wall
    environment.server.serve({TABLE: pages * 200}, latency=latency, per_second=per_second)
    took = run_rounds([tap], rounds=1, rows=pages * 200)[tap.name].wall - starting
    assert environment.server.served().refusals
    assert took < 2 * 1.4 * pages / per_second


def test_memory_stays_flat(environment: Environment) -> None:
    rows = 50_000
    tap = environment.readers.tap("the tap", [TABLE], page_size=500)
    environment.server.serve({TABLE: rows})
    (run,) = run_rounds([tap], rounds=1, rows=rows)[tap.name].each
    first, *_, last = run.quarters()
    assert 0 < last < 1.2 * first
    assert run.peak < 120 * 2**20
