"""The books of the demo company for tests: tables by name, rows by a field, sums, and days of work."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sage200_sandbox.company import company_rows, day_of_work
from sage200_sandbox.facts import resources
from sage200_sandbox.rows import Delete, Insert, Update

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sage200_sandbox.rows import Change, Key, Row

Rows = list[dict[str, Any]]
Books = dict[str, Rows]
PENNY = Decimal("0.01")
MORNING = datetime(2026, 4, 1, 9, 30, 15, 123456, tzinfo=UTC)


@cache
def rows_of(number: int, seed: int = 1) -> dict[str, list[Row]]:
    """The rows of a company at the end of the year. All tests of a process share them, and must not change them."""
    return company_rows(seed=seed, scale=1, number=number)


@cache
def books_of(number: int, days: int = 0, *, seed: int = 1) -> Books:
    """The same rows after this number of days of work, for reading."""
    rows = rows_of(number, seed)
    return cast("Books", worked(rows, days=days) if days else rows)


def worked(rows: dict[str, list[Row]], *, days: int) -> dict[str, list[Row]]:
    """Copies of the rows after this number of days of work."""
    tables = {table: by_key(table, its) for table, its in rows.items()}
    for number in range(days):
        play(tables, day_of_work(lambda name: list(tables[name].values()), now=MORNING + timedelta(days=number)))
    return {table: list(its.values()) for table, its in tables.items()}


def play(tables: dict[str, dict[Key, Row]], changes: Iterable[Change]) -> None:
    """Carry out the changes like a store: fail for a key that exists already, or that does not exist."""
    for change in changes:
        table = tables[change.table]
        match change:
            case Insert(name, row):
                ((key, new),) = by_key(name, [dict(row)]).items()
                assert key not in table
                table[key] = new
            case Update(_, key, values):
                assert values.keys() <= table[key].keys()
                table[key] |= values
            case Delete(_, key):
                del table[key]


def by_key(table: str, rows: Iterable[Row]) -> dict[Key, Row]:
    """Copies of the rows of a table, by primary key."""
    return {tuple(row[name] for name in resources()[table].key): dict(row) for row in rows}


def keyed(rows: Iterable[dict[str, Any]], field: str = "id") -> dict[Any, dict[str, Any]]:
    """The rows by the value of a field that is unique."""
    return {row[field]: row for row in rows}


def nested(books: Books, table: str) -> defaultdict[Any, Rows]:
    """The rows of a nested table by parent. Checks that each list is numbered from 1, if the table has numbers."""
    parent = next(iter(resources()[table].links))
    lists: defaultdict[Any, Rows] = defaultdict(list)
    for row in books[table]:
        lists[row[parent]].append(row)
    for one in lists.values():
        if resources()[table].numbered:
            assert [row["position"] for row in one] == list(range(1, len(one) + 1))
    return lists


def sums_with_nil(rows: Iterable[dict[str, Any]], by: str | tuple[str, ...], field: str) -> defaultdict[Any, Decimal]:
    """The sums of a field, grouped by one or more other fields. A group without rows has the sum 0."""
    values: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for row in rows:
        values[row[by] if isinstance(by, str) else tuple(row[name] for name in by)] += row[field]
    return values


def rounded(value: Decimal) -> Decimal:
    """The value rounded to pence, halves away from zero."""
    return value.quantize(PENNY, ROUND_HALF_UP)
