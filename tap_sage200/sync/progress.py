"""Shows on a terminal what a run is doing; elsewhere nothing of it is seen."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_sage200.sync.results import RunResults


@contextmanager
def shown(results: RunResults, streams: int) -> Iterator[None]:
    """Show how far a run has come, while it is under way and where somebody can see it.

    Args:
        results: What the run fills.
        streams: How many streams it will read.
    """
    if not _is_wanted():
        yield
        return
    from tap_sage200.sync.progress_line import live  # noqa: PLC0415 - what draws takes a while to import

    with live(results, streams):
        yield


def _is_wanted() -> bool:
    # Messages on the same terminal would tear it. Meltano reads both, so that neither is a terminal.
    can_draw = sys.stderr.isatty() and not sys.stdout.isatty()
    return can_draw and not os.environ.get("NO_COLOR") and os.environ.get("TERM") not in {None, "", "dumb"}
