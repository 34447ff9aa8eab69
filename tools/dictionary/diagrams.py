"""The joins of the tables of a group, as Mermaid diagrams."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from tools.dictionary.joins import joins_of
from tools.dictionary.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tools.dictionary.joins import Join
    from tools.dictionary.tables import Table

MOST = 15
"""The maximum number of arrows in a diagram: more cannot be read on a phone."""
_LEDGER = {table.name: table.ledger for table in TABLES}


@dataclass(frozen=True, slots=True)
class _Arrow:
    table: str
    join: Join

    @property
    def leaves(self) -> bool:
        """Whether the arrow goes to another ledger."""
        return _LEDGER[self.table] != _LEDGER[self.join.matches]

    @property
    def line(self) -> str:
        first, *others = self.join.columns
        label = f"{first} and {len(others)} more" if others else first
        arrow = "<-->" if self.join.many else "-.->" if self.join.requests else "-->"
        return f'{self.table} {arrow}|"{label}"| {self.join.matches}'


def within(tables: Iterable[Table]) -> list[list[str]]:
    """Draw the joins of tables with all tables of their ledger: the lines of each diagram."""
    return [[arrow.line for arrow in drawn] for drawn in _split(one for one in _arrows(tables) if not one.leaves)]


def across(tables: Iterable[Table]) -> list[list[str]]:
    """Draw the joins of tables with tables of other ledgers, which get the name of their ledger."""
    split = _split(one for one in _arrows(tables) if one.leaves)
    return [[*_ledgers(drawn), *(arrow.line for arrow in drawn)] for drawn in split]


def _arrows(tables: Iterable[Table]) -> Iterator[_Arrow]:
    """Omit resources that are not selected by default: most of them repeat others."""
    for table in tables:
        if table.line[0].by_default:
            yield from (_Arrow(table.name, join) for join in joins_of(table))


def _split(arrows: Iterable[_Arrow]) -> list[list[_Arrow]]:
    """Split arrows into diagrams. The arrows of a table stay together."""
    split: list[list[_Arrow]] = []
    for _, of_table in groupby(arrows, key=attrgetter("table")):
        together = list(of_table)
        if not split or len(split[-1]) + len(together) > MOST:
            split.append([])
        split[-1] += together
    return split


def _ledgers(arrows: Sequence[_Arrow]) -> Iterator[str]:
    for name in dict.fromkeys(arrow.join.matches for arrow in arrows):
        yield f'{name}["{name} ({_LEDGER[name]})"]'
