"""What the classes of the tables say, in the words of the dictionary."""

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
    """Where the rows of a table are that is no resource of its own.

    Attributes:
        parent: The table whose rows they are in, or are asked for by.
        expand: The property that holds them: of the parent's row or, where there is a path, of what the path gives.
        path: What is asked for by a row of the parent, where they are not in that row.
        links: The columns that tell whose row it is, each with the column of the parent's row that it repeats.
    """

    parent: Table
    expand: str | None
    path: str | None
    links: Mapping[str, str]

    @property
    def asked_by(self) -> tuple[str, ...]:
        """The columns of the parent's row that stand in the path."""
        return tuple(_IN_BRACES.findall(self.path or ""))


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the dictionary shows it.

    Attributes:
        name: Sage's name.
        ledger: The title of its ledger.
        about: What a row is, then what else is to be known.
        key: Its key within the company.
        columns: Its columns, as a JSON Schema has them.
        loading: How a run loads it.
        by_default: Whether it is selected by default.
        introduced: The day of the release that brought it, where Sage tells.
        edition: The only edition that has it; None where both do.
        nesting: Where its rows are; None for a resource of its own.
        known_values: The names that are known of a fixed list.
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
        """What a row is, in one line."""
        return self.about.partition("\n")[0]

    @property
    def is_fixed_list(self) -> bool:
        """Whether it is one of Sage's lists of named values, which are all alike."""
        return self.columns == FIXED_LIST_COLUMNS

    @property
    def line(self) -> tuple[Table, ...]:
        """The tables that it is nested in, the outermost first, then itself."""
        return (*self.nesting.parent.line, self) if self.nesting else (self,)


def parents_first(tables: Iterable[Table]) -> list[Table]:
    """Put tables in the order of their names, but each right after the one that it is nested in."""
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
