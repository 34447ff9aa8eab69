"""The rows of the source, in the form expected in the warehouse."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, Protocol

from sage200_sandbox.facts import resources

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams import stream_types
from tap_sage200.sync.table import POSITION
from tools.demo.rows import by_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.demo.rows import Change, Key, Row

STREAMS = {attrgetter("name")(stream): stream for stream in stream_types()}


def selected(name: str) -> bool:
    """Return whether a table is selected by default."""
    return bool(STREAMS[name].selected_by_default)


def has_timestamps(name: str) -> bool:
    """Return whether a run reads only new and changed rows of a table. A nested table follows its parent."""
    while parent := resources()[name].parent:
        name = parent
    return STREAMS[name].declared_replication_key() is not None


def slow_columns(name: str) -> set[str]:
    """Return the columns of a table that are not selected by default."""
    columns = attrgetter("schema")(STREAMS[name])["properties"]
    return {column for column in columns if columns[column].get("x-slow")}


class Tables(Protocol):
    """The tables of one company."""

    def rows(self, table: str, /) -> list[Row]:
        """Return the current rows of a table, including nulls, with exact decimals."""


class Source:
    """The tables of one company in the sandbox, with the columns that the tap adds."""

    def __init__(self, tables: Tables, company: Mapping[str, Any]) -> None:
        """Read the company that these columns identify."""
        self._tables = tables
        self._company = dict(company)

    def rows(self, name: str, key: Sequence[str]) -> dict[Key, Row]:
        """Return the rows of a table by key."""
        columns, sent = attrgetter("schema")(STREAMS[name])["properties"], resources()[name].sent
        slow = slow_columns(name)
        never_sent = {column for column in columns if column not in sent and "x-link" not in columns[column]}
        never_sent.discard(POSITION)
        return by_key([self._loaded(row, key, slow, never_sent) for row in self._linked(name)], tuple(key))

    def key(self, key: Sequence[Any]) -> Key:
        """Return the key of a row in the warehouse, which starts with the company."""
        return (*self._company.values(), *key)

    def key_of(self, change: Change, fields: Sequence[str]) -> Key:
        """Return the key of a changed row in the warehouse. A new row has it among its values."""
        own = fields[len(self._company) :]
        return self.key(change["key"] if "key" in change else [change["row"].get(field) or 0 for field in own])

    def _loaded(self, row: Row, key: Sequence[str], slow: set[str], never_sent: set[str]) -> Row:
        """Add the company, replace null in the key with 0, and omit columns that are not selected or never sent."""
        kept = {field: None if field in never_sent else value for field, value in row.items() if field not in slow}
        return self._company | kept | {field: 0 for field in key if row.get(field, 0) is None}

    def _linked(self, name: str) -> list[Row]:
        """Return the rows of a table; nested rows have the timestamp of their parent row."""
        rows, stream = self._tables.rows(name), STREAMS[name]
        links = stream.declared_links() if issubclass(stream, NestedStream) else {}
        timestamps = {own: theirs for own, theirs in links.items() if theirs.endswith("date_time_updated")}
        if not timestamps:
            return rows
        whose = {own: theirs for own, theirs in links.items() if own not in timestamps}
        parent = resources()[name].parent or ""
        parents = {tuple(row[theirs] for theirs in whose.values()): row for row in self._linked(parent)}
        return [
            row | {own: parents[tuple(row[part] for part in whose)][theirs] for own, theirs in timestamps.items()}
            for row in rows
        ]
