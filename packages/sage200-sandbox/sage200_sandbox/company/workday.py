"""The rows of a company during a day of work. Each step sees the changes of the steps before it."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank, scaled
from sage200_sandbox.company.office import midnight
from sage200_sandbox.company.reading import typed
from sage200_sandbox.company.views import repeated, views_of
from sage200_sandbox.facts import resources
from sage200_sandbox.id_fields import id_fields
from sage200_sandbox.rows import Delete, Insert, Update

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from sage200_sandbox.rows import Change, Key, Row, Value

_OF_THE_SANDBOX = "sites"  # lists the companies; it belongs to no company
WITH_URN = (
    *("sales_posted_transactions", "purchase_posted_transactions", "bank_posted_transactions"),
    "nominal_transaction_enquiry_views",
)


class Workday:
    """The current rows, the changes so far, and the counters of ids and URNs.

    Attributes:
        now: The time of all changes, to the millisecond.
        random: Random numbers. Their seed is the last id, so equal companies have equal days.
        changes: The changes so far, in order.
    """

    def __init__(
        self, rows: Callable[[str], list[Row]], *, now: datetime, last_id: int | None, last_urn: int | None = None
    ) -> None:
        """Start the day. The rows are copied, not modified.

        `last_id` and `last_urn` are the last numbers that the company issued; None takes the highest in its rows.
        """
        self._read = rows
        self._tables: dict[str, dict[Key, Row]] = {}
        self._unread: defaultdict[str, dict[Key, Row]] = defaultdict(dict)  # new rows of tables that no step has read
        self.now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        self.changes: list[Change] = []
        last = last_id if last_id is not None else self._highest_id()
        self._ids = count(last + 1)
        self._urns = count((last_urn if last_urn is not None else self._highest_urn()) + 1)
        self.random = Random(last)

    def _highest_id(self) -> int:
        """The highest id of all tables, which share one counter."""
        return max(self._highest(table, id_fields(table)) for table in resources() if table != _OF_THE_SANDBOX)

    def _highest_urn(self) -> int:
        return max(self._highest(table, ["urn"]) for table in WITH_URN)

    def _highest(self, table: str, fields: Iterable[str]) -> int:
        numbers = (row[field] for row in self._read(table) for field in fields)
        return max((number for number in numbers if isinstance(number, int)), default=0)

    @property
    def today(self) -> datetime:
        """The date of `now`."""
        return midnight(self.now)

    def next_id(self) -> int:
        """The next id of the company."""
        return next(self._ids)

    def next_urn(self) -> int:
        """The next unique reference number of a posting."""
        return next(self._urns)

    def next_document_no(self, table: str, field: str) -> str:
        """The number after the highest number. Drafts have no number, and numbers of credit notes have letters."""
        numbers = (typed(row, field, str) for row in self.rows(table))
        return f"{max((int(number) for number in numbers if number.isdecimal()), default=0) + 1:010d}"

    def rows(self, table: str) -> list[Row]:
        """The rows of a table, in the order of their primary keys."""
        return list(self._table(table).values())

    def row(self, table: str, *key: Value) -> Row:
        """The row with this primary key."""
        return self._table(table)[key]

    def where(self, table: str, **values: Value) -> Iterator[Row]:
        """The rows with these values."""
        return (row for row in self.rows(table) if all(row[name] == value for name, value in values.items()))

    def find(self, table: str, *key: Value) -> Row | None:
        """The row with this primary key; None if it does not exist."""
        return self._table(table).get(key)

    def named(self, table: str) -> set[Value]:
        """The ids of this table that rows of other tables reference."""
        fields = ((name, field) for name, resource in resources().items() for field in resource.fields.values())
        naming = [(name, field.name) for name, field in fields if field.references == table and name != _OF_THE_SANDBOX]
        return {row[field] for name, field in naming for row in self.rows(name)}

    def insert(self, table: str, row: Row) -> None:
        """Insert a row, and insert it into the views of its table."""
        self._tables.get(table, self._unread[table])[_key(table, row)] = row
        self.changes.append(Insert(table, dict(row)))
        for view in views_of(table):
            self.put(view, blank(view, **_same(view, table, row)))

    def update(self, table: str, row: Row, **values: Value) -> Row:
        """Update a row and its rows in views. If the table has one timestamp, it becomes `now`."""
        timestamps = resources()[table].timestamps
        moved = scaled(table, {**values, **({timestamps[0]: self.now} if len(timestamps) == 1 else {})})
        key = _key(table, row)
        changed = self._table(table)[key] = self._table(table)[key] | moved
        self.changes.append(Update(table, key, moved))
        for view in views_of(table):
            for shown in list(self.where(view, id=row["id"])):
                self.put(view, shown | _same(view, table, moved))
        return changed

    def put(self, table: str, row: Row) -> None:
        """Insert a row, or update the values that differ. The update also repeats timestamps that are `now`."""
        before = self.find(table, *_key(table, row))
        if before is None:
            self.insert(table, row)
        elif before != row:
            changed = {name: value for name, value in row.items() if value != before[name] or value == self.now}
            self.update(table, before, **changed)

    def add(self, table: str, row: Row, amounts: Row) -> None:
        """Add decimals to the current values of a row, and set all other values."""
        now = self.row(table, *_key(table, row))
        sums = {
            name: typed(now, name, Decimal) + value for name, value in amounts.items() if isinstance(value, Decimal)
        }
        self.update(table, row, **amounts | sums)

    def delete(self, table: str, row: Row) -> None:
        """Delete a row."""
        key = _key(table, row)
        del self._table(table)[key]
        self.changes.append(Delete(table, key))

    def _table(self, table: str) -> dict[Key, Row]:
        if table not in self._tables:
            keyed = {_key(table, row): dict(row) for row in self._read(table)}
            in_order = sorted(keyed.items(), key=lambda item: [str(part).rjust(20) for part in item[0]])
            self._tables[table] = dict(in_order) | self._unread.pop(table, {})
        return self._tables[table]


def _same(view: str, table: str, values: Row) -> Row:
    """The values that a view repeats with the same type."""
    shown, own = resources()[view].fields, resources()[table].fields
    return {name: value for name, value in repeated(view, values).items() if shown[name].type == own[name].type}


def _key(table: str, row: Row) -> Key:
    return tuple(row[name] for name in resources()[table].key)
