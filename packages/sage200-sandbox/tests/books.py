"""The books of the demo company as tests read them: tables by name, rows by a field, and sums."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sage200_sandbox.company import company_rows
from sage200_sandbox.company.repeating import grouped
from sage200_sandbox.facts import resources

if TYPE_CHECKING:
    from collections.abc import Iterable

Rows = list[dict[str, Any]]
Books = dict[str, Rows]


@cache
def books_of(number: int, scale: int = 1, *, seed: int) -> Books:
    """The books of a company, which nobody changes."""
    return cast("Books", company_rows(seed=seed, scale=scale, number=number))


def keyed(rows: Iterable[dict[str, Any]], field: str = "id") -> dict[Any, dict[str, Any]]:
    """The rows by the value of a field."""
    return {row[field]: row for row in rows}


def items(books: Books, owner: str, kind: str) -> dict[Any, Rows]:
    """The items of a kind by whose they are, each list numbered from 1 where the table is."""
    table = f"{owner}_{kind}_items"
    whose = next(iter(resources()[table].links))
    lists = cast("dict[Any, Rows]", grouped(cast("Any", books[table]), whose))
    for one in lists.values():
        if resources()[table].numbered:
            assert [row["position"] for row in one] == list(range(1, len(one) + 1))
    return lists


def sums(rows: Iterable[dict[str, Any]], by: str | tuple[str, ...], field: str) -> dict[Any, Decimal]:
    """The sums of a field that are not nil, by the value of one or more others."""
    return {key: value for key, value in sums_with_nil(rows, by, field).items() if value}


def sums_with_nil(rows: Iterable[dict[str, Any]], by: str | tuple[str, ...], field: str) -> defaultdict[Any, Decimal]:
    """The sums of a field by the value of one or more others; the sums of nothing are 0."""
    values: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for row in rows:
        values[row[by] if isinstance(by, str) else tuple(row[name] for name in by)] += row[field]
    return values
