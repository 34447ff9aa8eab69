"""The CPU time to start the tap with all its tables, compared with the SDK alone."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.posix
TRIES = 3


def cpu_seconds(*arguments: str) -> float:
    """Run Python once, and return its CPU time."""
    command = [sys.executable, *arguments]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used.ru_utime + used.ru_stime


@pytest.fixture(scope="module")
def sdk_seconds() -> float:
    """The CPU time that the SDK takes to start."""
    return min(cpu_seconds("-c", "import singer_sdk.tap_base, singer_sdk.typing") for _ in range(2))


@pytest.mark.parametrize("option", ["--help", "--discover"])
def test_the_tap_starts_in_less_than_a_second_more_than_the_sdk(sdk_seconds: float, option: str) -> None:
    """One good try is enough: other work of the machine only adds to the CPU time."""
    assert any(cpu_seconds("-m", "tap_sage200", option) - sdk_seconds < 1.0 for _ in range(TRIES))


def test_a_command_that_knows_all_tables_starts_as_fast(sdk_seconds: float) -> None:
    command = ("-c", "from tap_sage200.__main__ import sage200; sage200()", "tables", "customers")
    assert any(cpu_seconds(*command) - sdk_seconds < 1.0 for _ in range(TRIES))
