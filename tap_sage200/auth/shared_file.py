"""Reads and replaces a file that other processes use too.

Windows refuses both while another process has the file open or replaces it: another run, or a virus scanner. That takes
milliseconds, and a run that gave up would lose its token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenacity import retry, retry_if_exception, stop_after_delay, wait_fixed

if TYPE_CHECKING:
    from pathlib import Path

LONGEST_SECONDS = 5.0
"""How long a file may be in use."""
PAUSE_SECONDS = 0.02
_IN_USE = {5, 32}
"""The error codes of Windows: access denied, and sharing violation."""


def _is_in_use(error: BaseException) -> bool:
    return getattr(error, "winerror", None) in _IN_USE


_while_in_use = retry(
    retry=retry_if_exception(_is_in_use),
    stop=stop_after_delay(LONGEST_SECONDS),
    wait=wait_fixed(PAUSE_SECONDS),
    reraise=True,
)


@_while_in_use
def read(path: Path, most: int) -> bytes:
    """Read a file, up to some bytes.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return file.read(most)


@_while_in_use
def replace(path: Path, new: Path) -> None:
    """Replace a file by a new one.

    Raises:
        OSError: It cannot be replaced.
    """
    new.replace(path)
