"""One run of one reader: a whole process, as a user would start it. Measures time and memory."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

import psutil

from tools.bench.errors import BenchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROJECT = Path(__file__).parents[2]
RECORD = b'"RECORD"'
_ROOM = 1_048_576
_BETWEEN_LOOKS = 0.01
_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
_AUTHORITIES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_")
_NOT_INHERITED = ("TAP_", "TARGET_", "MELTANO_", "PYTHON", *_PROXIES, *_AUTHORITIES)
_LAST_BYTES = 4000


@dataclass(frozen=True, slots=True)
class Reader:
    """A program that reads tables."""

    name: str
    command: tuple[str, ...]
    folder: Path | None = None
    """The folder for its JSON lines, below `rows`; None if it writes Singer messages to its output."""


@dataclass(frozen=True, slots=True)
class Run:
    """The figures of a run."""

    wall: float
    """Seconds from start to end."""
    cpu: float
    """Processor time in seconds, user and system."""
    records: int
    memory: tuple[tuple[int, int], ...] = ()
    """Samples: the number of records so far, and the memory in bytes."""

    @property
    def peak(self) -> int:
        """The peak memory in bytes."""
        return max((size for _, size in self.memory), default=0)

    def quarters(self) -> list[int]:
        """Return the peak memory in bytes for each quarter of the records."""
        part = self.records / 4
        return [
            max((size for count, size in self.memory if part * at <= count <= part * (at + 1)), default=0)
            for at in range(4)
        ]


def start(reader: Reader, *, reads: IO[bytes] | None, log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start a program without this shell's settings for taps, loaders, proxies and TLS certificates."""
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith(_NOT_INHERITED)}
    return subprocess.Popen(
        reader.command,
        cwd=PROJECT,
        env=environment | {"RUNTIME__DLTHUB_TELEMETRY": "false", "NO_PROXY": "*"},
        stdin=reads or subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=log,
    )


@contextmanager
def running(reader: Reader, log: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program, and kill it if reading its output fails."""
    process = start(reader, reads=None, log=log)
    try:
        yield process
    except BaseException:
        process.kill()
        process.wait()
        raise
    finally:
        output_of(process).close()


def finish(name: str, process: subprocess.Popen[bytes], log: IO[bytes]) -> float:
    """Wait until a program ends, and return its processor time in seconds.

    Raises:
        BenchError: It failed.
    """
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        log.seek(0)
        tail = log.read().decode(errors="replace")[-_LAST_BYTES:]
        msg = f"{name} failed:\n{tail}"
        raise BenchError(msg)
    return usage.ru_utime + usage.ru_stime


def measure(reader: Reader) -> Run:
    """Run a reader once, and count its records.

    Raises:
        BenchError: It failed.
    """
    with TemporaryFile() as log:
        began = time.perf_counter()
        with running(reader, log) as process:
            records, memory = _read(process)
            cpu = finish(reader.name, process, log)
        wall = time.perf_counter() - began
    if reader.folder is not None:
        records = sum(1 for _ in _lines_in(reader.folder))
        shutil.rmtree(reader.folder)
    return Run(wall, cpu, records, tuple(memory))


def output_of(process: subprocess.Popen[bytes]) -> IO[bytes]:
    """Return the output of a program.

    Raises:
        BenchError: It was started without a pipe.
    """
    if process.stdout is None:
        msg = "the program has no output to read"
        raise BenchError(msg)
    return process.stdout


def _read(process: subprocess.Popen[bytes]) -> tuple[int, list[tuple[int, int]]]:
    """Count records as they arrive, and sample the memory of the program."""
    records, looked, watched = 0, 0.0, psutil.Process(process.pid)
    memory: list[tuple[int, int]] = []
    output = output_of(process).fileno()
    for records in running_total(lambda room: os.readv(output, [room])):
        if (now := time.perf_counter()) - looked > _BETWEEN_LOOKS:
            looked = now
            memory.append((records, watched.memory_info().rss))
    return records, memory


def running_total(read: Callable[[memoryview], int]) -> Iterator[int]:
    """Yield the number of records so far after each chunk of output.

    All chunks use the same buffer: allocating a new one takes as long as counting, and would disturb the measurement.

    Args:
        read: Reads a chunk into the given buffer, and returns its length; 0 at the end.
    """
    room, records, kept = bytearray(_ROOM), 0, 0
    while came := read(memoryview(room)[kept:]):
        end = kept + came
        records += room.count(RECORD, 0, end)
        rest = room[max(0, end - len(RECORD) + 1) : end]  # shorter than the word, so no record counts twice
        kept = len(rest)
        room[:kept] = rest
        yield records


def _lines_in(folder: Path) -> Iterator[bytes]:
    for path in (folder / "rows").rglob("*.jsonl"):
        if not path.parent.name.startswith("_dlt"):
            with path.open("rb") as lines:
                yield from lines
