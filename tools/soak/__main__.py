"""`make soak`."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING

import click
from sage200_sandbox import Demo, Sandbox

from tools.soak import large_table
from tools.soak.errors import SoakError
from tools.soak.growth import check_growth
from tools.soak.report import heading, line
from tools.soak.soak import Soak
from tools.soak.target import Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.soak.tap_run import Sample

_SECONDS = 60
_MEBIBYTE = 2**20
_RUN_TO_RUN = 0.1
_FILES = 0.25
"""A run has about six open files, so one more connection is not growth."""
_WITHIN_A_RUN = 0.05
_SEEDS = 10**6


@click.command()
@click.option("--minutes", type=float, default=60.0, show_default=True, help="Duration of the repeated runs.")
@click.option("--seed", type=int, default=None, show_default="random", help="Seed of all random choices.")
@click.option("--rows", default=1000, show_default=True, help="Number of rows per table at the start.")
@click.option("--large-rows", default=200_000, show_default=True, help="Number of rows in the long run.")
def soak(*, minutes: float, seed: int | None, rows: int, large_rows: int) -> None:
    """Run the tap repeatedly while its source changes and fails. No row may be lost, and memory must not grow."""
    seed = SystemRandom().randrange(_SEEDS) if seed is None else seed
    folder = Path(tempfile.mkdtemp(prefix="sage200-soak-"))
    try:
        _soak(folder, minutes, seed, rows)
        _read_large(folder, large_rows)
    except KeyboardInterrupt:
        shutil.rmtree(folder)
        sys.exit("\nStopped. No process is left running.")
    except SoakError as error:
        again = f"make soak MINUTES={minutes:g} SEED={seed}"
        sys.exit(
            f"\n{error}\n\nThe soak failed. Settings, state and the log of the last run are in {folder}.\n"
            f"Repeat with the same random choices: {again}. Timing may differ."
        )
    shutil.rmtree(folder)


def _soak(folder: Path, minutes: float, seed: int, rows: int) -> None:
    heading(f"Repeated runs for {minutes:g} minutes, SEED={seed}")
    with Sandbox(Demo(), companies=2) as sage:
        soak = Soak(sage, Target(), folder, seed=seed, rows=rows)
        end = time.monotonic() + minutes * _SECONDS
        soak.soak(lambda _: time.monotonic() >= end)
    heading("No row was lost")
    line(f"{soak.runs:,} runs, {len(soak.successes):,} of them successful. No row was missing after a successful run.")
    line(f"{soak.sign_ins:,} new sign-ins were necessary.")
    heading("Growth from run to run")
    _show_growth([result.peak for result in soak.successes], "peak per run", _RUN_TO_RUN)


def _read_large(folder: Path, rows: int) -> None:
    heading(f"A long run over {rows:,} rows")
    inside = folder / "large"
    inside.mkdir()
    result = large_table.read(inside, rows)
    line(f"{result.rows:,} rows in {result.seconds:.1f} s")
    _show_growth(result.samples, "within the run", _WITHIN_A_RUN)


def _show_growth(samples: Sequence[Sample], when: str, share: float) -> None:
    line(check_growth(f"MiB of memory, {when}", [sample.memory / _MEBIBYTE for sample in samples], share))
    line(check_growth(f"open files, {when}", [sample.files for sample in samples], _FILES))


soak()
