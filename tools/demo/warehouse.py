"""The loaded tables in PostgreSQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

if TYPE_CHECKING:
    from tools.demo.rows import Row

SCHEMA = "sage200"
"""`load_schema` of the tap in meltano.yml."""

_KEYS = """
    SELECT t.relname, array_agg(a.attname::text ORDER BY array_position(i.indkey::int2[], a.attnum))
    FROM pg_class t
    LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
    LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY (i.indkey)
    WHERE t.relnamespace = %s::regnamespace AND t.relkind = 'r'
    GROUP BY t.relname ORDER BY t.relname
"""


@dataclass(frozen=True, slots=True)
class Warehouse:
    """The schema that the loader writes to."""

    url: str

    def keys(self) -> dict[str, tuple[str, ...]]:
        """Return the primary key of each table."""
        with psycopg.connect(self.url) as connection:
            return {table: tuple(fields) for table, fields in connection.execute(_KEYS, [SCHEMA])}

    def counts(self) -> dict[str, int]:
        """Return the number of rows per table."""
        return {table: len(self.rows(table)) for table in self.keys()}

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table, without the metadata columns of the loader."""
        query = sql.SQL("SELECT * FROM {}").format(sql.Identifier(SCHEMA, table))
        with psycopg.connect(self.url, row_factory=dict_row) as connection:
            return [
                {name: value for name, value in row.items() if not name.startswith("_sdc_")}
                for row in connection.execute(query)
            ]
