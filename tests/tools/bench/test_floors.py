"""The tap is still about as fast as it is meant to be: the claims of `docs/benchmarks.md` in a quick form.

Each bound leaves room for a noisy machine, a factor of two or so. Where a start-up would drown what is measured, it is
taken off, and where waiting is not the subject, processor time is compared.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tools.bench import arena
from tools.bench.measurements import cpu, daily
from tools.bench.race import race
from tools.bench.run import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.bench.arena import Arena

TABLE = "customers"


@pytest.fixture(scope="module")
def field() -> Iterator[Arena]:
    """A server, and readers of it."""
    with arena.opened() as opened:
        yield opened


def cpu_of_a_row(field: Arena, reader: Reader, rows: int) -> float:
    """Return the seconds of processor time that a row costs a reader, without its start-up."""
    field.sage.serve({TABLE: 0})
    empty = race([reader], rounds=3, rows=0)[reader.name].cpu
    field.sage.serve({TABLE: rows})
    return (race([reader], rounds=3, rows=rows)[reader.name].cpu - empty) / rows


@pytest.fixture(scope="module")
def a_row(field: Arena) -> float:
    """What a row costs the tap, in seconds of processor time."""
    return cpu_of_a_row(field, field.readers.tap("the tap", [TABLE], page_size=500), 15_000)


def seconds(field: Arena, reader: Reader, tables: dict[str, int], latency: float) -> float:
    """Return how long a reader takes with latency, without what it takes for the same without latency."""
    field.sage.serve(tables)
    near = race([reader], rounds=1, rows=sum(tables.values()))[reader.name].wall
    field.sage.serve(tables, latency=latency)
    return race([reader], rounds=1, rows=sum(tables.values()))[reader.name].wall - near


def test_a_row_costs_a_fraction_of_what_it_costs_a_stock_tap(field: Arena, a_row: float) -> None:
    assert cpu_of_a_row(field, field.readers.stock([TABLE]), 3_000) > 4 * a_row


def test_a_row_costs_little_more_than_its_conversion(field: Arena, a_row: float) -> None:
    assert a_row < 2 * 1.5 * cpu.of_conversion(field.readers, 15_000)


def test_a_run_with_nothing_to_do_costs_little_more_than_importing_the_sdk(field: Arena) -> None:
    tap, sdk = field.readers.nothing_selected(), Reader("the SDK", (sys.executable, "-c", "import singer_sdk"))
    took = race([tap, sdk], rounds=3, rows=0)
    assert took[tap.name].cpu < 2 * took[sdk.name].cpu


def test_the_pages_of_a_table_are_asked_for_ahead(field: Arena) -> None:
    pages, in_flight, latency = 40, 8, 0.2
    tap = field.readers.tap("the tap", [TABLE], page_size=200, concurrency=in_flight)
    assert seconds(field, tap, {TABLE: pages * 200}, latency) < 2 * (pages + 1) / in_flight * latency


def test_many_small_tables_are_asked_for_at_once(field: Arena) -> None:
    names, in_flight, latency = daily.tables_read_by_id(40), 8, 0.2
    tap = field.readers.tap("the tap", names, concurrency=in_flight)
    assert seconds(field, tap, dict.fromkeys(names, 3), latency) < 2 * len(names) / in_flight * latency


@pytest.mark.parametrize("in_flight", [1, 8])
def test_a_limit_of_requests_costs_little_more_than_the_limit(field: Arena, in_flight: int) -> None:
    pages, per_second, latency = 15, 5, 0.05
    tap = field.readers.tap("the tap", [TABLE], page_size=200, concurrency=in_flight)
    field.sage.serve({TABLE: 0})
    starting = race([tap], rounds=1, rows=0)[tap.name].wall
    field.sage.serve({TABLE: pages * 200}, latency=latency, per_second=per_second)
    took = race([tap], rounds=1, rows=pages * 200)[tap.name].wall - starting
    assert field.sage.served().refusals
    assert took < 2 * 1.4 * pages / per_second


def test_memory_stays_flat(field: Arena) -> None:
    rows = 50_000
    tap = field.readers.tap("the tap", [TABLE], page_size=500)
    field.sage.serve({TABLE: rows})
    (run,) = race([tap], rounds=1, rows=rows)[tap.name].each
    first, *_, last = run.quarters()
    assert 0 < last < 1.2 * first
    assert run.peak < 120 * 2**20
