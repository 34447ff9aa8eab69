"""All processes end, also those whose parent was killed."""

from __future__ import annotations

import subprocess
import sys

import psutil
import pytest

pytestmark = pytest.mark.posix

ORPHANS = """
import subprocess, sys, time
import psutil
from tools.fleet import descendants
descendants.adopt()
sleep = "import time; time.sleep(600)"
start = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {sleep!r}], start_new_session=True); {sleep}"
parent = subprocess.Popen([sys.executable, "-c", start], start_new_session=True)
while len(found := descendants.tree(parent.pid)) < 2:
    time.sleep(0.01)
if sys.argv[1] == "parent":
    parent.kill()
    parent.wait()
    assert found[1].is_running()
    descendants.end()
else:
    descendants.kill(parent.pid)
print(*[each.pid for each in found])
assert not psutil.Process().children(recursive=True), psutil.Process().children(recursive=True)
"""


@pytest.mark.parametrize("killed", ["parent", "tree"])
def test_no_process_is_left(killed: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ORPHANS, killed], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    left = [pid for pid in map(int, done.stdout.split()) if psutil.pid_exists(pid)]
    assert left == []
