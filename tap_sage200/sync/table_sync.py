"""One table of one company during a run: its result, its state, and the way of its records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tap_sage200.records.decoder import Row
    from tap_sage200.sync.results import TableResult
    from tap_sage200.sync.table import Table


@dataclass(slots=True)
class TableSync:
    """A table that is being read."""

    table: Table
    result: TableResult
    state: dict[str, Any]
    """The writable state of this table and company."""
    write: Callable[[Sequence[Row]], None] | None
    """Writes its records; None where they are yielded."""

    @property
    def replication_key(self) -> str | None:
        """The column that its bookmark is named after; None where the whole table is read."""
        return self.table.replication_key

    def put(self, rows: Sequence[Row]) -> None:
        """Count rows, and write their records unless they are yielded."""
        self.result.rows += len(rows)
        if self.write is not None:
            self.write(rows)
