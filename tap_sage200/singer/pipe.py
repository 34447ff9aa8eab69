"""Widens the pipe to the loader. With the 64 KiB of a new pipe, tap and loader wait for each other every few rows."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import IO

if sys.platform == "linux":
    import fcntl

ROOM = 1_048_576
"""The size of the pipe in bytes: the most that Linux allows a user without privileges."""


def widen(output: IO[str] | None) -> None:
    """Widen an output that is a pipe. On other systems than Linux, pipes stay as they are."""
    if output is not None and sys.platform == "linux":
        with suppress(OSError):  # the output is not a pipe or not a file, or the user has too many wide pipes
            fcntl.fcntl(output.fileno(), fcntl.F_SETPIPE_SZ, ROOM)
