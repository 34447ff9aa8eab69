"""Returns the memory of large blocks to the system when they are freed."""

from __future__ import annotations

import ctypes
from contextlib import suppress

LARGE = 1_048_576
"""The size in bytes from which a block is allocated on its own."""
_M_MMAP_THRESHOLD = -3


def give_large_blocks_back() -> None:
    """Make the C library return each large block to the system as soon as it is freed.

    The GNU C library adapts to the bodies of pages: it keeps freed large blocks for each thread, and so holds half as
    much again as is in use. Other C libraries have no such setting and stay unchanged.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, LARGE)
