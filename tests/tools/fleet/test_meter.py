"""What `make fleet` measures."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from tools.demo.processes import Process
from tools.fleet import descendants
from tools.fleet.meter import Measured, Meter, shard_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.posix
MEBIBYTE = 2**20


@pytest.mark.parametrize(
    ("busy", "full", "bound"),
    [
        (0.95, 0.5, "the processors"),
        (0.5, 0.9, "the slots of the pool"),
        (0.5, 0.5, "waiting, for Sage and for retries"),
    ],
)
def test_what_binds_a_round_is_what_it_used_most(busy: float, full: float, bound: str) -> None:
    assert Measured(busy=busy, full=full).bound == bound


def test_memory_and_processor_time_of_a_part_include_the_processes_below_it(tmp_path: Path) -> None:
    burn = "kept = bytearray(50 * 2**20)\nwhile True: pass"
    start = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r}])"
    with psutil.Popen([sys.executable, "-c", start]) as child:
        part = Process(child.pid, child.create_time(), sys.executable, tmp_path / "log")
        try:
            with Meter({"part": part}, slots=1).measuring() as measured:
                deadline = time.monotonic() + 60
                while measured.own == 0 or measured.peaks["part"] < 50 * MEBIBYTE:
                    assert time.monotonic() < deadline
                    time.sleep(0.1)
        finally:
            descendants.kill(child.pid)
    assert measured.total >= measured.peaks["part"]
    assert measured.full == 0


def test_the_shard_of_a_process_is_read_from_its_command() -> None:
    words = ["/project/bin/meltano", "run", "--no-install", "sage200--shard-7"]
    program = "import time; print('started', flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", program, *words], stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            assert process.stdout.readline()  # for a moment before, a process has no command
            assert shard_of(psutil.Process(process.pid)) == "shard-7"
        finally:
            process.kill()
    assert shard_of(psutil.Process()) is None
