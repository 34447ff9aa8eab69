"""Writes many copies of rows, each moved to another place in time and numbers, in one statement a table.

A row's text (see `store`) is turned into a format first, with a gap for each value that moves; SQLite then fills the
gaps, so that no row of a copy is ever seen by Python.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from sage200_sandbox import wire
from sage200_sandbox.facts import resource_called
from sage200_sandbox.moving import Kind, moving
from sage200_sandbox.schema import METADATA, WIRE
from sage200_sandbox.store import SEPARATOR
from sage200_sandbox.values import complete

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sage200_sandbox.rows import Row

    Column = sa.ColumnElement[Any]


@dataclass(frozen=True, slots=True)
class Move:
    """How a copy differs from the rows that are copied.

    Attributes:
        ids: What is added to ids.
        urns: What is added to unique reference numbers.
        periods: What is added to ids of the accounting calendar.
        years: How many years earlier it is.
        seconds: How much later stamps are, beside that.
        mark: What is written behind numbers of documents.
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
_NO_GAP = "%.0s"  # takes a value and shows none of it
_SECOND = len("2026-03-31T09:30:15")
_YEAR = len("2026")


def copy(connection: sa.Connection, tables: Mapping[str, Sequence[Row]], moves: Iterable[Move]) -> None:
    """Writes a copy of all rows for each move; the rows themselves need not be there."""
    _MOVES.create(connection)
    connection.execute(sa.insert(_MOVES), [asdict(move) for move in moves])
    for table, rows in tables.items():
        if rows:
            _copy(connection, table, rows, moving(resource_called(table), tables))
    _MOVES.drop(connection)


def _copy(connection: sa.Connection, table: str, rows: Iterable[Row], kinds: Mapping[str, Kind]) -> None:
    into = METADATA.tables[table]
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
    """The row's text with a gap in each value that moves."""
    texts = [(kinds.get(name), wire.text(value).replace("%", "%%")) for name, value in row.items()]
    return SEPARATOR.join([_with_gap(kind, text) if kind else text for kind, text in texts])


def _with_gap(kind: Kind, text: str) -> str:
    if text == wire.NULL:
        return text + _NO_GAP
    match kind:
        case Kind.REFERENCE:
            return f'{text[:-1]}%s"'
        case Kind.DAY:
            return f'"%d{text[1 + _YEAR :]}'
        case Kind.MOMENT:
            return f'"%s{text[1 + _SECOND :]}'
    return "%d"


def _filling(kind: Kind, column: Column) -> Column:
    """What a copy has in the gap."""
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
    """What a copy has in the column."""
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
