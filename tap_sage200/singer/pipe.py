"""The pipe to the loader: as wide as it may be, and left alone while much in it is still to be read.

Of 64 KiB, as a pipe begins, tap and loader wait for each other every few rows. And a loader reads a few KiB at a time:
each time that makes room in a full pipe, Linux wakes who waits to write, for as few rows again.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

if sys.platform == "linux":
    import fcntl
    import select
    import termios

ROOM = 1_048_576
"""Bytes that a pipe may hold: the most that Linux lets anybody ask for."""
LOOKS_AGAIN = 5
"""Milliseconds after which it is seen how much has been read: a loader needs ten times as long for half of a pipe."""
_INT = 4


@dataclass(frozen=True, slots=True)
class WidePipe:
    """A wide pipe that is written to."""

    descriptor: int

    def wait_for_room(self) -> None:
        """Wait until half of it is free, or nobody reads it any more, which writing to it tells."""
        poll = select.poll()
        poll.register(self.descriptor, 0)  # of nothing but its end
        while self._held() > ROOM // 2 and not poll.poll(LOOKS_AGAIN):
            pass

    def _held(self) -> int:
        return int.from_bytes(fcntl.ioctl(self.descriptor, termios.FIONREAD, bytes(_INT)), sys.byteorder)


def widened(output: IO[str]) -> WidePipe | None:
    """Widen what is written to; None if it is no pipe, or stays narrow."""
    if sys.platform == "linux":
        with suppress(OSError):  # it is no pipe, or not even a file, or this user has widened too many
            descriptor = output.fileno()
            fcntl.fcntl(descriptor, fcntl.F_SETPIPE_SZ, ROOM)
            return WidePipe(descriptor)
    return None
