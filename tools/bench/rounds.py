"""Rounds of runs, and their medians. Readers take turns, so other work on the machine slows all of them equally."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

import click

from tools.bench.errors import BenchError
from tools.bench.run import measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from tools.bench.run import Reader, Run


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of one reader, and their medians."""

    name: str
    each: Sequence[Run]

    @property
    def wall(self) -> float:
        """Seconds."""
        return median(run.wall for run in self.each)

    @property
    def cpu(self) -> float:
        """Processor time in seconds."""
        return median(run.cpu for run in self.each)

    @property
    def peak(self) -> float:
        """Peak memory in bytes."""
        return median(run.peak for run in self.each)

    @property
    def records(self) -> int:
        """Number of records per run."""
        return min(run.records for run in self.each)


def run_rounds(
    readers: Iterable[Reader],
    *,
    rounds: int,
    rows: int,
    before_each: Callable[[], None] = lambda: None,
    run: Callable[[Reader], Run] = measure,
) -> dict[str, Runs]:
    """Run readers in turn.

    Args:
        readers: The readers to run.
        rounds: The number of runs per reader.
        rows: The number of rows that each run must deliver.
        before_each: Prepares the server for a run.
        run: Runs a reader.

    Raises:
        BenchError: A run failed or delivered too little.
    """
    readers = list(readers)
    runs: dict[str, list[Run]] = {reader.name: [] for reader in readers}
    for number in range(rounds):
        for reader in readers:
            before_each()
            done = run(reader)
            click.echo(f"  {number + 1}/{rounds} {reader.name}: {done.wall:.2f} s, CPU {done.cpu:.2f} s", err=True)
            if done.records < rows:
                msg = f"{reader.name} delivered {done.records} of {rows} rows"
                raise BenchError(msg)
            runs[reader.name].append(done)
    return {name: Runs(name, each) for name, each in runs.items()}
