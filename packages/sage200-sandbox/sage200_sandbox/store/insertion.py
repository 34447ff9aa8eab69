"""The INSERT of rows, with the JSON texts of their values.

Values are converted column by column, and equal values of a column only once: a demo company has half a million values.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from sage200_sandbox import wire
from sage200_sandbox.store.schema import table_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sage200_sandbox.facts import Field
    from sage200_sandbox.rows import Row, Value

SEPARATOR = "\x1f"
"""Separates the JSON texts of a row's values. JSON escapes this character inside them."""

_DIALECT = SQLiteDialect_pysqlite()


def insert(connection: sa.Connection, table: str, fields: Sequence[Field], rows: Sequence[Row]) -> None:
    """Insert rows that have all these fields of the table, in this order.

    Raises:
        IntegrityError: Two rows have one key.
    """
    columns = list(zip(*[row.values() for row in rows], strict=True))
    texts = zip(*[_texts(field, values) for field, values in zip(fields, columns, strict=True)], strict=True)
    stored = [_stored(table, field, values) for field, values in zip(fields, columns, strict=True)]
    connection.exec_driver_sql(_statement(table), list(zip(*stored, map(SEPARATOR.join, texts), strict=True)))


def _texts(field: Field, values: Sequence[Value]) -> list[str]:
    if field.type == "decimal":  # 0.00 and -0.00 are equal, and their texts differ
        return list(map(wire.text, values))
    texts = {value: wire.text(value) for value in set(values)}
    return [texts[value] for value in values]


def _stored(table: str, field: Field, values: Sequence[Value]) -> Sequence[object]:
    convert = table_of(table).c[field.name].type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    if convert is None:
        return values
    converted = {value: convert(value) for value in set(values)}
    return [converted[value] for value in values]


@cache
def _statement(table: str) -> str:
    return str(sa.insert(table_of(table)).compile(dialect=_DIALECT))
