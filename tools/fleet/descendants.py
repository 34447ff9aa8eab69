"""All processes below this one. They end with the fleet, also those whose parent was killed."""

from __future__ import annotations

import ctypes
from contextlib import suppress

import psutil

_ADOPT = 36
"""PR_SET_CHILD_SUBREAPER of Linux: a process whose parent has ended becomes a child of this process."""


def adopt() -> None:
    """Stay the ancestor of all processes that are started from now on.

    Raises:
        OSError: The system refuses.
    """
    if ctypes.CDLL(None, use_errno=True).prctl(_ADOPT, 1, 0, 0, 0):
        number = ctypes.get_errno()
        raise OSError(number, "prctl")


def tree(pid: int) -> list[psutil.Process]:
    """Return a process and all below it. An ended process has none."""
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def kill(pid: int) -> None:
    """Kill a process and all below it, as if their machine lost its power.

    Each is stopped first, so that none can react to the end of another.
    """
    found = tree(pid)
    for process in found:
        with suppress(psutil.NoSuchProcess):
            process.suspend()
    _kill([*found, *tree(pid)])


def end() -> None:
    """Kill all processes below this one. They may start others meanwhile, so look again until there are none."""
    while left := psutil.Process().children(recursive=True):
        _kill(left)


def _kill(found: list[psutil.Process]) -> None:
    for process in found:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(found, timeout=10)
