"""Memory and processor time of all parts, measured while they run."""

from __future__ import annotations

import time
from collections import defaultdict
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import TYPE_CHECKING

import psutil

from tools.fleet import descendants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tools.demo.processes import Process

_INTERVAL = 2.0
"""Seconds between two samples."""
_MOSTLY = 0.8
"""The share of the time from which on something binds a round."""


@dataclass(slots=True)
class Measured:
    """What was measured.

    Attributes:
        peaks: The peak memory of each part in bytes. Memory that processes share counts once.
        total: The peak memory of all parts together in bytes.
        seconds: The duration.
        own: Processor time of all parts in seconds, but for the last moments of each process.
        busy: The share of the processors that were busy, with this or with other work.
        full: The share of the samples in which all slots were in use.
    """

    peaks: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    total: int = 0
    seconds: float = 0.0
    own: float = 0.0
    busy: float = 0.0
    full: float = 0.0

    @property
    def bound(self) -> str:
        """What the round waited for most."""
        shares = {"the processors": self.busy, "the slots of the pool": self.full}
        most = max(shares, key=lambda name: shares[name])
        return most if shares[most] >= _MOSTLY else "waiting, for Sage and for retries"


class Meter:
    """Samples of the parts."""

    def __init__(self, parts: dict[str, Process], slots: int) -> None:
        """Measure these parts, and the processes below them.

        Args:
            parts: The parts by name. Parts can be added at any time.
            slots: The number of tasks that can run at the same time.
        """
        self._parts = parts
        self._slots = slots
        self._times: dict[tuple[int, float], tuple[float, float]] = {}
        self._samples = self._full_samples = 0

    @contextmanager
    def measuring(self) -> Iterator[Measured]:
        """Measure for the time of a `with` block."""
        measured, over, began = Measured(), Event(), time.monotonic()
        before = psutil.cpu_times()
        thread = Thread(target=self._sample_until, args=(measured, over), daemon=True)
        thread.start()
        try:
            yield measured
        finally:
            over.set()
            thread.join()
            measured.seconds = time.monotonic() - began
            measured.busy = _busy(before, psutil.cpu_times())
            measured.full = self._full_samples / max(1, self._samples)

    def _sample_until(self, measured: Measured, over: Event) -> None:
        while not over.wait(_INTERVAL):
            running, sizes = 0, {}
            for name, process in dict(self._parts).items():
                found = descendants.tree(process.pid)
                self._note_times(found)
                sizes[name] = sum(map(_size_of, found))
                running += sum(map(_is_task, found))
            for name, size in sizes.items():
                measured.peaks[name] = max(measured.peaks[name], size)
            measured.total = max(measured.total, sum(sizes.values()))
            measured.own = sum(last - first for first, last in self._times.values())
            self._samples += 1
            self._full_samples += running >= self._slots

    def _note_times(self, processes: Iterable[psutil.Process]) -> None:
        """Note the processor time of each process. What those of the first sample used before does not count."""
        for process in processes:
            with suppress(psutil.Error):
                times = process.cpu_times()
                known = process.pid, process.create_time()
                used = times.user + times.system
                first, _ = self._times.setdefault(known, (0.0 if self._samples else used, used))
                self._times[known] = first, used


def _size_of(process: psutil.Process) -> int:
    """Return the memory of a process in bytes. An ended process has none."""
    with suppress(psutil.Error):
        return int(process.memory_full_info().pss)
    return 0


def _is_task(process: psutil.Process) -> bool:
    """Return whether this is the Meltano of a shard."""
    return shard_of(process) is not None


def shard_of(process: psutil.Process) -> str | None:
    """Return the name of the shard that a process runs as Meltano, if it does."""
    with suppress(psutil.Error):
        words = process.cmdline()
        if "run" in words and any(word.endswith("/meltano") for word in words):
            return words[-1].removeprefix("sage200--")
    return None


def _busy(before: psutil._ntuples.scputimes, after: psutil._ntuples.scputimes) -> float:
    idle = sum(getattr(after, name) - getattr(before, name) for name in ("idle", "iowait"))
    whole = sum(after[:8]) - sum(before[:8])
    return 1 - float(idle) / max(0.01, float(whole))
