"""A progress line at the bottom of a terminal. Log lines appear above it.

It costs nothing while rows are read: a thread looks at the results a few times a second.
"""

from __future__ import annotations

import io
import sys
from collections import deque
from contextlib import contextmanager
from threading import Event, RLock, Thread
from typing import TYPE_CHECKING

from rich.console import Console
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table as Grid
from rich.text import Text

from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.masking import one_line
from tap_sage200.masking.installation import as_cleaned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_sage200.sync.results import RunResults

LOOKS_PER_SECOND = 4
SECONDS_OF_RATE = 10
"""The time over which the rate is measured."""


@contextmanager
def live(results: RunResults, streams: int) -> Iterator[None]:
    """Show the line during a run, and remove it at the end.

    Args:
        results: The results of the run.
        streams: How many streams the run will read.
    """
    stderr = as_cleaned(sys.stderr)
    console, lock = Console(file=stderr.original), RLock()
    line = ProgressLine(results, streams)
    shown = Live(
        get_renderable=line.draw,
        console=console,
        auto_refresh=False,  # its own thread does not take the lock
        transient=True,
        redirect_stdout=False,  # standard output belongs to the target
        redirect_stderr=False,  # the library would write past the filter
    )
    with stderr.redirected(_Above(console, lock)):
        with lock:
            shown.start()
        try:
            with _redrawn(shown, lock):
                yield
        finally:
            with lock:
                shown.stop()


@contextmanager
def _redrawn(shown: Live, lock: RLock) -> Iterator[None]:
    ended = Event()

    def draw() -> None:
        while not ended.wait(1 / LOOKS_PER_SECOND):
            with lock:
                shown.refresh()

    drawing = Thread(target=draw, name="display", daemon=True)
    drawing.start()
    try:
        yield
    finally:
        ended.set()
        drawing.join()


class ProgressLine:
    """The text of the progress line."""

    def __init__(self, results: RunResults, streams: int, clock: Clock = SYSTEM_CLOCK) -> None:
        """Begin to measure the rate now."""
        self._results = results
        self._streams = streams
        self._clock = clock
        self._looks = deque([(clock.monotonic(), 0)], maxlen=LOOKS_PER_SECOND * SECONDS_OF_RATE)

    def draw(self) -> Grid:
        """Draw the line, with a bar before it."""
        drawn = Grid.grid(padding=(0, 1, 0, 0), expand=True)
        drawn.add_column(width=20)
        drawn.add_column(ratio=1, no_wrap=True, overflow="crop")
        drawn.add_row(ProgressBar(total=self._streams, completed=self._done()), Text(one_line(self.text())))
        return drawn

    def text(self) -> str:
        """Return the streams done and left, the rows, the rate, and the table that is being read."""
        done, rows = self._done(), sum(result.rows for result in self._results.all)
        said = [
            f"{done} of {self._streams} streams done, {self._streams - done} left",
            f"{rows:,} rows",
            f"{self._rate(rows):,.0f} rows/s",
            *(result.where for result in self._results.under_way[:1]),
        ]
        return " | ".join(said)

    def _done(self) -> int:
        begun = {result.stream for result in self._results.all}
        return len(begun - {result.stream for result in self._results.all if not result.settled})

    def _rate(self, rows: int) -> float:
        began, before = self._looks[0]
        self._looks.append((now := self._clock.monotonic(), rows))
        return max(0, rows - before) / (now - began) if now > began else 0.0


class _Above(io.TextIOBase):
    """A text stream that writes above the line."""

    def __init__(self, console: Console, lock: RLock) -> None:
        self._console = console
        self._lock = lock

    def write(self, text: str) -> int:
        with self._lock:  # two threads at once would leave a line behind
            self._console.out(text, end="", highlight=False)
        return len(text)
