"""One entry of a catalogue: as it was sent, and what a table takes from it."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from singer_sdk.singerlib import CatalogEntry, Metadata, MetadataMapping, Schema
from singer_sdk.singerlib.catalog import REPLICATION_FULL_TABLE, REPLICATION_INCREMENTAL, StreamMetadata

from tap_sage200.records.found_columns import TEXT
from tap_sage200.singer import decimals
from tap_sage200.singer.added_columns import column_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from singer_sdk.singerlib.catalog import AnyMetadata, Breadcrumb

    from tap_sage200.singer.added_columns import AddedColumns
    from tap_sage200.singer.base_stream import BaseStream

TYPES = frozenset({"string", "number", "integer", "boolean", "object", "array", "null"})
"""The types of JSON Schema."""
FREE = ("format", "x-sql-datatype")
"""What a catalogue may say about a column besides its type. The rest could exclude values that Sage sends."""


class SentMetadata(Struct, rename="kebab"):
    """What the metadata says about a table or a column."""

    inclusion: str | None = None
    selected: bool | None = None
    selected_by_default: bool | None = None
    table_key_properties: Any = None
    replication_key: Any = None
    replication_method: Any = None
    forced_replication_method: Any = None

    def selects(self, *, otherwise: bool) -> bool:
        """Tell whether it selects its table or column, by the rules of the Singer specification."""
        if self.inclusion in {"automatic", "unsupported"}:
            return self.inclusion == "automatic"
        return next((said for said in (self.selected, self.selected_by_default) if said is not None), otherwise)


class SentItem(Struct):
    """An item of the metadata."""

    breadcrumb: list[str]
    metadata: SentMetadata | None = None


class SentSchema(Struct):
    """The schema of an entry. Old taps wrote into it what is selected."""

    properties: dict[str, Any] | None = None
    selected: Any = None
    inclusion: Any = None


class SentEntry(Struct):
    """An entry of a catalogue. Only a part that decides what is read must have the right type."""

    tap_stream_id: Any = None
    stream: Any = None
    selected: Any = None
    schema: SentSchema | None = None
    metadata: list[SentItem] | None = None
    key_properties: Any = None
    replication_key: Any = None
    replication_method: Any = None

    @property
    def names(self) -> Sequence[str]:
        """The names of the table, the ID first."""
        return [name for name in (self.tap_stream_id, self.stream) if isinstance(name, str)]

    @property
    def is_selected(self) -> bool:
        """Whether the table is selected. An entry that does not say so selects it."""
        schema = self.schema or SentSchema()
        old = _old_style(self.selected if schema.selected is None else schema.selected, schema.inclusion)
        if (root := self.of_table) is not None:
            return root.selects(otherwise=old is not None and old.selects(otherwise=False))
        return old is None or old.selects(otherwise=True)

    @property
    def of_table(self) -> SentMetadata | None:
        """What the metadata says about the table. The last item counts, as for columns."""
        return next((item.metadata for item in reversed(self.metadata or ()) if not item.breadcrumb), None)

    @property
    def of_columns(self) -> Mapping[str, SentMetadata]:
        """What the metadata says about each column."""
        items = ((item.breadcrumb, item.metadata) for item in self.metadata or () if item.metadata is not None)
        return {crumbs[1]: said for crumbs, said in items if len(crumbs) == 2 and crumbs[0] == "properties"}  # noqa: PLR2004 - ["properties", the column]


def _old_style(selected: object, inclusion: object) -> SentMetadata | None:
    """Return what an entry or a schema says outside the metadata, as old taps have it; None if it says nothing."""
    said = SentMetadata(
        inclusion=inclusion if isinstance(inclusion, str) else None,
        selected=selected if isinstance(selected, bool) else None,
    )
    return said if said.inclusion is not None or said.selected is not None else None


def name_of(sent: object) -> str | None:
    """Return the name of an entry, whatever else is wrong with it; None without one."""
    match sent:
        case {"tap_stream_id": str(name)} | {"stream": str(name)} | str(name):
            return name
        case _:
            return None


class CatalogTable:
    """What a table takes from its entry."""

    def __init__(self, sent: SentEntry, stream_type: type[BaseStream], added: AddedColumns, form: str) -> None:
        """Compare the entry with the table.

        Args:
            sent: The entry.
            stream_type: The class of the table.
            added: The columns that the settings and the state add.
            form: The setting `decimals`.
        """
        self.name = stream_type.declared_name()
        self.is_selected = sent.is_selected
        self._sent = sent
        self._said = sent.of_columns
        self._root = sent.of_table or SentMetadata()
        self._schema = stream_type.declared_schema()
        self._keys = stream_type.declared_primary_keys()
        self._replication_key = stream_type.declared_replication_key()
        self._given: Mapping[str, Any] = (sent.schema and sent.schema.properties) or {}
        self._declared: Mapping[str, dict[str, Any]] = self._schema["properties"]
        self._settings = added.settings.get(self.name, {})
        every = replace(added, catalogue={self.name: self.added}).of(stream_type)
        self._own: Mapping[str, dict[str, Any]] = decimals.described({**self._declared, **every}, form)

    @cached_property
    def added(self) -> Mapping[str, dict[str, Any]]:
        """The columns that the entry has and the class of the table has not, as JSON Schema.

        A column that the metadata deselects counts, so that the field does not become a column again.
        """
        unwanted = [name for name, said in self._said.items() if not said.selects(otherwise=True)]
        names = [name for name in (*unwanted, *self._given) if name not in self._declared]
        return {name: column_of(self._given.get(name)) or TEXT for name in names}

    @cached_property
    def _automatic(self) -> frozenset[str]:
        return frozenset(filter(None, (*self._keys, self._replication_key)))

    @property
    def is_foreign(self) -> bool:
        """Whether the entry lists columns, and none of them is a column of the table."""
        return self.is_selected and bool(self._given) and not self._given.keys() & self._declared.keys()

    @property
    def missing(self) -> Sequence[str]:
        """The columns of the table that the entry does not list. An entry without any column stands for all."""
        return [name for name in self._declared if self._given and name not in self._given.keys() | self._automatic]

    @property
    def has_other_decimals(self) -> bool:
        """Whether the entry was made with the other value of the setting `decimals`."""
        return any(name in self._own and decimals.differ(given, self._own[name]) for name, given in self._given.items())

    @cached_property
    def entry(self) -> CatalogEntry:
        """The entry for the SDK: complete, and with the tap's own keys."""
        root = StreamMetadata(
            inclusion=Metadata.InclusionType.AVAILABLE,
            selected=self.is_selected,
            table_key_properties=self._keys,
            valid_replication_keys=[self._replication_key] if self._replication_key else None,
        )
        columns = dict(self._columns()) if self.is_selected else {}
        properties = {name: definition for name, (definition, _) in columns.items()}
        metadata: dict[Breadcrumb, AnyMetadata] = {("properties", name): one for name, (_, one) in columns.items()}
        return CatalogEntry(
            tap_stream_id=self.name,
            stream=self.name,
            schema=Schema.from_dict({**self._schema, "properties": properties}),
            metadata=MetadataMapping({**metadata, (): root}),
            key_properties=self._keys,
            replication_key=self._replication_key,
            replication_method=self._method,
        )

    @cached_property
    def _used(self) -> Mapping[str, Mapping[str, Any] | None]:
        """The columns of the entry that the table has; None if the type is of no use."""
        return {
            name: self._own[name] if name in self._settings else _used(given, self._own[name])
            for name, given in self._given.items()
            if name in self._own
        }

    def _columns(self) -> Iterator[tuple[str, tuple[Mapping[str, Any], Metadata]]]:
        for name, own in self._own.items():
            if name in self._automatic:
                metadata = Metadata(inclusion=Metadata.InclusionType.AUTOMATIC, selected=True)
            else:
                is_selected = self._selects(name, self._said.get(name))
                metadata = Metadata(inclusion=Metadata.InclusionType.AVAILABLE, selected=is_selected)
            yield name, (self._used.get(name) or own, metadata)

    def _selects(self, name: str, said: SentMetadata | None) -> bool:
        if self._given and name not in self._given and name in self._declared:
            return False
        otherwise = "x-slow" not in self._own[name]  # a column that is slow to read must be selected by its name
        given = self._given.get(name)
        old = _old_style(given.get("selected"), given.get("inclusion")) if isinstance(given, dict) else None
        for one in filter(None, (old, said)):
            otherwise = one.selects(otherwise=otherwise)
        return otherwise

    @property
    def _methods(self) -> Sequence[str]:
        """The replication methods that the entry gives, the one that a person may have set first."""
        given = (self._root.replication_method, self._sent.replication_method, self._root.forced_replication_method)
        return [str(method).upper() for method in given if method is not None]

    @property
    def _method(self) -> str:
        """The replication method: by default, the tap's own."""
        own = REPLICATION_INCREMENTAL if self._replication_key else REPLICATION_FULL_TABLE
        return REPLICATION_FULL_TABLE if self._methods[:1] == [REPLICATION_FULL_TABLE] else own

    @property
    def unused(self) -> Sequence[str]:
        """The parts of the entry that the table does not use."""
        return list(self._unused())

    def _unused(self) -> Iterator[str]:
        keys = self._sent.key_properties or self._root.table_key_properties
        if keys and not (isinstance(keys, list) and set(map(str, keys)) == set(self._keys)):
            yield "key_properties"
        replication_key = self._sent.replication_key or self._root.replication_key
        if replication_key and replication_key != self._replication_key:
            yield "replication_key"
        if self._methods and self._methods[0] != self._method:
            yield "replication_method"
        if any(name != self.name for name in self._sent.names):
            yield "stream"
        for name in self._given:
            if name not in self._own:
                yield f"unknown column {name}"
            elif self._used[name] is None:
                yield f"type of {name}"


def _used(given: object, own: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the column with its type in a catalogue; None if that type cannot hold all values of the column.

    Text holds every value. A column that may be null stays so.
    """
    if not isinstance(given, dict):
        return None
    if decimals.differ(given, own):
        return own
    sent = given.get("type")
    kinds = [sent] if isinstance(sent, str) else sent
    if not isinstance(kinds, list) or not all(isinstance(kind, str) and kind in TYPES for kind in kinds):
        return None
    needed = set(own["type"]) - {"null"}
    if "string" not in kinds and not all(kind in kinds or (kind == "integer" and "number" in kinds) for kind in needed):
        return None
    free = {name: given[name] for name in FREE if isinstance(given.get(name), str)}
    null = ["null"] if "null" in own["type"] and "null" not in kinds else []
    return {**own, "format": None, **free, "type": [*kinds, *null]}
