"""The interfaces through which the engine hands over records and states. `singer/` implements them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_sage200.records.decoder import Row


class RecordSink(Protocol):
    """Takes the records of one table."""

    def write(self, rows: Sequence[Row]) -> None:
        """Write the records of rows."""

    def end_page(self) -> bool:
        """Note the end of a page.

        Returns:
            Whether all rows so far are written. While a sink holds rows back, the state must not say that they were
            written.
        """

    def close(self) -> None:
        """Write all rows that are held back. More rows may follow."""


class Output(Protocol):
    """Takes everything that a run writes besides the records of single tables."""

    def flush(self) -> None:
        """Send everything that is buffered; called before each wait for Sage."""

    def save_state(self) -> None:
        """Write the state of all tables, after the records before it, if it is due."""
