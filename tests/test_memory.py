from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys
from threading import Thread
from tap_sage200 import memory

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096 / 2**20

if sys.argv[1] == "given back":
    memory.give_large_blocks_back()
before = resident()
kept = []
def fetch():
    for _ in range(4):
        body = bytearray(b"x") * (12 << 20)
        kept.append(bytes(9_000))
        del body
for _ in range(3):
    threads = [Thread(target=fetch) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
print(resident() - before)
"""


def held(how: str) -> float:
    """Return the MiB that a program holds after its threads have freed large blocks."""
    run = subprocess.run([sys.executable, "-c", PROGRAM, how], capture_output=True, text=True, check=True)
    return float(run.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="only the C library of GNU keeps such blocks")
def test_the_memory_of_large_blocks_is_returned_to_the_system() -> None:
    assert held("given back") < 10
