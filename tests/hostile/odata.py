"""Which rows a request describes, as Sage understands its query options."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.hostile.source import Odd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.hostile.source import Row, Source, Table

_TOKENS = re.compile(r"\(|\)|'(?:[^']|'')*'|[^\s()]+")


@dataclass(frozen=True)
class Query:
    """A request for rows of the table that deviates."""

    table: Table
    source: Source
    options: Mapping[str, str]
    parent: int | None = None
    """The key of the row whose rows are requested."""
    number: int = 1
    """The how-manieth request of this run for rows of the table."""
    attempt: int = 1
    """The how-manieth request of this run for this very page."""
    skipped: int = field(init=False, default=0)
    """How many rows of the table come before the page."""

    def __post_init__(self) -> None:
        """Count the rows before the page: those with smaller keys than it begins with or after, and those it skips."""
        begin = re.search(rf"(?:^| and ){self.table.key[0]} (g[te]) (-?\d+)$", self.options.get("$filter", ""))
        rows = self.source.sent(self.table.name, set(), self.parent)
        first = 0 if begin is None else int(begin[2]) + (begin[1] == "gt")
        before = sum(1 for row in rows if begin and _comparable(row[self.table.key[0]]) < first)
        object.__setattr__(self, "skipped", before + int(self.options.get("$skip", 0)))

    @property
    def is_later_page(self) -> bool:
        """Whether it is for a page behind the first one."""
        return self.skipped > 0

    @property
    def top(self) -> int:
        """The rows that are requested at most: 500 where the request does not say (documented)."""
        return int(self.options.get("$top", 500))

    def without(self, *names: str) -> Query:
        """Return the query without some options."""
        return self.saying({name: value for name, value in self.options.items() if name not in names})

    def saying(self, options: Mapping[str, str]) -> Query:
        """Return the query with other options."""
        return replace(self, options=options)

    def rows(self) -> list[Row]:
        """Return the rows of the page."""
        expands = set(filter(None, self.options.get("$expand", "").split(",")))
        rows = self.source.sent(self.table.name, expands, self.parent)
        if "$filter" in self.options:
            tokens = _TOKENS.findall(self.options["$filter"])
            rows = [row for row in rows if _any_of(list(tokens), row)]
        for part in reversed(self.options.get("$orderby", "").split(",")):
            name, _, direction = part.strip().partition(" ")
            rows.sort(key=lambda row, name=name: _sortable(row.get(name)), reverse=direction == "desc")  # type: ignore[misc]
        skip = int(self.options.get("$skip", 0))
        selected = self.options.get("$select", "").split(",")
        return [_only(row, selected) for row in rows[skip : skip + self.top]]


def _only(row: Row, selected: Sequence[str]) -> Row:
    return row if selected == [""] else {name: value for name, value in row.items() if name in selected}


def _any_of(tokens: list[str], row: Row) -> bool:
    """Take an expression off the tokens, and tell whether a row fulfils it: `and` binds more tightly than `or`."""
    fulfils = _all_of(tokens, row)
    while tokens[:1] == ["or"]:
        tokens.pop(0)
        fulfils = _all_of(tokens, row) or fulfils
    return fulfils


def _all_of(tokens: list[str], row: Row) -> bool:
    fulfils = _term(tokens, row)
    while tokens[:1] == ["and"]:
        tokens.pop(0)
        fulfils = _term(tokens, row) and fulfils
    return fulfils


def _term(tokens: list[str], row: Row) -> bool:
    name = tokens.pop(0)
    if name == "(":
        fulfils = _any_of(tokens, row)
        assert tokens.pop(0) == ")", "a bracket stays open"
        return fulfils
    operator, bound = tokens.pop(0), _literal(tokens.pop(0))
    value = _comparable(row.get(name))
    if value is None:
        return False
    order: int = (value > bound) - (value < bound)
    return {"eq": order == 0, "ne": order != 0, "gt": order > 0, "ge": order >= 0, "lt": order < 0, "le": order <= 0}[
        operator
    ]


def _literal(token: str) -> Any:  # noqa: ANN401 - what it is compared with decides
    if token.startswith("'"):
        return token[1:-1].replace("''", "'")
    return int(token) if re.fullmatch(r"-?\d+", token) else datetime.fromisoformat(token)


def _comparable(value: object) -> Any:  # noqa: ANN401 - what it is compared with decides
    """Return what Sage itself holds, where a value is only written oddly."""
    return value.truth if isinstance(value, Odd) else value


def _sortable(value: object) -> tuple[bool, Any]:
    return value is not None, _comparable(value)
