"""Shows the progress of a run on a terminal, and nowhere else."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from tap_sage200.sync.results import RunResults


@contextmanager
def shown(results: RunResults, streams: int) -> Iterator[None]:
    """Show the progress of a run if the output is a terminal.

    Args:
        results: The results of the run.
        streams: How many streams the run will read.
    """
    if not _is_wanted():
        yield
        return
    from tap_sage200.sync.progress_line import live  # noqa: PLC0415 - the drawing library takes long to import

    with live(results, streams):
        yield


def _is_wanted() -> bool:
    # Messages on the same terminal would break the line. Under Meltano neither output is a terminal.
    return _is_terminal(sys.stderr) and not _is_terminal(sys.stdout) and _allows_drawing()


def _is_terminal(output: TextIO | None) -> bool:
    # A process that was started without this output has no stream for it.
    return output is not None and output.isatty()


def _allows_drawing() -> bool:
    # Consoles of Windows have no such variable.
    terminal = os.environ.get("TERM") or ("console" if sys.platform == "win32" else "dumb")
    return not os.environ.get("NO_COLOR") and terminal != "dumb"
