"""One run of the tap, as started by a scheduler: a process with its output piped into a target."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Self

import psutil

from tap_sage200.tap import TapSage200

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from signal import Signals

    from tools.soak.tables import Table

_TAP = str(Path(sys.executable).with_name("tap-sage200"))
_INTERVAL = 0.02
"""Seconds between two samples of a run."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The memory in bytes and the open files (including connections) of a process at one moment."""

    memory: int
    files: int


@dataclass(frozen=True, slots=True)
class Stop:
    """A signal that ends a run, and the number of lines before it."""

    signal: Signals
    lines: int


@dataclass(frozen=True, slots=True)
class Files:
    """The input files and the log of a run. Missing files are not passed to the tap."""

    config: Path
    catalog: Path
    state: Path
    log: Path

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Return the files in a folder."""
        return cls(*(folder / name for name in ("config.json", "catalog.json", "state.json", "log")))


@dataclass(frozen=True, slots=True)
class RunResult:
    """The result of a run.

    Attributes:
        code: The exit code, or the negative number of the signal that ended it.
        stopped: Whether a signal was sent during the run.
        rows: The number of rows.
        seconds: The duration.
        samples: The samples, from the first line on.
    """

    code: int
    stopped: bool
    rows: int
    seconds: float
    samples: tuple[Sample, ...]

    @property
    def peak(self) -> Sample:
        """The peak of memory and of open files."""
        memory, files = (sample.memory for sample in self.samples), (sample.files for sample in self.samples)
        return Sample(max(memory, default=0), max(files, default=0))


def catalog(tables: Collection[Table]) -> str:
    """Return the tap's catalogue, limited to these tables."""
    found = json.loads(TapSage200(config={}, validate_config=False).catalog_json_text)
    names = {table.name for table in tables}
    return json.dumps({"streams": [one for one in found["streams"] if one["stream"] in names]})


def run(files: Files, take: Callable[[Iterable[bytes]], int], stop: Stop | None = None) -> RunResult:
    """Run the tap once.

    Args:
        files: The settings, catalogue, state and log.
        take: Receives the lines, and returns the number of rows among them.
        stop: When to end the run.
    """
    began = time.monotonic()
    given = {"--config": files.config, "--catalog": files.catalog, "--state": files.state}
    command = [_TAP, *[str(word) for pair in given.items() if pair[1].exists() for word in pair]]
    with (
        files.log.open("wb") as log,
        psutil.Popen(command, stdout=subprocess.PIPE, stderr=log) as process,
        ThreadPoolExecutor(1) as beside,
    ):
        lines, over = _Lines(process, stop), Event()
        samples = beside.submit(_sample, process, lines, over)
        try:
            rows = take(lines)
            code = process.wait()
        finally:
            over.set()
        return RunResult(code, lines.stopped, rows, time.monotonic() - began, tuple(samples.result()))


class _Lines:
    """The output lines of a process. After the permitted number of lines, it receives the signal."""

    def __init__(self, process: psutil.Popen, stop: Stop | None) -> None:
        self._process = process
        self._stop = stop
        self.came = 0
        self.stopped = False

    def __iter__(self) -> Iterator[bytes]:
        for line in self._process.stdout:
            if self._stop and self.came == self._stop.lines:
                self.stopped = True
                self._process.send_signal(self._stop.signal)
            self.came += 1
            yield line


def _sample(process: psutil.Popen, lines: _Lines, over: Event) -> list[Sample]:
    """Sample a process from its first line until the run is over."""
    samples: list[Sample] = []
    with suppress(psutil.Error):  # the process has ended
        while not over.wait(_INTERVAL):
            if lines.came:
                samples.append(Sample(process.memory_info().rss, process.num_fds()))
    return [sample for sample in samples if sample.memory]
