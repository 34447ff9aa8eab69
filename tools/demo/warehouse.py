"""The loaded tables in PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tools.demo.rows import Key, Row


_KEYS = """
    SELECT t.relname, array_agg(a.attname::text ORDER BY array_position(i.indkey::int2[], a.attnum))
    FROM pg_class t
    LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
    LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (i.indkey)
    WHERE t.relnamespace = %s::regnamespace AND t.relkind = 'r'
    GROUP BY t.relname ORDER BY t.relname
"""


def as_stored(row: Row) -> Row:
    """Return a row in the form that it has in the warehouse.

    Two kinds of values differ from the source. PostgreSQL does not allow NUL in text: the loader writes the replacement
    character instead. The loader passes a decimal to COPY as a double.
    """
    return {name: _as_stored(value) for name, value in row.items()}


def _as_stored(value: object) -> object:
    match value:
        case str():
            return value.replace("\0", "\ufffd")
        case Decimal():
            return Decimal(repr(float(value)))
    return value


@dataclass(frozen=True, slots=True)
class Warehouse:
    """The schema that the loader writes to."""

    url: str
    schema: str = "sage200"
    """`load_schema` of the tap in meltano.yml."""

    def keys(self) -> dict[str, tuple[str, ...]]:
        """Return the primary key of each table."""
        with psycopg.connect(self.url) as connection:
            return {table: tuple(fields) for table, fields in connection.execute(_KEYS, [self.schema])}

    def counts(self) -> dict[str, int]:
        """Return the number of rows per table."""
        return {table: len(rows) for table, rows in self.rows_of_each(self.keys())}

    def written_since(self, milliseconds: int) -> dict[str, set[Key]]:
        """Return the keys of the rows that a run since this time has written, in milliseconds since 1970."""
        query = sql.SQL("SELECT {} FROM {} WHERE _sdc_sync_started_at >= {}")
        written = {}
        with psycopg.connect(self.url) as connection:
            for table, key in self.keys().items():
                columns = sql.SQL(", ").join(map(sql.Identifier, key))
                place = sql.Identifier(self.schema, table)
                written[table] = set(connection.execute(query.format(columns, place, milliseconds)))
        return written

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table, without the metadata columns of the loader."""
        ((_, rows),) = self.rows_of_each([table])
        return rows

    def rows_of_each(self, tables: Iterable[str]) -> Iterator[tuple[str, list[Row]]]:
        """Return the rows of several tables, over one connection."""
        with psycopg.connect(self.url, row_factory=dict_row) as connection:
            for table in tables:
                query = sql.SQL("SELECT * FROM {}").format(sql.Identifier(self.schema, table))
                yield (
                    table,
                    [
                        {name: value for name, value in row.items() if not name.startswith("_sdc_")}
                        for row in connection.execute(query)
                    ],
                )
