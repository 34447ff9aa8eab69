"""The groups of tables on a page, in the order of `groups.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tools.dictionary.tables import TABLES, Table, parents_first

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FILE = Path(__file__).with_name("groups.toml")


@dataclass(frozen=True, slots=True)
class Member:
    """A table in a group.

    Attributes:
        table: The table.
        depth: How many tables above it in the group it is nested in.
    """

    table: Table
    depth: int


@dataclass(frozen=True, slots=True)
class Group:
    """Tables of one ledger that people look for together.

    Attributes:
        title: The heading on the page.
        members: The tables in reading order. A nested table follows its parent, if both are in the group.
    """

    title: str
    members: tuple[Member, ...]

    @property
    def tables(self) -> list[Table]:
        """The tables in reading order."""
        return [member.table for member in self.members]


@cache
def declared() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Read the names of the tables by ledger and group."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def groups_of(ledger: str) -> list[Group]:
    """Return the groups of a ledger, without its fixed lists."""
    groups = declared()[ledger]
    named = [name for names in groups.values() for name in names]
    tables = parents_first(table for table in TABLES if table.ledger == ledger and not table.is_fixed_list)
    owners = {table.name: _owner(table, named) for table in tables}
    return [
        Group(
            title,
            tuple(
                Member(table, len(table.line) - len(owners[table.name].line))
                for name in names
                for table in tables
                if owners[table.name].name == name
            ),
        )
        for title, names in groups.items()
    ]


def fixed_lists_of(ledger: str) -> list[Table]:
    """Return the fixed lists of a ledger."""
    return [table for table in TABLES if table.ledger == ledger and table.is_fixed_list]


def _owner(table: Table, named: Sequence[str]) -> Table:
    """Return the nearest table that a group names: the table itself, or one that it is nested in."""
    for one in reversed(table.line):
        if one.name in named:
            return one
    message = f"No group has the table {table.name}. Add it to a group in {FILE.name}."
    raise LookupError(message)
