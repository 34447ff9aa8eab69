"""A day at work on the rows of a company: each step sees what the steps before it changed."""

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

_OF_THE_SANDBOX = "sites"  # the list of its companies is no table of a company
WITH_URN = (
    *("sales_posted_transactions", "purchase_posted_transactions", "bank_posted_transactions"),
    "nominal_transaction_enquiry_views",
)


class Workday:
    """The rows as they are at this point of the day, the changes so far, and the next numbers to hand out.

    Attributes:
        now: The moment of every change, to the millisecond.
        random: Chances that follow from the rows alone.
        changes: What was changed, in order.
    """

    def __init__(
        self, rows: Callable[[str], list[Row]], *, now: datetime, last_id: int | None, last_urn: int | None = None
    ) -> None:
        """Begin the day with the rows of each table; they are copied, never changed.

        `last_id` and `last_urn` are the last ones that the company gave out, or None if only its rows tell.
        """
        self._read = rows
        self._tables: dict[str, dict[Key, Row]] = {}
        self._unread: defaultdict[str, dict[Key, Row]] = defaultdict(dict)  # new rows of tables that nobody read yet
        self.now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        self.changes: list[Change] = []
        last = last_id if last_id is not None else self._highest_id()
        self._ids = count(last + 1)
        self._urns = count((last_urn if last_urn is not None else self._highest_urn()) + 1)
        self.random = Random(last)

    def _highest_id(self) -> int:
        """The highest id of any table: one counter serves them all, so that no id is given out twice."""
        return max(self._highest(table, id_fields(table)) for table in resources() if table != _OF_THE_SANDBOX)

    def _highest_urn(self) -> int:
        return max(self._highest(table, ["urn"]) for table in WITH_URN)

    def _highest(self, table: str, fields: Iterable[str]) -> int:
        numbers = (row[field] for row in self._read(table) for field in fields)
        return max((number for number in numbers if isinstance(number, int)), default=0)

    @property
    def today(self) -> datetime:
        """The day of `now`."""
        return midnight(self.now)

    def next_id(self) -> int:
        """The next id of the company."""
        return next(self._ids)

    def next_urn(self) -> int:
        """The next unique reference number of a posting."""
        return next(self._urns)

    def next_document_no(self, table: str, field: str) -> str:
        """The number after the highest; a draft has none, and a credit note another kind."""
        numbers = (typed(row, field, str) for row in self.rows(table))
        return f"{max((int(number) for number in numbers if number.isdecimal()), default=0) + 1:010d}"

    def rows(self, table: str) -> list[Row]:
        """The rows of a table, in the order of their keys."""
        return list(self._table(table).values())

    def row(self, table: str, *key: Value) -> Row:
        """The row with this key."""
        return self._table(table)[key]

    def where(self, table: str, **values: Value) -> Iterator[Row]:
        """The rows that have these values."""
        return (row for row in self.rows(table) if all(row[name] == value for name, value in values.items()))

    def find(self, table: str, *key: Value) -> Row | None:
        """The row with this key, if there is one."""
        return self._table(table).get(key)

    def named(self, table: str) -> set[Value]:
        """The keys of this table that rows of other tables reference."""
        fields = ((name, field) for name, resource in resources().items() for field in resource.fields.values())
        naming = [(name, field.name) for name, field in fields if field.references == table and name != _OF_THE_SANDBOX]
        return {row[field] for name, field in naming for row in self.rows(name)}

    def insert(self, table: str, row: Row) -> None:
        """Insert a row, also into the views that repeat its table."""
        self._tables.get(table, self._unread[table])[_key(table, row)] = row
        self.changes.append(Insert(table, dict(row)))
        for view in views_of(table):
            self.put(view, blank(view, **_same(view, table, row)))

    def update(self, table: str, row: Row, **values: Value) -> Row:
        """Change a row and the views that repeat it; the timestamp of a table that has one is always `now`."""
        stamps = resources()[table].timestamps
        moved = scaled(table, {**values, **({stamps[0]: self.now} if len(stamps) == 1 else {})})
        key = _key(table, row)
        changed = self._table(table)[key] = self._table(table)[key] | moved
        self.changes.append(Update(table, key, moved))
        for view in views_of(table):
            for shown in list(self.where(view, id=row["id"])):
                self.put(view, shown | _same(view, table, moved))
        return changed

    def put(self, table: str, row: Row) -> None:
        """Insert a row, or update the values that differ; a row that changes once more has its timestamp again."""
        before = self.find(table, *_key(table, row))
        if before is None:
            self.insert(table, row)
        elif before != row:
            changed = {name: value for name, value in row.items() if value != before[name] or value == self.now}
            self.update(table, before, **changed)

    def add(self, table: str, row: Row, amounts: Row) -> None:
        """Add decimals to the current values of a row, and replace all other values."""
        now = self.row(table, *_key(table, row))
        sums = {
            name: typed(now, name, Decimal) + value for name, value in amounts.items() if isinstance(value, Decimal)
        }
        self.update(table, row, **amounts | sums)

    def delete(self, table: str, row: Row) -> None:
        """No longer a row."""
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
    """Those of these values that a view of the table shows."""
    shown, own = resources()[view].fields, resources()[table].fields
    return {name: value for name, value in repeated(view, values).items() if shown[name].type == own[name].type}


def _key(table: str, row: Row) -> Key:
    return tuple(row[name] for name in resources()[table].key)
