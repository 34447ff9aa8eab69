"""Tables as the engine sees them: values that say what a table is in Sage, and what a run has selected of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tap_sage200.records.decoder import Columns, RecordDecoder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from tap_sage200.config.companies import Company
    from tap_sage200.records.unknown_fields import UnknownFields

POSITION = "position"
"""The key column of rows that only their place in a list tells apart."""
LONGEST_SELECT = 1200
"""Characters of a `$select`: Microsoft's web servers, on which Sage 200 runs, refuse a query over 2,048 (inferred)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """A table of Sage, be it a resource of its own or nested in the rows of another one."""

    name: str
    key: tuple[str, ...]
    """The columns that identify a row within its company; none where the company has one row."""
    columns: Mapping[str, Mapping[str, Any]]
    """The columns that are made of Sage's rows, as JSON Schema has them."""
    selected_columns: AbstractSet[str]
    is_selected: bool
    """Whether its records are written."""
    replication_key: str | None
    """The column that its bookmark is named after; None where every run reads the whole table."""
    nested: Sequence[NestedTable] = ()
    """The tables nested in its rows, be they selected or not."""

    @property
    def required(self) -> set[str]:
        """The columns that reading needs, be they selected or not."""
        return set(self.key)

    @property
    def normalized_timestamps(self) -> Sequence[str]:
        """The timestamps that records hold in fixed width."""
        return ()

    @property
    def is_wanted(self) -> bool:
        """Whether the table or one that is nested in it is selected."""
        return self.is_selected or any(self.selected_nested())

    def selected_nested(self) -> Iterator[NestedTable]:
        """Find the selected tables among all that are nested in this one, however deep."""
        for table in self.nested:
            if table.is_selected:
                yield table
            yield from table.selected_nested()

    @property
    def column_expands(self) -> set[str]:
        """The expansions without which Sage leaves out columns that are selected."""
        columns = ((name, column.get("x-expand")) for name, column in self.columns.items())
        return {expand for name, expand in columns if expand and name in self.selected_columns}

    def columns_of(self, expands: AbstractSet[str]) -> list[str]:
        """Name the columns that expansions bring."""
        return [name for name, column in self.columns.items() if column.get("x-expand") in expands]

    @property
    def recorded(self) -> set[str]:
        """The columns that are read where records are written."""
        return {*self.selected_columns, *self.required}

    def select(self, chosen: Collection[str]) -> Sequence[str]:
        """Name the columns for `$select`; none where all are wanted anyway, or where their names are too long."""
        plain = [name for name, column in self.columns.items() if "x-expand" not in column]
        wanted = [name for name in plain if name in chosen]
        fits = sum(map(len, wanted)) + len(wanted) <= LONGEST_SELECT
        return wanted if fits and len(wanted) < len(plain) else ()

    def record_decoder(
        self, company: Company | None, nested: Mapping[str, RecordDecoder], unknown_fields: UnknownFields
    ) -> RecordDecoder:
        """Make the decoder of rows whose records are written.

        Args:
            company: The company that they belong to.
            nested: The decoders of the rows that properties hold.
            unknown_fields: What reports fields that the schema does not have.
        """
        constant = {} if company is None else company.context()
        return RecordDecoder(self._columns(self.recorded, constant), nested, unknown_fields)

    def key_decoder(self, nested: Mapping[str, RecordDecoder]) -> RecordDecoder:
        """Make the decoder of rows that only lead to those that are nested in them.

        Args:
            nested: The decoders of the rows that properties hold.
        """
        return RecordDecoder(self._columns(self.required, {}), nested, None)

    def _columns(self, chosen: AbstractSet[str], constant: Mapping[str, Any]) -> Columns:
        wanted = {name: column for name, column in self.columns.items() if name in chosen}
        return Columns(
            wanted=wanted,
            key=self.key,
            timestamps=[name for name in self.normalized_timestamps if name in wanted],
            constant=constant,
            unwanted=self.columns.keys() - wanted.keys(),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ResourceTable(Table):
    """A table that is a resource of its own."""

    path: str
    timestamps: tuple[str, ...]
    """All timestamps whose move means that a row changed: its own first, its creation among them."""
    filters_by_key: bool
    """Whether Sage's filter of the table takes its key."""
    append_only: bool
    """Whether new rows are known by their key alone."""
    is_one_object: bool
    """Whether Sage gives all of it in one answer that takes no query options."""
    belongs_to_company: bool
    """Whether its rows belong to a company; they do in all tables but `sites`."""

    @property
    def required(self) -> set[str]:
        """Its key and timestamps."""
        return {*self.key, *self.timestamps}

    @property
    def normalized_timestamps(self) -> Sequence[str]:
        """All of its timestamps, as the bookmark compares them as text."""
        return self.timestamps

    @property
    def seek_key(self) -> str | None:
        """The key field to read by; None when the key is not one integer, or when the filter does not take it."""
        is_integer = len(self.key) == 1 and "integer" in self.columns[self.key[0]]["type"]
        return self.key[0] if is_integer and self.filters_by_key else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NestedTable(Table):
    """A table whose rows are in the rows of its parent, or are asked for by them."""

    path: str | None
    """The resource that is asked for each parent's row, with the parent's column in braces; None without one."""
    expand: str | None
    """The property that holds the rows: of the parent's row or, where there is a path, of what the path gives."""
    links: Mapping[str, str]
    """Columns that tell whose row it is, each with the column of the parent's row that it repeats."""

    @property
    def required(self) -> set[str]:
        """Its key and links, which the tables below it need too."""
        return {*self.key, *self.links}

    @property
    def is_numbered(self) -> bool:
        """Whether the place in the list is part of the key."""
        return POSITION in self.key

    @property
    def order_key(self) -> tuple[str, ...]:
        """The fields that order the rows of its path; none where it gives one object."""
        if self.path is not None and self.path.endswith("}"):
            return ()
        if self.expand is not None:
            return tuple(self.links.values())
        return tuple(part for part in self.key if part not in self.links and part != POSITION)
