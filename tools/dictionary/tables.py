"""The tables of the dictionary, read from the stream classes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from inspect import cleandoc
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from tap_sage200.singer.base_stream import BaseStream
from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.streams import ledger_of, stream_types
from tap_sage200.streams.fixed_list import FixedList
from tools.dictionary.loading import Loading, loading_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NAME, _SCHEMA = attrgetter("name"), attrgetter("schema")
FIXED_LIST_COLUMNS: Mapping[str, dict[str, Any]] = _SCHEMA(FixedList)["properties"]
_IN_BRACES = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Nesting:
    """Where Sage sends the rows of a nested table.

    Attributes:
        parent: The parent table: its rows contain the nested rows, or the tap requests them once per parent row.
        expand: The property that holds the nested rows: of the parent row or, with a path, of the response.
        path: The path of the requests, if the nested rows are not in the parent rows.
        links: The columns that link to the parent, each with the parent's column that it repeats.
    """

    parent: Table
    expand: str | None
    path: str | None
    links: Mapping[str, str]

    @property
    def path_columns(self) -> tuple[str, ...]:
        """The parent's columns in the path."""
        return tuple(_IN_BRACES.findall(self.path or ""))


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the dictionary.

    Attributes:
        name: Sage's name.
        ledger: The title of the ledger.
        about: A description of a row, then further facts.
        key: The primary key within the company.
        columns: The columns, as in the JSON Schema.
        loading: How a run loads the table.
        by_default: Whether the table is selected by default.
        introduced: The date of the release that added the table, if Sage documents it.
        edition: The only edition that has the table, or None.
        nesting: Where its rows are, or None for a resource.
        known_values: The known values of a fixed list.
    """

    name: str
    ledger: str
    about: str
    key: tuple[str, ...]
    columns: Mapping[str, dict[str, Any]]
    loading: Loading
    by_default: bool
    introduced: str | None
    edition: str | None
    nesting: Nesting | None
    known_values: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """The description of a row, in one line."""
        return self.about.partition("\n")[0]

    @property
    def is_fixed_list(self) -> bool:
        """Whether the table is a fixed list. All fixed lists have the same columns."""
        return self.columns == FIXED_LIST_COLUMNS

    @property
    def line(self) -> tuple[Table, ...]:
        """The tables that this one is nested in, the outermost first, then this table."""
        return (*self.nesting.parent.line, self) if self.nesting else (self,)


def parents_first(tables: Iterable[Table]) -> list[Table]:
    """Sort tables by name, but put each nested table right after its parent."""
    return sorted(tables, key=lambda table: [_NAME(one) for one in table.line])


def _table(stream: type[BaseStream]) -> Table:
    return Table(
        name=_NAME(stream),
        ledger=ledger_of(stream),
        about=cleandoc(stream.__doc__ or ""),
        key=stream.key,
        columns=_SCHEMA(stream)["properties"],
        loading=loading_of(stream),
        by_default=stream.selected_by_default,
        introduced=stream.introduced,
        edition=stream.edition,
        nesting=_nesting(stream),
        known_values=stream.known_values if issubclass(stream, FixedList) else (),
    )


def _nesting(stream: type[BaseStream]) -> Nesting | None:
    parent = stream.parent_stream_type
    if not issubclass(stream, NestedStream) or not parent or not issubclass(parent, BaseStream):
        return None
    return Nesting(_table(parent), stream.expand, stream.path, stream.declared_links())


TABLES: tuple[Table, ...] = tuple(map(_table, stream_types()))
"""All tables, sorted by name."""

KNOWN_VALUES: Mapping[str, tuple[str, ...]] = {table.name: table.known_values for table in TABLES if table.known_values}
"""The known values of each fixed list that has some."""
