"""The database of one company, for one thread at a time."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from sage200_sandbox.facts import resource_called
from sage200_sandbox.id_fields import id_fields
from sage200_sandbox.rows import Delete, Insert, Update
from sage200_sandbox.store.insertion import SEPARATOR, insert
from sage200_sandbox.store.schema import WIRE, table_of
from sage200_sandbox.store.values import complete, filled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from sage200_sandbox.facts import Resource
    from sage200_sandbox.rows import Change, Key, Row, Value


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A copy of a whole database.

    Attributes:
        image: The database, serialised by SQLite; empty if it has no tables.
        tables: The tables in it.
        last_id: The highest id so far.
    """

    image: bytes
    tables: frozenset[str]
    last_id: int


NO_ROWS = Snapshot(b"", frozenset(), last_id=0)
"""A company without rows."""


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


_ENGINE = sa.create_engine(
    "sqlite://", poolclass=sa.NullPool, connect_args={"check_same_thread": False}, query_cache_size=5000
)
"""Opens a new database in memory for each connection. All stores share its cache of compiled statements."""


class Store:
    """The tables of one company. A table is created in SQL when it is first used, since most tests use few tables.

    Attributes:
        last_id: The highest id so far.
    """

    def __init__(self, start: Snapshot) -> None:
        """Start with the rows of the snapshot."""
        self._connection = _ENGINE.connect()
        self.last_id = start.last_id
        self._created = set(start.tables)
        self._lock = Lock()
        if start.image:
            _load(start.image, into=self._driver())

    def close(self) -> None:
        """Release the rows."""
        with self._lock:
            self._connection.close()

    def snapshot(self) -> Snapshot:
        """Return the rows at this time."""
        with self._lock:
            image = self._driver().serialize() if self._created else b""  # SQLite cannot serialise an empty database
            return Snapshot(image, frozenset(self._created), self.last_id)

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        return self._number(sa.select(sa.func.count()).select_from(self._table(table)))

    def highest(self, table: str, field: str) -> int:
        """Return the highest value of an integer field; 0 without rows."""
        return self._number(sa.select(sa.func.max(self._table(table).c[field])))

    def rows(self, table: str) -> list[Row]:
        """Return all rows of a table in the order of their keys, with every field.

        Raises:
            LookupError: The table is unknown.
        """
        sql_table = self._table(table)
        query = _rows(sql_table).order_by(*sql_table.primary_key)
        with self._transaction() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def search(self, table: str, search: Search) -> list[list[str]]:
        """Return the matching rows, each as the JSON texts of all its fields, in the order of the facts."""
        query = (
            sa.select(self._table(table).c[WIRE])
            .where(search.where)
            .order_by(*search.orderby)
            .offset(search.skip)
            .limit(search.top)
        )
        return self._texts(query)

    def related(self, table: str, column: str, values: Iterable[Value]) -> list[list[str]]:
        """Return the rows with one of these values in a column, in the order of their keys, in the form of `search`."""
        sql_table = self._table(table)
        where = sql_table.c[column].in_(list(values))
        query = sa.select(sql_table.c[WIRE]).where(where).order_by(*sql_table.primary_key)
        return self._texts(query)

    def replace(self, table: str, rows: Iterable[Mapping[str, Value]]) -> None:
        """Replace all rows of a table. Missing fields are null.

        Raises:
            LookupError: The table is unknown.
            ValueError: A row does not fit the table, or two rows have one key. Then nothing changes.
        """
        resource = resource_called(table)
        fitting = [complete(resource, row) for row in rows]
        sql_table = self._table(table)
        with self._transaction() as connection:
            connection.execute(sa.delete(sql_table))
            self._write(connection, resource, fitting)

    def change(self, change: Change, *, now: datetime) -> Row | None:
        """Change one row, as a user of Sage does. Its timestamps become `now`, unless the change sets one of them.

        Returns:
            The row after the change; None for a deleted row.

        Raises:
            LookupError: The table or the row does not exist.
            ValueError: A value does not fit its field, or the key is taken. Then nothing changes.
        """
        resource = resource_called(change.table)
        sql_table = self._table(change.table)
        with self._transaction() as connection:
            match change:
                case Insert(row=given):
                    timestamps = dict.fromkeys((*resource.timestamps, *filter(None, [resource.created])), now)
                    values = self._next_key(resource) | timestamps | dict(given)
                    row = complete(resource, filled(resource, values))
                case Update(key=key, values=given):
                    before = _removed(connection, sql_table, resource.key, key)
                    moved = {} if given.keys() & set(resource.timestamps) else dict.fromkeys(resource.timestamps, now)
                    row = complete(resource, before | moved | dict(given))
                case Delete(key=key):
                    _removed(connection, sql_table, resource.key, key)
                    return None
            self._write(connection, resource, [row])
        return row

    def write(self, work: Callable[[sa.Connection], None], *, last_id: int) -> None:
        """Run `work` in one transaction. `last_id` is the highest id of the rows that it writes."""
        with self._transaction() as connection:
            work(connection)
            self.last_id = max(self.last_id, last_id)

    def _table(self, name: str) -> sa.Table:
        """Return the SQL table, which exists in the database afterwards."""
        table = table_of(name)
        with self._lock:
            if name not in self._created:
                with self._connection.begin():
                    table.create(self._connection)
                self._created.add(name)
        return table

    @contextmanager
    def _transaction(self) -> Iterator[sa.Connection]:
        with self._lock, self._connection.begin():
            yield self._connection

    def _driver(self) -> sqlite3.Connection:
        driver: sqlite3.Connection | None = self._connection.connection.driver_connection
        if driver is None:
            raise sa.exc.InvalidRequestError
        return driver

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
        try:
            insert(connection, resource.name, list(resource.fields.values()), rows)
        except sa.exc.IntegrityError as error:
            msg = f"{resource.name} has two rows with one key: {error.orig}."
            raise ValueError(msg) from error
        ids = [row[name] for row in rows for name in id_fields(resource.name)]
        self.last_id = max([self.last_id, *[value for value in ids if isinstance(value, int)]])


def _load(image: bytes, *, into: sqlite3.Connection) -> None:
    """Copy a database. SQLite cannot let a deserialised image grow beyond a gibibyte."""
    with closing(sqlite3.connect(":memory:")) as source:
        source.deserialize(image)
        source.backup(into)


def _rows(table: sa.Table) -> sa.Select[tuple[Value, ...]]:
    return sa.select(*[column for column in table.c if column.name != WIRE])


def _removed(connection: sa.Connection, table: sa.Table, names: tuple[str, ...], key: Key) -> Row:
    """Delete the row with this key, and return it."""
    this = sa.and_(*[table.c[name].is_not_distinct_from(value) for name, value in zip(names, key, strict=True)])
    found = connection.execute(_rows(table).where(this)).mappings().one_or_none()
    if found is None:
        msg = f"{table.name} has no row {key}."
        raise LookupError(msg)
    connection.execute(sa.delete(table).where(this))
    return dict(found)
