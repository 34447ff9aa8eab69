"""The workload: constant inserts, updates and deletes in the companies, also during a run."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING

from sage200_sandbox import Delete, Insert, Update
from sage200_sandbox.facts import resources

from tools.soak.tables import CUSTOMERS, DESPATCHES, FIGURES, LINES, ORDERS, POSTINGS, TABLES

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random
    from threading import Event

    from sage200_sandbox.companies import Company
    from sage200_sandbox.rows import Key, Row, Value

    from tools.soak.row_versions import RowVersions
    from tools.soak.tables import Table

_PAUSE = 0.03
"""Seconds between two changes, on average."""
_AT_ONCE = 150
"""Number of customers with the same timestamp after a bulk change."""


class Workload:
    """Random changes in some companies, each recorded in the row versions."""

    def __init__(self, companies: list[Company], row_versions: RowVersions, random: Random) -> None:
        """Record the existing rows of the companies."""
        self._companies = companies
        self._row_versions = row_versions
        self._random = random
        self._numbers = count(1)
        for company in companies:
            for table in TABLES:
                for row in company.rows(table.name):
                    row_versions.record((company.number, table.name), _key(table.name, row), row)

    def fill(self, rows: int) -> None:
        """Add rows until each growing table has this number."""
        for company in self._companies:
            for table, grow in ((CUSTOMERS, self._add_customer), (ORDERS, self._add_order), (POSTINGS, self._post)):
                for _ in range(len(self._row_versions.keys((company.number, table.name))), rows):
                    grow(company)

    def run(self, stop: Event) -> None:
        """Change rows until stopped."""
        changes: dict[Callable[[Company], None], float] = {
            self._change_customer: 6,
            self._add_customer: 2,
            self._delete_customer: 2,
            self._change_customers: 0.2,
            self._change_order: 4,
            self._add_order: 2,
            self._delete_order: 1,
            self._delete_line: 1,
            self._post: 4,
            self._change_figures: 2,
            self._add_figures: 1,
            self._delete_figures: 1,
            self._change_despatch: 1,
        }
        while not stop.wait(self._random.expovariate(1 / _PAUSE)):
            [change] = self._random.choices(list(changes), weights=list(changes.values()))
            with self._row_versions.lock:
                change(self._random.choice(self._companies))

    def _change_customer(self, company: Company) -> None:
        self._change(company, CUSTOMERS, self._any(company, CUSTOMERS))

    def _add_customer(self, company: Company) -> None:
        self._add(company, CUSTOMERS)

    def _delete_customer(self, company: Company) -> None:
        self._delete(company, CUSTOMERS, self._any(company, CUSTOMERS))

    def _change_customers(self, company: Company) -> None:
        timestamp = datetime.now(UTC)
        keys = self._row_versions.keys((company.number, CUSTOMERS.name))
        for key in self._random.sample(keys, min(_AT_ONCE, len(keys))):
            self._change(company, CUSTOMERS, key, date_time_updated=timestamp)

    def _change_order(self, company: Company) -> None:
        """Change a line, then its order: Sage gives lines no timestamp."""
        line = self._any(company, LINES)
        self._change(company, LINES, line)
        self._change(company, ORDERS, self._order_of(company, line))

    def _add_order(self, company: Company) -> None:
        order = self._add(company, ORDERS)
        for _ in range(self._random.randrange(1, 4)):
            self._add(company, LINES, sop_order_id=order["id"])

    def _delete_order(self, company: Company) -> None:
        order = self._any(company, ORDERS)
        for line in self._row_versions.keys((company.number, LINES.name)):
            if self._order_of(company, line) == order:
                self._delete(company, LINES, line)
        self._delete(company, ORDERS, order)

    def _delete_line(self, company: Company) -> None:
        line = self._any(company, LINES)
        order = self._order_of(company, line)
        self._delete(company, LINES, line)
        self._change(company, ORDERS, order)

    def _post(self, company: Company) -> None:
        self._add(company, POSTINGS)

    def _change_figures(self, company: Company) -> None:
        self._change(company, FIGURES, self._any(company, FIGURES))

    def _add_figures(self, company: Company) -> None:
        self._add(company, FIGURES)

    def _delete_figures(self, company: Company) -> None:
        self._delete(company, FIGURES, self._any(company, FIGURES))

    def _change_despatch(self, company: Company) -> None:
        """Change a row. Rows are never added or deleted here, because a run correctly fails if that is too fast."""
        self._change(company, DESPATCHES, self._any(company, DESPATCHES))

    def _order_of(self, company: Company, line: Key) -> Key:
        return (self._row_versions.row((company.number, LINES.name), line)["sop_order_id"],)

    def _any(self, company: Company, table: Table) -> Key:
        return self._random.choice(self._row_versions.keys((company.number, table.name)))

    def _add(self, company: Company, table: Table, **values: Value) -> Row:
        """Copy a row with a new id."""
        resource = resources()[table.name]
        like = self._row_versions.row((company.number, table.name), self._any(company, table))
        own = {*resource.key, *resource.timestamps, resource.created}
        copied = {name: value for name, value in like.items() if name not in own}
        row = company.change(Insert(table.name, copied | {table.marker: self._marker(table)} | values)) or {}
        self._row_versions.record((company.number, table.name), _key(table.name, row), row)
        return row

    def _change(self, company: Company, table: Table, key: Key, **values: Value) -> None:
        cleared: Row = {table.date: None if self._random.random() < 1 / 2 else datetime.now(UTC)} if table.date else {}
        change = Update(table.name, key, {table.marker: self._marker(table)} | cleared | values)
        self._row_versions.record((company.number, table.name), key, company.change(change))

    def _delete(self, company: Company, table: Table, key: Key) -> None:
        self._row_versions.record((company.number, table.name), key, company.change(Delete(table.name, key)))

    def _marker(self, table: Table) -> Value:
        """Return a value that no earlier version had."""
        number = next(self._numbers)
        text = resources()[table.name].fields[table.marker].type == "string"
        return f"version {number}" if text else number


def _key(table: str, row: Row) -> Key:
    return tuple(row[name] for name in resources()[table].key)
