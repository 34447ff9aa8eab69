"""Streams that were added to the catalogue by hand: each is read as a custom table, with the path `/` and its name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from tap_sage200 import problems
from tap_sage200.custom.names import DefinitionError, check_columns, check_table
from tap_sage200.custom.tables import resource
from tap_sage200.singer import decimals
from tap_sage200.singer.base_stream import COMPANY_KEY
from tap_sage200.singer.catalog_entry import SentEntry, name_of
from tap_sage200.streams.columns import Column

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from tap_sage200.singer.resource_stream import ResourceStream

_TYPES = ("integer", "number", "boolean", "string")
"""The types that a column can have, besides null."""
_KEPT = ("format", "description")
"""What a column keeps of its schema besides the type. The rest could exclude values that Sage sends."""


@dataclass(slots=True)
class Catalogued:
    """What a catalogue has besides the tables that the tap and the settings declare."""

    types: list[type[ResourceStream]] = field(default_factory=list)
    """The streams that can be read."""
    remarks: list[str] = field(default_factory=list)
    """Why the others cannot."""


def catalogued(entries: Iterable[object], known: Collection[str]) -> Catalogued:
    """Make the streams of the selected entries whose names no table has.

    Args:
        entries: The entries of a catalogue.
        known: The names of all tables.
    """
    found = Catalogued()
    for position, sent in enumerate(entries, 1):
        names = {*known, *(stream_type.declared_name() for stream_type in found.types)}
        try:
            entry = msgspec.convert(sent, SentEntry)
            if names.isdisjoint(entry.names) and entry.is_selected:
                found.types.append(_stream_type(entry))
        except (msgspec.ValidationError, DefinitionError) as error:
            name = name_of(sent)
            if name not in names:
                shown = f"entry {position} of the catalogue" if name is None else ascii(name)[1:-1]
                found.remarks.append(problems.custom.ENTRY_NOT_READ.text(table=shown, reason=error))
    return found


def _stream_type(entry: SentEntry) -> type[ResourceStream]:
    name = next(iter(entry.names), "")
    where = f"streams.{ascii(name)[1:-1]}"
    check_table(where, name, ())
    given: Mapping[str, Any] = (entry.schema and entry.schema.properties) or {}
    key = [part for part in _key_of(entry) if part not in COMPANY_KEY]
    own = {one: column for one, column in given.items() if one not in COMPANY_KEY}
    if not key or not own:
        raise DefinitionError(problems.custom.ENTRY_INCOMPLETE.text())
    check_columns(f"{where}.schema", own)
    columns = {one: _column(f"{where}.schema.{one}", one, column, key) for one, column in own.items()}
    return resource(where, name, {"path": f"/{name}", "key": key, "timestamps": _timestamps(entry, columns)}, columns)


def _key_of(entry: SentEntry) -> Sequence[str]:
    for given in (entry.key_properties, entry.of_table and entry.of_table.table_key_properties):
        if isinstance(given, list) and given:
            return [str(part) for part in given]
    return ()


def _timestamps(entry: SentEntry, columns: Mapping[str, Column]) -> Sequence[str]:
    """Return the replication key of an entry, if it is a date-time. With others, the table is read in full."""
    for given in (entry.replication_key, entry.of_table and entry.of_table.replication_key):
        if isinstance(given, str) and given in columns and columns[given].annotations.get("format") == "date-time":
            return (given,)
    return ()


def _column(where: str, name: str, given: object, key: Collection[str]) -> Column:
    sent = given.get("type") if isinstance(given, dict) else None
    kinds = [kind for kind in (sent if isinstance(sent, list) else [sent]) if kind != "null"]
    if not isinstance(given, dict) or len(kinds) != 1 or kinds[0] not in _TYPES:
        raise DefinitionError(problems.custom.NO_TYPE.text(where=where, types=", ".join(_TYPES)))
    if decimals.is_text(given):
        return Column(name, "number", {})
    kept = {part: given[part] for part in _KEPT if isinstance(given.get(part), str)}
    if kinds[0] != "string":
        kept.pop("format", None)  # all formats that the tap knows are formats of text
    return Column(name, kinds[0], kept, required=name in key)
