"""Columns that tables have besides those that their classes declare: from the settings, the catalogue and the state."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from tap_sage200.records.conversion import ADDED, DATE_TIME
from tap_sage200.records.found_columns import TEXT, is_column_name
from tap_sage200.singer import decimals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from singer_sdk import Stream

    from tap_sage200.singer.base_stream import BaseStream

    Columns = Mapping[str, dict[str, Any]]

NAMES = "added_columns"
"""The name in the state of a table, for all companies: a list of the columns that were found in Sage's rows."""


@dataclass(frozen=True, slots=True)
class AddedColumns:
    """The added columns of all tables. A column that several sources name has the type of the first of them."""

    types: Sequence[type[BaseStream]] = ()
    """The classes of all tables."""
    settings: Mapping[str, Columns] = field(default_factory=dict)
    """The columns of the setting `extra_columns`, by table."""
    catalogue: Mapping[str, Columns] = field(default_factory=dict)
    """The columns that were added to the catalogue, by table."""
    state: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The columns that were found in earlier runs, by table."""

    def of(self, stream_type: type[BaseStream]) -> dict[str, dict[str, Any]]:
        """Return the added columns of a table, as JSON Schema. What its class declares always counts."""
        table = stream_type.declared_name()
        sources = [source[table] for source in (self.settings, self.catalogue) if table in source]
        sources += [dict.fromkeys(self.state[table], TEXT)] if table in self.state else []
        if not any(sources):
            return {}
        taken = {name.lower() for name in self.known_fields(stream_type)}
        added: dict[str, dict[str, Any]] = {}
        for name, column in ((name, column) for source in sources for name, column in source.items()):
            if is_column_name(name) and name.lower() not in taken:
                taken.add(name.lower())
                added[name] = column
        return dict(sorted(added.items()))

    def known_fields(self, stream_type: type[BaseStream]) -> set[str]:
        """Return the fields of rows that the class of a table declares: columns, and what expansions bring."""
        declared = {*stream_type.declared_schema()["properties"], *stream_type.left_out}
        return declared | self.expansions_of(stream_type)

    def expansions_of(self, stream_type: type[BaseStream]) -> set[str]:
        """Return the properties of rows that expansions bring: for columns, and for the rows of other tables."""
        columns = stream_type.declared_schema()["properties"]
        expanded = {name: column["x-expand"] for name, column in columns.items() if "x-expand" in column}
        nested = _nested_in(tuple(self.types))
        others = [*nested.get((stream_type, None), ())]
        if stream_type.path is not None and _expand_of(stream_type) is None:  # its rows are those of the response
            others += nested.get((stream_type.parent_stream_type, stream_type.path), ())
        related = (name.removesuffix("_id") for name in expanded if name.endswith("_id"))
        return {*expanded.values(), *related, *filter(None, map(_expand_of, others))}


@cache
def _nested_in(
    types: tuple[type[BaseStream], ...],
) -> Mapping[tuple[type[Stream] | None, str | None], Sequence[type[BaseStream]]]:
    """Return the classes of nested tables, by the class of their parent and by the path that is requested for them."""
    found: defaultdict[tuple[type[Stream] | None, str | None], list[type[BaseStream]]] = defaultdict(list)
    for one in types:
        if one.parent_stream_type is not None:
            found[one.parent_stream_type, one.path].append(one)
    return found


def _expand_of(stream_type: type[BaseStream]) -> str | None:
    return getattr(stream_type, "expand", None)


def column_of(given: object) -> dict[str, Any] | None:
    """Return what a column holds that was added to a catalogue, as JSON Schema. None if it cannot hold single values.

    Args:
        given: Its definition in the catalogue.
    """
    sent = given.get("type") if isinstance(given, dict) else None
    kinds = {sent} if isinstance(sent, str) else {*map(str, sent)} if isinstance(sent, list) else set()
    match sorted(kinds - {"null"}):
        case ["string"] if isinstance(given, dict) and given.get("format") == DATE_TIME:
            return {"type": ["string", "null"], "format": DATE_TIME, ADDED: True}
        case ["string"] if decimals.is_text(given):
            return {"type": ["number", "null"], ADDED: True}
        case ["boolean" | "integer" | "number" as kind] | ["integer", "number" as kind]:
            return {"type": [kind, "null"], ADDED: True}
        case [*others] if "string" in others:
            return TEXT
        case _:
            return None


def remembered(state: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the columns that a state remembers, by table."""
    tables = state.get("bookmarks", {})
    return {name: table[NAMES] for name, table in tables.items() if NAMES in table}


def forget_known(state: Mapping[str, Any], types: Sequence[type[BaseStream]]) -> None:
    """Remove the columns from a state that the classes of this version declare.

    Args:
        state: The state.
        types: The classes of all tables.
    """
    names = remembered(state)
    for stream_type in types:
        if (table := stream_type.declared_name()) in names:
            added = AddedColumns(types, state=names).of(stream_type)
            remember(state["bookmarks"][table], [name for name in names[table] if name in added])


def remember(state: dict[str, Any], names: Sequence[str]) -> None:
    """Set the columns that the state of a table remembers."""
    state[NAMES] = [*names]
    if not names:
        del state[NAMES]
