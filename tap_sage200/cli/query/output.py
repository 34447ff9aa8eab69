"""Where the rows of a query go: standard output, page by page."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

from tap_sage200.masking.installation import original
from tap_sage200.signals import SIGNALS
from tap_sage200.singer.writer import write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_sage200.cli.query.formats import RowFormat
    from tap_sage200.records.decoder import Row


class QueryOutput:
    """Writes the rows that are wanted: a record sink and the output of a run in one."""

    def __init__(self, rows: RowFormat, *, skip: int, limit: int | None) -> None:
        """Begin without rows.

        Args:
            rows: The form of the rows.
            skip: How many rows to leave out first.
            limit: The most rows to write. None for all.
        """
        self._rows = rows
        self._skip = skip
        self._limit = limit
        self.written = 0
        """The number of rows so far."""

    @property
    def has_enough(self) -> bool:
        """Whether no further row is wanted."""
        return self._limit is not None and self.written >= self._limit

    def write(self, rows: Sequence[Row]) -> None:
        """Take rows, and leave out those that are not wanted."""
        end = None if self._limit is None else self._skip + self._limit - self.written
        wanted = rows[self._skip : end]
        self._skip = max(0, self._skip - len(rows))
        if wanted:
            self.written += len(wanted)
            self._rows.add(wanted)

    def end_page(self) -> bool:
        """Write the rows of the page."""
        self.flush()
        return True

    def close(self) -> None:
        """Write what comes after all rows."""
        self.flush()
        _write(self._rows.end())

    def flush(self) -> None:
        """Write all rows so far; called before each wait for Sage."""
        _write(self._rows.taken())

    def save_state(self) -> None:
        """Keep no state."""


def _write(text: str) -> None:
    """Write text past the filter of standard output, because rows are not altered. A signal waits for whole lines.

    Raises:
        OutputError: Nobody reads the output any more, or the disk is full.
    """
    if text:
        with SIGNALS.postponed(), redirect_stdout(original(sys.stdout)):
            write(text.encode())
