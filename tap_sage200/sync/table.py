"""Tables as the engine sees them: each value describes a table of Sage, and what a run has selected of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tap_sage200.records.columns import Columns
from tap_sage200.records.conversion import ADDED
from tap_sage200.records.decoder import RecordDecoder
from tap_sage200.records.found_columns import FoundColumns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from tap_sage200.config.companies import Company
    from tap_sage200.config.table_options import TableOptions
    from tap_sage200.records.bad_values import BadValues
    from tap_sage200.records.unknown_fields import UnknownFields

POSITION = "position"
"""The key column of rows that differ only in their position in a list."""
LONGEST_SELECT = 1200
"""The most characters in a `$select`. Sage 200 runs on Microsoft's web server, which refuses a query of more than 2,048
characters (inferred)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """A table of Sage: a resource of its own, or nested in the rows of another table."""

    name: str
    key: tuple[str, ...]
    """The columns that identify a row within its company; empty where the company has one row."""
    columns: Mapping[str, Mapping[str, Any]]
    """The columns that come from Sage's rows, as JSON Schema."""
    selected_columns: AbstractSet[str]
    is_selected: bool
    """Whether its records are written."""
    replication_key: str | None
    """The column that the bookmark is named after; None where every run is a full refresh."""
    options: TableOptions
    """What the settings say about it."""
    nested: Sequence[NestedTable] = ()
    """The tables nested in its rows, selected or not."""
    expansions: Collection[str] = ()
    """The properties of its rows that expansions bring, requested or not."""
    found: FoundColumns = field(default_factory=FoundColumns)
    """The columns that are found while the table is read. They are selected."""

    @property
    def own_key(self) -> tuple[str, ...]:
        """The key columns that come from the row itself."""
        return self.key

    @property
    def required(self) -> set[str]:
        """The columns that reading needs, selected or not."""
        return set(self.key)

    @property
    def normalized_timestamps(self) -> Sequence[str]:
        """The timestamps that are rewritten in fixed width."""
        return ()

    @property
    def is_wanted(self) -> bool:
        """Whether the table or a table nested in it is selected."""
        return self.is_selected or any(self.selected_nested())

    def selected_nested(self) -> Iterator[NestedTable]:
        """Find the selected tables among the nested ones, at any depth; each comes before those nested in it."""
        for table in self.nested:
            if table.is_selected:
                yield table
            yield from table.selected_nested()

    @property
    def column_expands(self) -> set[str]:
        """The expansions that selected columns need."""
        columns = ((name, column.get("x-expand")) for name, column in self.columns.items())
        return {expand for name, expand in columns if expand and name in self.selected_columns}

    @property
    def all_expands(self) -> Sequence[str]:
        """The expansions that selected columns and selected nested tables need."""
        nested = (table.expand for table in self.nested if table.expand and not table.path and table.is_wanted)
        return sorted({*self.column_expands, *nested})

    def columns_of(self, expands: Collection[str]) -> list[str]:
        """Return the columns that need one of some expansions."""
        return [name for name, column in self.columns.items() if column.get("x-expand") in expands]

    @property
    def related(self) -> set[str]:
        """The properties of its rows that hold the rows of other tables if an expansion brought the rows."""
        return set()

    @property
    def recorded(self) -> set[str]:
        """The columns to read if records are written."""
        return {*self.selected_columns, *self.required, *self.found.columns}

    def select(self, chosen: Collection[str], *, most: int = LONGEST_SELECT) -> Sequence[str]:
        """Return the columns for `$select`; empty if all columns are wanted, or if their names are too long.

        To leave out an added column alone is not worth it: then no further field would be found.

        Args:
            chosen: The columns to read.
            most: The most characters of their names.
        """
        plain = {**{name: one for name, one in self.columns.items() if "x-expand" not in one}, **self.found.columns}
        wanted = [name for name in plain if name in chosen]
        fits = sum(map(len, wanted)) + len(wanted) <= min(most, LONGEST_SELECT)
        narrows = any(name not in chosen and ADDED not in column for name, column in plain.items())
        return wanted if fits and narrows else ()

    def record_decoder(
        self,
        company: Company | None,
        nested: Mapping[str, RecordDecoder],
        unknown_fields: UnknownFields,
        bad_values: BadValues,
        constant: Mapping[str, Any],
    ) -> RecordDecoder:
        """Make the decoder of rows whose records are written.

        Args:
            company: The company that the rows belong to.
            nested: The decoders of nested rows, by property.
            unknown_fields: Reports fields that the schema does not have.
            bad_values: Reports values that their columns cannot hold.
            constant: Further columns with the same value in each row.
        """
        constant = {**({} if company is None else company.context()), **constant}
        return RecordDecoder(self._columns(self.recorded, constant), nested, unknown_fields, bad_values)

    def key_decoder(self, nested: Mapping[str, RecordDecoder]) -> RecordDecoder:
        """Make the decoder of rows that are read only for the rows nested in them.

        Args:
            nested: The decoders of nested rows, by property.
        """
        return RecordDecoder(self._columns(self.required, {}), nested)

    def _columns(self, chosen: AbstractSet[str], constant: Mapping[str, Any]) -> Columns:
        columns = {**self.columns, **self.found.columns}
        wanted = {name: column for name, column in columns.items() if name in chosen}
        return Columns(
            wanted=wanted,
            key=self.own_key,
            timestamps=[name for name in self.normalized_timestamps if name in wanted],
            constant=constant,
            unwanted=columns.keys() - wanted.keys(),
        )


@dataclass(frozen=True, slots=True)
class ForEach:
    """A query option of Sage with several values. The table is read once for each of them."""

    option: str
    column: str
    """The column that holds the value in each row, as a part of the key."""
    values: tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ResourceTable(Table):
    """A table that is a resource of its own."""

    path: str
    timestamps: tuple[str, ...]
    """All timestamps that show a change of a row: its own first, creation included."""
    filters_by_key: bool
    """Whether Sage's filter of the table accepts its key."""
    append_only: bool
    """Whether the key alone shows which rows are new."""
    is_one_object: bool
    """Whether Sage returns the whole table in one response, without query options."""
    belongs_to_company: bool
    """Whether its rows belong to a company; true for all tables but `sites`."""
    for_each: ForEach | None = None
    """The query option whose values are read one after the other; only where every run is a full refresh."""
    may_change: bool = False
    """Whether a person has declared it, so that its path, key and timestamps can be others in the next run."""

    @property
    def required(self) -> set[str]:
        """Its key and timestamps."""
        return {*self.key, *self.timestamps}

    @property
    def normalized_timestamps(self) -> Sequence[str]:
        """All timestamps: the bookmark compares them as text."""
        return self.timestamps

    @property
    def source(self) -> str | None:
        """What is read, for the state; None if it never changes."""
        return " ".join((self.path, *self.key, *self.timestamps)) if self.may_change else None

    @property
    def seek_key(self) -> str | None:
        """The key field for keyset pagination; None if the key is not one integer or cannot be filtered."""
        return self.resume_key if len(self.key) == 1 else None

    @property
    def resume_key(self) -> str | None:
        """The first key field, at which a reading can resume; None if it is no integer or cannot be filtered."""
        is_integer = len(self.key) > 0 and "integer" in self.columns[self.key[0]]["type"]
        return self.key[0] if is_integer and self.filters_by_key else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NestedTable(Table):
    """A table whose rows are in the rows of its parent, or are requested for each of them."""

    path: str | None
    """The resource to request for each row of the parent, with a column of the parent in braces; None without one."""
    expand: str | None
    """The property that holds the rows: of the parent's row or, where there is a path, of the rows in the response."""
    links: Mapping[str, str]
    """The columns that link a row with its parent, each with the column of the parent that it repeats."""

    @property
    def related(self) -> set[str]:
        """The rows that the columns refer to: some expansions bring them too (documented)."""
        names = [name.removesuffix("_id") for name in self.columns if name.endswith("_id")]
        return set() if self.expand is None else {*names}

    @property
    def own_key(self) -> tuple[str, ...]:
        """The key without links and position."""
        return tuple(part for part in self.key if part not in self.links and part != POSITION)

    @property
    def required(self) -> set[str]:
        """Its key and links. The tables below it need them too."""
        return {*self.key, *self.links}

    @property
    def is_numbered(self) -> bool:
        """Whether the position in the list is part of the key."""
        return POSITION in self.key

    @property
    def is_list(self) -> bool:
        """Whether a row of the parent can have several rows. Then an absent property is not the same as no rows."""
        return not self.links.keys() >= set(self.key)

    @property
    def order_key(self) -> tuple[str, ...]:
        """The fields that order the rows of its path; empty where the path returns one object."""
        if self.path is not None and self.path.endswith("}"):
            return ()
        if self.expand is not None:
            return tuple(self.links.values())
        return self.own_key
