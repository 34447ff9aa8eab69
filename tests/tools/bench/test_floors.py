"""The tap is about as fast as `docs/benchmarks.md` claims: a quick form of the claims.

Each bound has a margin for a noisy machine, about a factor of two. Start-up time is subtracted if it would dominate the
measurement. Processor time is compared unless latency is the subject.
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
    """A server and its readers."""
    with started() as running:
        yield running


def cpu_of_a_row(environment: Environment, reader: Reader, rows: int) -> float:
    """Return the processor time in seconds per row of a reader, without its start-up."""
    environment.server.serve({TABLE: 0})
    empty = run_rounds([reader], rounds=3, rows=0)[reader.name].cpu
    environment.server.serve({TABLE: rows})
    return (run_rounds([reader], rounds=3, rows=rows)[reader.name].cpu - empty) / rows


@pytest.fixture(scope="module")
def a_row(environment: Environment) -> float:
    """The processor time of the tap per row, in seconds."""
    return cpu_of_a_row(environment, environment.readers.tap("the tap", [TABLE], page_size=500), 15_000)


def seconds(environment: Environment, reader: Reader, tables: dict[str, int], latency: float) -> float:
    """Return how much longer a reader takes with latency than without."""
    environment.server.serve(tables)
    near = run_rounds([reader], rounds=1, rows=sum(tables.values()))[reader.name].wall
    environment.server.serve(tables, latency=latency)
    return run_rounds([reader], rounds=1, rows=sum(tables.values()))[reader.name].wall - near


def test_a_row_takes_a_fraction_of_the_time_of_a_stock_tap(environment: Environment, a_row: float) -> None:
    assert cpu_of_a_row(environment, environment.readers.stock([TABLE]), 3_000) > 4 * a_row


def test_a_row_takes_little_more_time_than_its_conversion(environment: Environment, a_row: float) -> None:
    assert a_row < 2 * 1.5 * cpu.of_conversion(environment.readers, 15_000)


def test_a_run_of_an_empty_table_takes_little_more_time_than_importing_the_sdk(environment: Environment) -> None:
    environment.server.serve({TABLE: 0})
    tap, sdk = environment.readers.starting(TABLE), Reader("the SDK", (sys.executable, "-c", "import singer_sdk"))
    took = run_rounds([tap, sdk], rounds=3, rows=0)
    assert took[tap.name].cpu < 2 * took[sdk.name].cpu


def test_the_pages_of_a_table_are_prefetched(environment: Environment) -> None:
    pages, in_flight, latency = 40, 8, 0.2
    tap = environment.readers.tap("the tap", [TABLE], page_size=200, concurrency=in_flight)
    assert seconds(environment, tap, {TABLE: pages * 200}, latency) < 2 * (pages + 1) / in_flight * latency


def test_many_small_tables_are_requested_concurrently(environment: Environment) -> None:
    names, in_flight, latency = daily.tables_read_by_id(40), 8, 0.2
    tap = environment.readers.tap("the tap", names, concurrency=in_flight)
    assert seconds(environment, tap, daily.tables_with_few_rows(names), latency) < 2 * len(names) / in_flight * latency


@pytest.mark.parametrize("in_flight", [1, 8])
def test_a_rate_limit_takes_little_more_time_than_its_minimum(environment: Environment, in_flight: int) -> None:
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
