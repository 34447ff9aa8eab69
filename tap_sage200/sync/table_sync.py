"""One table of one company during a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_sage200.records.decoder import Row
    from tap_sage200.sync.output import RecordSink
    from tap_sage200.sync.results import TableResult
    from tap_sage200.sync.table import Table


@dataclass(slots=True)
class TableSync:
    """A table that is being read, with its result, its state and its record sink."""

    table: Table
    result: TableResult
    state: dict[str, Any]
    """The writable state of this table and company."""
    sink: RecordSink
    """Writes the records."""

    @property
    def replication_key(self) -> str | None:
        """The column that the bookmark is named after; None for a full refresh."""
        return self.table.replication_key

    def write(self, rows: Sequence[Row]) -> None:
        """Count rows and write their records."""
        self.result.rows += len(rows)
        self.sink.write(rows)
