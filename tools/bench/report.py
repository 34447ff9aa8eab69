"""What was measured, as sections of `docs/benchmarks.md`; a section that is measured again replaces the old one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.bench.run import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tools.bench.rounds import Runs

PAGE = PROJECT / "docs" / "benchmarks.md"
_HEAD = """\
# Benchmarks

Written by `make bench`; `make bench ARGS="startup daily"` renews some sections. Each section is one run of the
benchmark: the readers take turns on the same bytes, each a whole process as a user would start it, and the median of
each is shown. The server is a process beside them, on loopback, with prepared pages and a set latency. The machine is
shared and noisy: ratios count, seconds do not.

A claim is what this tap is held to. `tests/tools/bench/test_floors.py` holds a quick form of the claims, with room for
noise. Where one is not reached, its section measures what stands in the way: *the least a tap can do*, which is a bare
program that imports the SDK, fetches, converts and writes, and has neither state nor checks; or what the loader takes
alone.
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that is to hold."""

    text: str
    measured: float
    asked: float
    unit: str
    is_ceiling: bool

    @property
    def holds(self) -> bool:
        """Whether it does."""
        return self.measured <= self.asked if self.is_ceiling else self.measured >= self.asked

    def cells(self) -> tuple[str, ...]:
        """Write it as a row of a table."""
        bound = "at most" if self.is_ceiling else "at least"
        measured, asked = f"{self.measured:.2f} {self.unit}", f"{bound} {self.asked:g} {self.unit}"
        return self.text, measured, asked, "yes" if self.holds else "**no**"


def at_least(text: str, measured: float, asked: float, unit: str = "×") -> Claim:
    """Claim that something is at least so much."""
    return Claim(text, measured, asked, unit, is_ceiling=False)


def at_most(text: str, measured: float, asked: float, unit: str = "×") -> Claim:
    """Claim that something is at most so much."""
    return Claim(text, measured, asked, unit, is_ceiling=True)


@dataclass(frozen=True, slots=True)
class Section:
    """What one measurement found."""

    title: str
    about: str
    """What was measured, and how."""
    claims: Sequence[Claim]
    tables: Sequence[str]

    def text(self, where: str) -> str:
        """Write it.

        Args:
            where: When and on what it was measured.
        """
        claims = table(("claim", "measured", "asked", "reached"), [claim.cells() for claim in self.claims])
        return (
            "\n\n".join([f"## {self.title}", self.about, where, *([claims] if self.claims else []), *self.tables])
            + "\n"
        )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def runs_table(runs: Mapping[str, Runs], *, rows: int = 0) -> str:
    """Write what each reader took; the rows tell what a second and a record come to."""
    head = ["reader", "wall, s", "÷ the first", "CPU, s", "most memory, MiB"]
    more = ["rows a second", "CPU a row, µs"] if rows else []
    first = next(iter(runs.values())).wall
    return table([*head, *more], [[*_cells(each, first), *_by_row(each, rows)] for each in runs.values()])


def _cells(runs: Runs, first: float) -> list[str]:
    memory = f"{runs.peak / 2**20:.0f}" if runs.peak else ""
    return [runs.name, f"{runs.wall:.2f}", f"{runs.wall / first:.2f}", f"{runs.cpu:.2f}", memory]


def _by_row(runs: Runs, rows: int) -> list[str]:
    return [f"{rows / runs.wall:,.0f}", f"{runs.cpu / rows * 1e6:.0f}"] if rows else []


def write(texts: Mapping[str, str], order: Sequence[str]) -> None:
    """Put sections into the page.

    Args:
        texts: The sections, each under its title.
        order: All titles that there may be, in their order.
    """
    old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    kept = {part.partition("\n")[0][3:]: part.rstrip("\n") + "\n" for part in re.split(r"(?m)^(?=## )", old)[1:]}
    all_texts = {**kept, **texts}
    parts = [_HEAD, *(all_texts[title] for title in order if title in all_texts)]
    PAGE.write_text("\n".join(parts), encoding="utf-8")
