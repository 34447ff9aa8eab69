"""A pytest plugin that hides what Windows lacks. `make test-portable` uses it.

It cannot show that the tests pass on Windows, but that they neither import nor call anything that only POSIX has.
"""

from __future__ import annotations

import builtins
import os
import signal
import socket
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

OURS = ("tests", "tools")
"""The packages that may not import these modules. mypy checks the others for Windows."""
MODULES = {"fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios", "tty"}
NAMES = {
    os: (
        *("chown", "fork", "forkpty", "getegid", "geteuid", "getgid", "getpgid"),
        *("mkfifo", "openpty", "posix_spawn", "setpgid", "setsid", "statvfs", "wait3", "wait4"),
    ),
    signal: ("SIGALRM", "SIGCHLD", "SIGHUP", "SIGPIPE", "SIGQUIT", "SIGUSR1", "SIGUSR2", "alarm", "pause"),
    socket: ("AF_UNIX", "recv_fds", "send_fds"),
}

find = builtins.__import__


def find_portable(name: str, globals: Mapping[str, Any] | None = None, *given: Any, **more: Any) -> Any:  # noqa: A002, ANN401 - as `__import__`
    """Import a module, unless a test asks for one that Windows lacks."""
    asks = str((globals or {}).get("__name__", "")).partition(".")[0]
    if name in MODULES and asks in OURS:
        msg = f"{name} does not exist on Windows"
        raise ModuleNotFoundError(msg, name=name)
    return find(name, globals, *given, **more)


@pytest.hookimpl(tryfirst=True)
def pytest_collection() -> None:
    """Hide all of it before the tests are collected. The tap, which knows the system that it runs on, has it."""
    for name in ("tap_sage200.cli", "tap_sage200.tap"):
        import_module(name)
    builtins.__import__ = find_portable
    for module, names in NAMES.items():
        for hidden in names:
            vars(module).pop(hidden, None)
