"""Copies of rows with other dates, ids and numbers. One SQL statement per table writes them.

The JSON text of a row (see `store`) becomes a format string, with a placeholder for each value that changes. SQLite
fills the placeholders. Python does not handle the copied rows, so millions of copies are possible.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from sage200_sandbox import wire
from sage200_sandbox.facts import resource_called
from sage200_sandbox.moving import Kind, moving
from sage200_sandbox.store import SEPARATOR
from sage200_sandbox.store.schema import WIRE, table_of
from sage200_sandbox.store.values import complete

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sage200_sandbox.rows import Row

    Column = sa.ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Move:
    """The difference between a copy and its original.

    Attributes:
        ids: Added to ids.
        urns: Added to unique reference numbers.
        periods: Added to ids of the accounting calendar.
        years: Subtracted from years.
        seconds: Added to timestamps.
        mark: Appended to document numbers.
    """

    ids: int
    urns: int
    periods: int
    years: int
    seconds: int
    mark: str


_MOVES = sa.Table(
    "moves",
    sa.MetaData(),
    *[sa.Column(name, sa.BigInteger) for name in ("ids", "urns", "periods", "years", "seconds")],
    sa.Column("mark", sa.Text),
    prefixes=["TEMPORARY"],
)
_ADDED = {Kind.ID: "ids", Kind.URN: "urns", Kind.PERIOD: "periods"}
_IGNORED = "%.0s"  # prints nothing of its value
_SECOND = len("2026-03-31T09:30:15")
_YEAR = len("2026")


def copy(connection: sa.Connection, tables: Mapping[str, Sequence[Row]], moves: Iterable[Move]) -> None:
    """Write a copy of all rows for each move. The rows themselves need not be in the database."""
    _MOVES.create(connection)
    connection.execute(sa.insert(_MOVES), [asdict(move) for move in moves])
    for table, rows in tables.items():
        if rows:
            _copy(connection, table, rows, moving(resource_called(table), tables))
    _MOVES.drop(connection)


def _copy(connection: sa.Connection, table: str, rows: Iterable[Row], kinds: Mapping[str, Kind]) -> None:
    into = table_of(table)
    columns = [sa.Column(column.name, column.type) for column in into.c]
    pattern = sa.Table(f"pattern_{table}", sa.MetaData(), *columns, prefixes=["TEMPORARY"])
    pattern.create(connection)
    whole = [complete(resource_called(table), row) for row in rows]
    connection.execute(sa.insert(pattern), [row | {WIRE: _format(row, kinds)} for row in whole])
    values = [_moved(kinds[name], pattern.c[name]) if name in kinds else pattern.c[name] for name in whole[0]]
    text = sa.func.printf(pattern.c[WIRE], *[_filling(kind, pattern.c[name]) for name, kind in kinds.items()])
    copies = sa.select(*values, text).select_from(_MOVES.join(pattern, sa.true()))
    connection.execute(sa.insert(into).from_select([*whole[0], WIRE], copies))
    pattern.drop(connection)


def _format(row: Row, kinds: Mapping[str, Kind]) -> str:
    """Return the row's text with a placeholder for each value that changes."""
    texts = [(kinds.get(name), wire.text(value).replace("%", "%%")) for name, value in row.items()]
    return SEPARATOR.join([_with_placeholder(kind, text) if kind else text for kind, text in texts])


def _with_placeholder(kind: Kind, text: str) -> str:
    if text == wire.NULL:
        return text + _IGNORED
    match kind:
        case Kind.REFERENCE:
            return f'{text[:-1]}%s"'
        case Kind.DAY:
            return f'"%d{text[1 + _YEAR :]}'
        case Kind.MOMENT:
            return f'"%s{text[1 + _SECOND :]}'
    return "%d"


def _filling(kind: Kind, column: Column) -> Column:
    """Return the SQL for a placeholder."""
    moves = _MOVES.c
    match kind:
        case Kind.REFERENCE:
            return sa.case((column.op("GLOB")("*[0-9]"), moves.mark), else_="")
        case Kind.DAY:
            return sa.func.substr(column, 1, _YEAR, type_=sa.Integer) - moves.years
        case Kind.MOMENT:
            earlier = sa.func.printf("-%d years", moves.years)
            later = sa.func.printf("%d seconds", moves.seconds)
            return sa.func.strftime("%Y-%m-%dT%H:%M:%S", column, earlier, later)
    return _moved(kind, column)


def _moved(kind: Kind, column: Column) -> Column:
    """Return the SQL for a column of the copy."""
    match kind:
        case Kind.YEAR:
            return column - _MOVES.c.years
        case Kind.REFERENCE:
            return column.concat(_filling(kind, column))
        case Kind.DAY:
            return sa.cast(_filling(kind, column), sa.Text).concat(sa.func.substr(column, 1 + _YEAR))
        case Kind.MOMENT:
            return _filling(kind, column).concat(sa.func.substr(column, 1 + _SECOND))
    return sa.case((column == 0, 0), else_=column + _MOVES.c[_ADDED[kind]])
