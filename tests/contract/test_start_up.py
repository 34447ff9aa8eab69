"""What it costs to start the tap with all its tables, in seconds of CPU, beside what the SDK costs alone."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PYTHON = sys.executable
THE_SDK = [PYTHON, "-c", "import singer_sdk.tap_base, singer_sdk.typing"]
TRIES = 3


def cpu_seconds(command: list[str]) -> float:
    """Run a command a few times, and give the least CPU time: what else the machine does adds to it, never takes."""
    return min(_once(command) for _ in range(TRIES))


def _once(command: list[str]) -> float:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("option", ["--help", "--discover"])
def test_the_tap_starts_in_less_than_a_second_more_than_the_sdk(option: str) -> None:
    assert cpu_seconds([PYTHON, "-m", "tap_sage200", option]) - cpu_seconds(THE_SDK) < 1.0
