"""Reads a catalogue of any origin: of an older version, from Meltano's cache, of another tap, or written by hand.

A catalogue decides which tables and columns are read, whether a table is read in full, and how columns are typed. Keys
and replication keys are always the tap's own: with others, rows would be lost or loaded twice. What the SDK receives is
complete and fits the tables. An entry that cannot be used costs only its own table.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from singer_sdk.singerlib import Catalog

from tap_sage200 import problems
from tap_sage200.errors import StreamError
from tap_sage200.singer import decimals
from tap_sage200.singer.added_columns import AddedColumns
from tap_sage200.singer.catalog_entry import CatalogTable, SentEntry, name_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_sage200.singer.base_stream import BaseStream

NAMED = 5
"""The most tables or columns that a message names."""


@dataclass(slots=True)
class ReadCatalog:
    """A catalogue as the tap uses it."""

    catalog: Catalog
    failures: dict[str, StreamError] = field(default_factory=dict)
    """The selected tables that cannot be read, with the reason."""
    remarks: list[str] = field(default_factory=list)
    """What the tap does not use of the catalogue."""
    notes: list[str] = field(default_factory=list)
    """What the catalogue leaves out."""
    columns: dict[str, Mapping[str, dict[str, Any]]] = field(default_factory=dict)
    """The columns that were added to the catalogue, by table."""


def read(
    entries: Sequence[object],
    types: Sequence[type[BaseStream]],
    added: AddedColumns | None = None,
    form: str = decimals.NUMBER,
) -> ReadCatalog:
    """Read the entries of a catalogue.

    Entries of other tables are left out. `custom/catalogued.py` makes tables of them, or says why it cannot.

    Args:
        entries: The entries.
        types: The classes of all tables.
        added: The columns that the settings and the state add to tables.
        form: The setting `decimals`.
    """
    added = AddedColumns(types) if added is None else added
    result = ReadCatalog(Catalog())
    known = {stream_type.declared_name(): stream_type for stream_type in types}
    tables: defaultdict[str, list[CatalogTable]] = defaultdict(list)
    for sent in entries:
        try:
            entry = msgspec.convert(sent, SentEntry)
        except msgspec.ValidationError as error:
            if (name := name_of(sent)) in known:
                result.failures[name] = StreamError(problems.catalog.ENTRY_DAMAGED, reason=error)
            continue
        if named := [name for name in entry.names if name in known]:
            tables[named[0]].append(CatalogTable(entry, known[named[0]], added, form))
    for name, found in tables.items():
        if name not in result.failures:
            _add(result, name, found)
    _note_differences(result, [found[0] for found in tables.values()], len(known))
    return result


def _add(result: ReadCatalog, name: str, found: Sequence[CatalogTable]) -> None:
    """Add the entry of a table. Of several entries, deselected ones do not count."""
    selected = [table for table in found if table.is_selected] or found[:1]
    table, *others = selected
    entry = table.entry
    if any(other.entry != entry for other in others):
        result.failures[name] = StreamError(problems.catalog.ENTRIES_DIFFER)
    elif table.is_foreign:
        result.failures[name] = StreamError(problems.catalog.ENTRY_FOREIGN)
    else:
        result.catalog.add_stream(entry)
        result.columns[name] = table.added


def _note_differences(result: ReadCatalog, tables: Sequence[CatalogTable], known: int) -> None:
    used = [table for table in tables if table.is_selected and table.name not in result.failures]
    if unfit := [f"{table.name} ({_some(table.unused)})" for table in used if table.unused]:
        result.remarks.append(problems.catalog.NOT_USED.text(tables=_some(unfit)))
    if other := [table.name for table in used if table.has_other_decimals]:
        result.remarks.append(problems.catalog.OTHER_DECIMALS.text(tables=_some(other)))
    if lacking := [f"{table.name} ({_some(table.missing)})" for table in used if table.missing]:
        result.remarks.append(problems.catalog.LACKS_COLUMNS.text(columns=_some(lacking)))
    if len(tables) < known:
        result.notes.append(problems.catalog.LACKS_TABLES.text(found=len(tables), known=known))


def _some(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
