"""A large table far away: how well waiting is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.bench.race import race
from tools.bench.readers import PAGE
from tools.bench.report import Claim, Section, at_least, at_most, runs_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tools.bench.arena import Arena
    from tools.bench.race import Runs
    from tools.bench.run import Reader

TITLE = "A large table, 200 ms away"
FURTHER_TITLE = "The same, 500 ms away"
BESIDE_TITLE = "8 in flight beside the least a tap can do"
TABLE = "customers"
LARGEST = 5000
"""The most rows that Sage gives at once (documented)."""


def measure(arena: Arena, *, rounds: int, rows: int = 100_000, latency: float = 0.2) -> Section:
    """Let all read a table with latency."""
    tables, make = {TABLE: rows}, arena.readers
    generic, own = make.rest_api_msdk(tables), _in_flight(arena, (1, 4, 8))
    default = make.tap("the tap, all settings by default", tables)
    peers = [generic, make.stock(tables), make.dlt(tables), make.bare(tables)]
    readers = [default, *own.values(), make.everything_off(tables, page_size=PAGE), *peers]
    arena.prove(readers, tables)
    starting = _start_up(arena, own[4], rounds)
    working = _least_work(arena, rounds, rows)
    _pack(arena, [default, *own.values(), make.bare(tables)], rows)
    arena.sage.serve(tables, latency=latency, gzip=True)
    took = race(readers, rounds=rounds, rows=rows)
    slow = took[generic.name].wall
    return Section(
        TITLE,
        f"{rows:,} rows of `{TABLE}` in pages of {PAGE} unless said, each answer {latency * 1000:.0f} ms late, packed "
        "for who takes it so. tap-rest-api-msdk reads no more than a first page until it is told how to turn pages; "
        f"told that, it is given Sage's own page of {PAGE}, which stands for its default too. The least is start-up "
        f"({starting:.2f} s here) + (pages + 1) ÷ requests in flight × latency, which leaves out the work. Work "
        f"alone, by the least a tap can do, in pages of {LARGEST:,} and without latency, takes {working:.2f} s: "
        f"the time of tap-rest-api-msdk is {slow / working:.1f} times that.",
        [
            at_least("4 in flight: times faster than tap-rest-api-msdk", slow / took[own[4].name].wall, 5.5),
            at_least("8 in flight: times faster than tap-rest-api-msdk", slow / took[own[8].name].wall, 10),
            at_least("all by default: times faster than tap-rest-api-msdk", slow / took[default.name].wall, 20),
            *_against_the_least(took, own, starting, rows, latency),
        ],
        [runs_table(took, rows=rows)],
    )


def measure_further(arena: Arena, *, rounds: int, rows: int = 100_000, latency: float = 0.5) -> Section:
    """Let the tap alone read with more latency."""
    tables, own = {TABLE: rows}, _in_flight(arena, (4, 8))
    arena.prove(own.values(), tables)
    starting = _start_up(arena, own[4], rounds)
    _pack(arena, own.values(), rows)
    arena.sage.serve(tables, latency=latency, gzip=True)
    took = race(own.values(), rounds=rounds, rows=rows)
    return Section(
        FURTHER_TITLE,
        f"{rows:,} rows in pages of {PAGE}, packed; start-up took {starting:.2f} s. The first page of a table comes "
        "alone, as only it shows that there are more.",
        _against_the_least(took, own, starting, rows, latency),
        [runs_table(took, rows=rows)],
    )


def measure_beside(
    arena: Arena, *, rounds: int, rows: int = 100_000, latency: float = 0.2, at_once: int = 8
) -> Section:
    """Let the tap read beside a program that does nothing but read, with as many requests in flight."""
    own, least = _in_flight(arena, (at_once,)), arena.readers.least_at_once(TABLE, rows, at_once)
    starting = _start_up(arena, own[at_once], rounds)
    _pack(arena, [*own.values(), least], rows)
    arena.sage.serve({TABLE: rows}, latency=latency, gzip=True)
    took = race([*own.values(), least], rounds=rounds, rows=rows)
    alone = took[least.name].wall / _least(starting, rows, at_once, latency)
    return Section(
        BESIDE_TITLE,
        f"{rows:,} rows in pages of {PAGE}, each answer {latency * 1000:.0f} ms late; start-up took {starting:.2f} s. "
        "The least a tap can do knows from the start how many pages there are, asks for all of them at once in "
        "threads, and converts and writes rows in order. It checks nothing, and takes "
        f"{alone:.2f} times start-up + (pages + 1) ÷ requests in flight × latency.",
        _against_the_least(took, own, starting, rows, latency),
        [runs_table(took, rows=rows)],
    )


def _in_flight(arena: Arena, numbers: tuple[int, ...]) -> dict[int, Reader]:
    tap = arena.readers.tap
    return {
        number: tap(f"the tap, {number} in flight", [TABLE], page_size=PAGE, concurrency=number) for number in numbers
    }


def _start_up(arena: Arena, tap: Reader, rounds: int) -> float:
    """Return the seconds that the tap takes for an empty table that is near."""
    arena.sage.serve({TABLE: 0})
    return race([tap], rounds=rounds, rows=0)[tap.name].wall


def _least_work(arena: Arena, rounds: int, rows: int) -> float:
    """Return the seconds that fetching and converting take that is near, in the largest pages."""
    least = arena.readers.least(TABLE, page_size=LARGEST)
    arena.sage.serve({TABLE: rows})
    return race([least], rounds=rounds, rows=rows)[least.name].wall


def _pack(arena: Arena, readers: Iterable[Reader], rows: int) -> None:
    """Let the server pack all pages that are going to be asked for, and keep them: packing is not to be measured."""
    arena.sage.serve({TABLE: rows}, gzip=True)
    race(readers, rounds=1, rows=rows)


def _against_the_least(
    took: Mapping[str, Runs], own: Mapping[int, Reader], starting: float, rows: int, latency: float
) -> list[Claim]:
    return [
        at_most(
            f"{number} in flight: times the least", took[tap.name].wall / _least(starting, rows, number, latency), 1.1
        )
        for number, tap in own.items()
    ]


def _least(starting: float, rows: int, in_flight: int, latency: float) -> float:
    """Return the seconds that start-up and waiting take."""
    return starting + (rows // PAGE + 1) / in_flight * latency
