"""The pipe to the loader: it is wide, and the process ends when nobody reads it any more."""

from __future__ import annotations

import sys
import time
from contextlib import suppress
from threading import Thread
from typing import IO

from tap_sage200 import problems, signals

if sys.platform == "linux":
    import fcntl
if sys.platform != "win32":
    import select

ROOM = 1_048_576
"""The size of the pipe in bytes: the most that Linux allows a user without privileges."""


def widen(output: IO[str] | None) -> None:
    """Widen an output that is a pipe. On other systems than Linux, pipes stay as they are.

    With the 64 KiB of a new pipe, tap and loader wait for each other every few rows.
    """
    if output is not None and sys.platform == "linux":
        with suppress(OSError):  # the output is not a pipe or not a file, or the user has too many wide pipes
            fcntl.fcntl(output.fileno(), fcntl.F_SETPIPE_SZ, ROOM)


def end_without_reader(output: IO[str] | None) -> None:
    """Watch an output, and end the process some seconds after its reader has gone.

    A write shows that too, but a run may wait for Sage for minutes, and then nobody wants its rows any more. On
    Windows, only a write shows it.
    """
    if output is not None and sys.platform != "win32":
        with suppress(OSError):  # the output is not a file
            Thread(target=_watch, args=[output.fileno()], name="loader", daemon=True).start()


if sys.platform != "win32":

    def _watch(descriptor: int) -> None:
        watched = select.poll()
        watched.register(descriptor, 0)
        [(_, event)] = watched.poll()
        if event & (select.POLLERR | select.POLLHUP):
            time.sleep(signals.GRACE_SECONDS)  # a write that fails tells more
            signals.SIGNALS.end_by_force(problems.run.LOADER_GONE.text(), problems.run.LOADER_GONE.exit_code)
