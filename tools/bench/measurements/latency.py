"""A large table with latency: how much of it do concurrent requests hide?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.bench.readers import PAGE
from tools.bench.report import Claim, Section, at_least, at_most, runs_table
from tools.bench.rounds import run_rounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tools.bench.environment import Environment
    from tools.bench.rounds import Runs
    from tools.bench.run import Reader

TITLE = "A large table, 200 ms latency"
TITLE_500_MS = "A large table, 500 ms latency"
TITLE_MINIMAL = "8 requests in flight, compared with a minimal tap"
TABLE = "customers"
LARGEST = 5000
"""The largest page that Sage returns (documented)."""


def measure(environment: Environment, *, rounds: int, rows: int = 100_000, latency: float = 0.2) -> Section:
    """Measure all readers with latency."""
    tables, make = {TABLE: rows}, environment.readers
    generic, own = make.rest_api_msdk(tables), _in_flight(environment, (1, 4, 8))
    default = make.tap("the tap, default settings", tables)
    peers = [generic, make.stock(tables), make.dlt(tables), make.requests_loop(tables)]
    readers = [default, *own.values(), *peers]
    environment.verify(readers, tables)
    starting = _start_up(environment, own[4], rounds)
    working = _minimal_work(environment, rounds, rows)
    _compress_pages(environment, [default, *own.values(), make.requests_loop(tables)], rows)
    environment.server.serve(tables, latency=latency, gzip=True)
    took = run_rounds(readers, rounds=rounds, rows=rows)
    slow = took[generic.name].wall
    return Section(
        TITLE,
        f"{rows:,} rows of `{TABLE}` in pages of {PAGE}, unless noted. Each response takes {latency * 1000:.0f} ms, "
        "and is compressed if the client accepts it. tap-rest-api-msdk needs a setting for pagination, or it reads "
        f"only the first page. It uses Sage's page size of {PAGE}, which therefore also counts as its default. The "
        f"*minimum* is start-up ({starting:.2f} s here) + (pages + 1) ÷ requests in flight × latency. It excludes all "
        f"work. The work alone takes {working:.2f} s: a minimal tap, in pages of {LARGEST:,}, without latency. The "
        f"time of tap-rest-api-msdk is {slow / working:.1f} times that.",
        [
            at_least("4 in flight: times faster than tap-rest-api-msdk", slow / took[own[4].name].wall, 5.5),
            at_least("8 in flight: times faster than tap-rest-api-msdk", slow / took[own[8].name].wall, 10),
            at_least("default settings: times faster than tap-rest-api-msdk", slow / took[default.name].wall, 20),
            *_against_the_minimum(took, own, starting, rows, latency),
        ],
        [runs_table(took, rows=rows)],
    )


def measure_500_ms(environment: Environment, *, rounds: int, rows: int = 100_000, latency: float = 0.5) -> Section:
    """Measure only the tap, with 500 ms of latency."""
    tables, own = {TABLE: rows}, _in_flight(environment, (4, 8))
    environment.verify(own.values(), tables)
    starting = _start_up(environment, own[4], rounds)
    _compress_pages(environment, own.values(), rows)
    environment.server.serve(tables, latency=latency, gzip=True)
    took = run_rounds(own.values(), rounds=rounds, rows=rows)
    return Section(
        TITLE_500_MS,
        f"{rows:,} rows in pages of {PAGE}, compressed. Start-up took {starting:.2f} s. The tap requests the first "
        "page of a table alone, because only that page shows that there are more.",
        _against_the_minimum(took, own, starting, rows, latency),
        [runs_table(took, rows=rows)],
    )


def measure_minimal(
    environment: Environment, *, rounds: int, rows: int = 100_000, latency: float = 0.2, at_once: int = 8
) -> Section:
    """Measure the tap and the minimal tap with the same number of requests in flight."""
    own, least = _in_flight(environment, (at_once,)), environment.readers.minimal_concurrent(TABLE, rows, at_once)
    starting = _start_up(environment, own[at_once], rounds)
    _compress_pages(environment, [*own.values(), least], rows)
    environment.server.serve({TABLE: rows}, latency=latency, gzip=True)
    took = run_rounds([*own.values(), least], rounds=rounds, rows=rows)
    alone = took[least.name].wall / _minimum(starting, rows, at_once, latency)
    return Section(
        TITLE_MINIMAL,
        f"{rows:,} rows in pages of {PAGE}. Each response takes {latency * 1000:.0f} ms. Start-up took {starting:.2f} "
        "s. The minimal tap knows the number of pages from the start, requests them concurrently in threads, and "
        f"converts and writes rows in order. It checks nothing. It takes {alone:.2f} times the minimum: start-up + "
        "(pages + 1) ÷ requests in flight × latency.",
        _against_the_minimum(took, own, starting, rows, latency),
        [runs_table(took, rows=rows)],
    )


def _in_flight(environment: Environment, numbers: tuple[int, ...]) -> dict[int, Reader]:
    tap = environment.readers.tap
    return {
        number: tap(f"the tap, {number} in flight", [TABLE], page_size=PAGE, concurrency=number) for number in numbers
    }


def _start_up(environment: Environment, tap: Reader, rounds: int) -> float:
    """Return the seconds that the tap takes for an empty table without latency."""
    environment.server.serve({TABLE: 0})
    return run_rounds([tap], rounds=rounds, rows=0)[tap.name].wall


def _minimal_work(environment: Environment, rounds: int, rows: int) -> float:
    """Return the seconds for fetching and converting without latency, in the largest pages."""
    least = environment.readers.minimal(TABLE, page_size=LARGEST)
    environment.server.serve({TABLE: rows})
    return run_rounds([least], rounds=rounds, rows=rows)[least.name].wall


def _compress_pages(environment: Environment, readers: Iterable[Reader], rows: int) -> None:
    """Let the server compress and keep all pages in advance, because compression must not be measured."""
    environment.server.serve({TABLE: rows}, gzip=True)
    run_rounds(readers, rounds=1, rows=rows)


def _against_the_minimum(
    took: Mapping[str, Runs], own: Mapping[int, Reader], starting: float, rows: int, latency: float
) -> list[Claim]:
    return [
        at_most(
            f"{number} in flight: time ÷ minimum", took[tap.name].wall / _minimum(starting, rows, number, latency), 1.1
        )
        for number, tap in own.items()
    ]


def _minimum(starting: float, rows: int, in_flight: int, latency: float) -> float:
    """Return the seconds for start-up and latency alone."""
    return starting + (rows // PAGE + 1) / in_flight * latency
