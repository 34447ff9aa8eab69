"""The database of one company, for one thread at a time."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from sage200_sandbox import wire
from sage200_sandbox.facts import resource_called
from sage200_sandbox.id_fields import id_fields
from sage200_sandbox.rows import Delete, Insert, Update
from sage200_sandbox.store.schema import METADATA, WIRE
from sage200_sandbox.store.values import complete, filled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from sage200_sandbox.facts import Resource
    from sage200_sandbox.rows import Change, Key, Row, Value

SEPARATOR = "\x1f"
"""Separates the JSON texts of a row's values. JSON escapes it inside them."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A whole database, from which a store starts.

    Attributes:
        image: The database, serialised by SQLite.
        last_id: The highest id so far.
    """

    image: bytes
    last_id: int


@dataclass(frozen=True, slots=True)
class Search:
    """A condition, an order and a page.

    Attributes:
        where: The condition.
        orderby: A total order.
        skip: Number of rows to leave out at the start.
        top: Largest number of rows to return.
    """

    where: sa.ColumnElement[bool]
    orderby: tuple[sa.ColumnElement[Any], ...]
    skip: int
    top: int


@cache
def blank() -> Snapshot:
    """Return a company without rows."""
    engine = _memory()
    METADATA.create_all(engine)
    image = _driver(engine).serialize()
    engine.dispose()
    return Snapshot(image, last_id=0)


class Store:
    """The tables of one company.

    Attributes:
        last_id: The highest id so far.
    """

    def __init__(self, start: Snapshot) -> None:
        """Start with the rows of the snapshot."""
        self._engine = _memory()
        self.last_id = start.last_id
        self._lock = Lock()
        _load(start.image, into=_driver(self._engine))

    def close(self) -> None:
        """Release the rows."""
        with self._lock:
            self._engine.dispose()

    def snapshot(self) -> Snapshot:
        """Return the rows at this time."""
        with self._lock:
            return Snapshot(_driver(self._engine).serialize(), self.last_id)

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        return self._number(sa.select(sa.func.count()).select_from(METADATA.tables[table]))

    def highest(self, table: str, field: str) -> int:
        """Return the highest value of an integer field; 0 without rows."""
        return self._number(sa.select(sa.func.max(METADATA.tables[table].c[field])))

    def rows(self, table: str) -> list[Row]:
        """Return all rows of a table in the order of their keys, with every field.

        Raises:
            LookupError: The table is unknown.
        """
        query = _rows(resource_called(table)).order_by(*METADATA.tables[table].primary_key)
        with self._transaction() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def search(self, table: str, search: Search) -> list[list[str]]:
        """Return the rows that match, each as the JSON texts of all its fields in the order of the facts."""
        query = (
            sa.select(METADATA.tables[table].c[WIRE])
            .where(search.where)
            .order_by(*search.orderby)
            .offset(search.skip)
            .limit(search.top)
        )
        return self._texts(query)

    def related(self, table: str, column: str, values: Iterable[Value]) -> list[list[str]]:
        """Return the rows with one of these values in a column, in the order of their keys, as `search` does."""
        known = METADATA.tables[table]
        query = sa.select(known.c[WIRE]).where(known.c[column].in_(list(values))).order_by(*known.primary_key)
        return self._texts(query)

    def replace(self, table: str, rows: Iterable[Mapping[str, Value]]) -> None:
        """Replace all rows of a table. Missing fields are null.

        Raises:
            LookupError: The table is unknown.
            ValueError: A row does not fit the table, or two rows have one key. Then nothing changes.
        """
        resource = resource_called(table)
        fitting = [complete(resource, row) for row in rows]
        with self._transaction() as connection:
            connection.execute(sa.delete(METADATA.tables[table]))
            self._write(connection, resource, fitting)

    def change(self, change: Change, *, now: datetime) -> Row | None:
        """Change one row, as a user of Sage does. Its timestamps become `now`, unless the change names one of them.

        Returns:
            The row after the change; None for a deleted row.

        Raises:
            LookupError: The table or the row does not exist.
            ValueError: A value does not fit its field, or the key is taken. Then nothing changes.
        """
        resource = resource_called(change.table)
        with self._transaction() as connection:
            match change:
                case Insert(row=given):
                    stamps = dict.fromkeys((*resource.timestamps, *filter(None, [resource.created])), now)
                    values = self._next_key(resource) | stamps | dict(given)
                    row = complete(resource, filled(resource, values))
                case Update(key=key, values=given):
                    before = _removed(connection, resource, key)
                    moved = {} if given.keys() & set(resource.timestamps) else dict.fromkeys(resource.timestamps, now)
                    row = complete(resource, before | moved | dict(given))
                case Delete(key=key):
                    _removed(connection, resource, key)
                    return None
            self._write(connection, resource, [row])
        return row

    def write(self, work: Callable[[sa.Connection], None], *, last_id: int) -> None:
        """Run `work` in one transaction. `last_id` is the highest id of the rows that it writes."""
        with self._transaction() as connection:
            work(connection)
            self.last_id = max(self.last_id, last_id)

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        with self._lock, self._engine.begin() as connection:
            yield connection

    def _number(self, query: sa.Select[int]) -> int:
        with self._transaction() as connection:
            return connection.execute(query).scalar_one() or 0

    def _texts(self, query: sa.Select[str]) -> list[list[str]]:
        with self._transaction() as connection:
            return [row.split(SEPARATOR) for row in connection.execute(query).scalars()]

    def _next_key(self, resource: Resource) -> Row:
        """Return an id that this company has never used (seen: one counter for all tables)."""
        return {resource.key[0]: self.last_id + 1} if len(resource.key) == 1 else {}

    def _write(self, connection: sa.Connection, resource: Resource, rows: list[Row]) -> None:
        if not rows:
            return
        texts = [SEPARATOR.join([wire.text(value) for value in row.values()]) for row in rows]
        written = [row | {WIRE: text} for row, text in zip(rows, texts, strict=True)]
        try:
            connection.execute(sa.insert(METADATA.tables[resource.name]), written)
        except sa.exc.IntegrityError as error:
            msg = f"{resource.name} has two rows with one key: {error.orig}."
            raise ValueError(msg) from error
        ids = [row[name] for row in rows for name in id_fields(resource.name)]
        self.last_id = max([self.last_id, *[value for value in ids if isinstance(value, int)]])


def _memory() -> sa.Engine:
    """Open a database in memory, with one connection for all threads: each connection would see its own database."""
    return sa.create_engine("sqlite://", poolclass=sa.StaticPool, connect_args={"check_same_thread": False})


def _driver(engine: sa.Engine) -> sqlite3.Connection:
    with engine.connect() as connection:
        driver: sqlite3.Connection | None = connection.connection.driver_connection
    if driver is None:
        raise sa.exc.InvalidRequestError
    return driver


def _load(image: bytes, *, into: sqlite3.Connection) -> None:
    """Copy a database. SQLite cannot let a deserialised image grow beyond a gibibyte."""
    with closing(sqlite3.connect(":memory:")) as source:
        source.deserialize(image)
        source.backup(into)


def _rows(resource: Resource) -> sa.Select[tuple[Value, ...]]:
    columns = METADATA.tables[resource.name].c
    return sa.select(*[columns[name] for name in resource.fields])


def _removed(connection: sa.Connection, resource: Resource, key: Key) -> Row:
    """Delete the row with this key, and return it."""
    table = METADATA.tables[resource.name]
    parts = zip(resource.key, key, strict=True)
    this = sa.and_(*[table.c[name].is_not_distinct_from(value) for name, value in parts])
    found = connection.execute(_rows(resource).where(this)).mappings().one_or_none()
    if found is None:
        msg = f"{resource.name} has no row {key}."
        raise LookupError(msg)
    connection.execute(sa.delete(table).where(this))
    return dict(found)
