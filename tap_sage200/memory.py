"""Keeps the memory of a run flat: what a page took goes back to the system when it is done with."""

from __future__ import annotations

import ctypes
from contextlib import suppress

LARGE = 1_048_576
"""Bytes from which a block is one of its own."""
_M_MMAP_THRESHOLD = -3


def give_large_blocks_back() -> None:
    """Let the C library give back each large block as soon as it is free.

    That of GNU learns from the bodies of pages that large blocks are common, keeps them for each thread, and so holds
    half as much again as is used. Other C libraries have no such setting, and are left as they are.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, LARGE)
