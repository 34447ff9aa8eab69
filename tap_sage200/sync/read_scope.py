"""What to read of a table and of the tables nested in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tap_sage200.sync.nesting import expands_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_sage200.pagination.base import Options
    from tap_sage200.records.decoder import RecordDecoder
    from tap_sage200.sync.nesting import Node
    from tap_sage200.sync.table_sync import TableSync


@dataclass(frozen=True, slots=True)
class Pass:
    """One of the times that a table is read: for one value of a query option."""

    decoder: RecordDecoder
    query: Options
    """The query option with its value."""


@dataclass(frozen=True, slots=True)
class ReadScope:
    """What to read: the records of a table, those of tables nested in it, or both."""

    syncs: Sequence[TableSync]
    """All tables that are read together; their bookmarks are equal."""
    decoder: RecordDecoder
    own: TableSync | None = None
    """The table itself; None where only nested tables are read."""
    nodes: Sequence[Node] = ()
    """The tables nested in it."""
    column_expands: frozenset[str] = frozenset()
    """The expansions that columns of the table need."""
    select: Sequence[str] = ()
    """The columns to request; empty for all columns."""
    passes: Sequence[Pass] = ()
    """How to read the table for each value of a query option; empty to read it once."""

    @property
    def expands(self) -> set[str]:
        """The expansions to request."""
        return expands_of(self.nodes) | self.column_expands

    @property
    def options(self) -> Options:
        """The query options for the columns and the expansions."""
        if self.expands:
            return {"$expand": ",".join(sorted(self.expands))}
        return {"$select": ",".join(self.select)} if self.select else {}
