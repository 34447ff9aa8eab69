"""Write measurements as sections of `docs/benchmarks.md`. A new section replaces the old one with the same title."""

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

This page answers: how fast is the tap, compared with other programs, and what was measured?

{summary}

## How it was measured

`make bench` generates this page. `make bench ARGS="startup daily"` updates some sections. Each section is one run of
the benchmark. The readers take turns and read the same bytes. Each reader is a whole process, as a user would start
it. The tables show medians. The server is a separate process on loopback, with prepared pages and a fixed latency. The
machine is shared and noisy: compare ratios, not seconds.

A claim is a target for this tap. `tests/tools/bench/test_floors.py` checks a quick form of the claims, with a margin
for noise. If a claim is not reached, its section also measures the limiting factor: a *minimal tap*, or the loader
alone. The minimal tap is a small program that imports the SDK, fetches, converts and writes, without state or checks.
"""

_FINDINGS = (
    (
        "A large table, 200 ms latency",
        "default settings: times faster than tap-rest-api-msdk",
        "If Sage takes 200 ms to respond, the tap reads a large table {} times as fast as tap-rest-api-msdk does.",
    ),
    (
        "Into PostgreSQL",
        "200 ms: times faster than a stock SDK tap and the loader's defaults",
        "Into PostgreSQL, where the loader takes most time, a stock tap of the Singer SDK takes {} times as long.",
    ),
)
"""The sentences of the summary: the section and the claim with the number, and the sentence."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A target, and the measured value."""

    text: str
    measured: float
    target: float
    unit: str
    is_ceiling: bool

    @property
    def holds(self) -> bool:
        """Whether the target is reached."""
        return self.measured <= self.target if self.is_ceiling else self.measured >= self.target

    def cells(self) -> tuple[str, ...]:
        """Return the cells of the claim's table row."""
        bound = "at most" if self.is_ceiling else "at least"
        measured, target = f"{self.measured:.2f} {self.unit}", f"{bound} {self.target:g} {self.unit}"
        return self.text, measured, target, "yes" if self.holds else "**no**"


def at_least(text: str, measured: float, target: float, unit: str = "×") -> Claim:
    """Claim a lower bound."""
    return Claim(text, measured, target, unit, is_ceiling=False)


def at_most(text: str, measured: float, target: float, unit: str = "×") -> Claim:
    """Claim an upper bound."""
    return Claim(text, measured, target, unit, is_ceiling=True)


@dataclass(frozen=True, slots=True)
class Section:
    """The result of one measurement."""

    title: str
    about: str
    """What was measured, and how."""
    claims: Sequence[Claim]
    tables: Sequence[str]

    def text(self, where: str) -> str:
        """Write the section.

        Args:
            where: The date, the machine and the versions.
        """
        claims = table(("claim", "measured", "target", "reached"), [claim.cells() for claim in self.claims])
        return (
            "\n\n".join([f"## {self.title}", self.about, where, *([claims] if self.claims else []), *self.tables])
            + "\n"
        )


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def runs_table(runs: Mapping[str, Runs], *, rows: int = 0) -> str:
    """Write the figures of each reader; with a number of rows, also the figures per second and per row."""
    head = ["reader", "wall time, s", "÷ the first", "CPU, s", "peak memory, MiB"]
    more = ["rows per second", "CPU per row, µs"] if rows else []
    first = next(iter(runs.values())).wall
    return table([*head, *more], [[*_cells(each, first), *_by_row(each, rows)] for each in runs.values()])


def _cells(runs: Runs, first: float) -> list[str]:
    memory = f"{runs.peak / 2**20:.0f}" if runs.peak else ""
    return [runs.name, f"{runs.wall:.2f}", f"{runs.wall / first:.2f}", f"{runs.cpu:.2f}", memory]


def _by_row(runs: Runs, rows: int) -> list[str]:
    return [f"{rows / runs.wall:,.0f}", f"{runs.cpu / rows * 1e6:.0f}"] if rows else []


def write(texts: Mapping[str, str], order: Sequence[str]) -> None:
    """Update sections of the page.

    Args:
        texts: The new sections, by title.
        order: All possible titles, in the order of the page.
    """
    old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    kept = {part.partition("\n")[0][3:]: part.rstrip("\n") + "\n" for part in re.split(r"(?m)^(?=## )", old)[1:]}
    all_texts = {**kept, **texts}
    sections = [all_texts[title] for title in order if title in all_texts]
    head = _HEAD.format(summary=_summary(all_texts))
    PAGE.write_text("\n".join([head, *sections]), encoding="utf-8")


def _summary(texts: Mapping[str, str]) -> str:
    """Write at most three sentences from the claims of the page, as they were measured."""
    numbers = [(sentence, _measured(texts.get(title, ""), claim)) for title, claim, sentence in _FINDINGS]
    results = re.findall(r"\| (yes|\*\*no\*\*) \|$", "".join(texts.values()), re.MULTILINE)
    count = f"{results.count('yes')} of {len(results)} targets are reached; the others are marked **no**."
    return "\n".join([*(sentence.format(number) for sentence, number in numbers if number), count])


def _measured(section: str, claim: str) -> str:
    """Return the value of a claim with one decimal place, or nothing if the page does not have it."""
    value = re.search(rf"^\| {re.escape(claim)} \| ([\d.]+) ", section, re.MULTILINE)
    return f"{float(value[1]):.1f}" if value else ""
