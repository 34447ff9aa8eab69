"""The servers of a demo. A killed demo cannot stop them: the next demo, or `make demo-stop`, does."""

from __future__ import annotations

import fcntl
import json
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tools.demo.errors import DemoError
from tools.demo.meltano import PROJECT
from tools.demo.processes import Process

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FILE = PROJECT / ".demo.json"
_LOCK = PROJECT / ".demo.lock"


@contextmanager
def only_demo() -> Iterator[None]:
    """Hold a lock, which ends with this process, however it ends.

    Raises:
        DemoError: Another demo of this folder is running, or this user cannot write here.
    """
    try:
        lock = _LOCK.open("w")
    except OSError as error:
        msg = f"Cannot write to {PROJECT}: {error.strerror}. Run the demo as the owner of this folder."
        raise DemoError(msg) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            msg = "Another demo is running in this folder. Wait for its end, or stop it with Ctrl-C."
            raise DemoError(msg) from error
        yield


def remember(processes: Sequence[Process], folders: Sequence[Path]) -> None:
    """Save the processes to stop and the folders to remove."""
    remembered = {
        "processes": [[process.pid, process.started, process.program, str(process.log)] for process in processes],
        "folders": [str(folder) for folder in folders],
    }
    _FILE.write_text(json.dumps(remembered), encoding="utf-8")


def forget() -> None:
    """Remember nothing: the servers were stopped."""
    _FILE.unlink(missing_ok=True)


def stop() -> bool:
    """Stop the servers, remove their folders, and return whether there were any."""
    if not _FILE.exists():
        return False
    remembered = json.loads(_FILE.read_text(encoding="utf-8"))
    for pid, started, program, log in remembered["processes"]:
        Process(pid, started, program, Path(log)).stop()
    for folder in remembered["folders"]:
        shutil.rmtree(folder, ignore_errors=True)
    forget()
    return True
