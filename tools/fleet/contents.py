"""The rows of the warehouse, compared with those of all companies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from tools.demo.comparison import differences
from tools.demo.rows import by_key
from tools.demo.warehouse import as_stored
from tools.fleet.size import TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.demo.rows import Key, Row
    from tools.demo.warehouse import Warehouse
    from tools.fleet.source import Company


@dataclass(frozen=True, slots=True)
class Contents:
    """The result of a comparison."""

    rows: int
    values: int
    differences: list[str]


def compare(companies: Sequence[Company], warehouse: Warehouse) -> Contents:
    """Compare each value of each table with the source. Two rows with one key are a difference."""
    rows = values = 0
    found: list[str] = []
    keys = warehouse.keys()
    for table in TABLES:
        key = keys.get(table, ())
        if not key:
            found.append(f"{table} is not in the warehouse, or has no primary key")
            continue
        source: dict[Key, Row] = {}
        for company in companies:
            source |= {place: as_stored(row) for place, row in company.expected(table, key).items()}
        loaded = by_key(warehouse.rows(table), key)
        found += (f"{table}: {difference}" for difference in differences(source, loaded, ()))
        rows += len(source)
        values += sum(map(len, source.values()))
    return Contents(rows, values, found)


def rows_of(companies: Sequence[tuple[str, int]], warehouse: Warehouse) -> int:
    """Return the number of rows of these companies, by site and company ID, in all tables."""
    count = 0
    query = sql.SQL("SELECT count(*) FROM {} WHERE (site_id, company_id) IN ({})")
    pairs = sql.SQL(", ").join(sql.SQL("({}, {})").format(*map(sql.Literal, each)) for each in companies)
    with psycopg.connect(warehouse.url) as connection:
        for table in warehouse.keys():  # noqa: SIM118 - a method, not that of a dict
            place = sql.Identifier(warehouse.schema, table)
            ((each,),) = connection.execute(query.format(place, pairs)).fetchall()
            count += each
    return count
