"""Builds the tree of nested tables below a table, without the branches that lead to no table to read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tap_sage200.records.columns import Columns
from tap_sage200.records.decoder import RecordDecoder
from tap_sage200.sync.nesting import ExpandedRows, RequestedRows, decoders_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_sage200.config.companies import Company
    from tap_sage200.sync.context import RunContext
    from tap_sage200.sync.nesting import Node
    from tap_sage200.sync.table import NestedTable, Table
    from tap_sage200.sync.table_sync import TableSync


@dataclass(frozen=True, slots=True)
class NestingTree:
    """The tree below the rows of one company."""

    run: RunContext
    company: Company | None
    syncs: Mapping[Table, TableSync]
    """The tables to read."""
    most: int | None = None
    """The row limit for rows that are requested by parent; None for all rows."""

    def below(self, parent: Table) -> list[Node]:
        """Make the nodes below a table's rows."""
        nodes: list[Node] = []
        by_path: defaultdict[str, list[_Found]] = defaultdict(list)
        for table in parent.nested:
            found = _Found(table, self.syncs.get(table), self.below(table))
            if found.sync is None and not found.below:
                continue
            if table.path is None:
                nodes.append(self._expanded(found, {}))
            else:
                by_path[table.path].append(found)
        return [*nodes, *(self._requested(path, found) for path, found in by_path.items())]

    def _expanded(self, found: _Found, beside: Mapping[str, RecordDecoder]) -> ExpandedRows:
        """Make the node of a table.

        Args:
            found: The table.
            beside: The decoders of further nested rows, by property.
        """
        table, nested = found.table, {**decoders_of(found.below), **beside}
        decoder = table.key_decoder(nested) if found.sync is None else self.run.record_decoder(found.sync, nested)
        return ExpandedRows(
            table.expand, table.links, table.is_numbered, table.is_list, decoder, found.sync, found.below
        )

    def _requested(self, path: str, found: Sequence[_Found]) -> RequestedRows:
        """Make the node that requests a path once, for all tables whose rows the response holds."""
        within = [self._expanded(one, {}) for one in found if one.table.expand is not None]
        rows = [self._expanded(one, decoders_of(within)) for one in found if one.table.expand is None]
        key = found[0].table.order_key
        columns = Columns(wanted={part: {"type": ["integer", "null"]} for part in key}, key=key)
        decoder = rows[0].decoder if rows else RecordDecoder(columns, decoders_of(within))
        return RequestedRows(path, key, decoder, [*within, *rows], self.most)


@dataclass(frozen=True, slots=True)
class _Found:
    """A nested table to read, or with a table to read below it."""

    table: NestedTable
    sync: TableSync | None
    below: Sequence[Node]
