"""The rows that Sage holds, and the people who change them."""

from __future__ import annotations

import json
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from tests.support.clock import Clock

Row: TypeAlias = dict[str, Any]
Key: TypeAlias = tuple[Any, ...]

ROWS = 35
"""The rows of most tables at first: three full pages and a half."""
FIRST = 100
"""The number of the first row. Keys are multiples of numbers, so that others find a place before and between them."""
PARENTS = 3
"""The rows of a table at first whose rows are read one parent at a time."""
PAGE_SIZE = 10
"""The rows that a run requests at once."""
AWHILE = timedelta(days=5)
"""The time between two runs. The changes of the rows spread over it, further apart than the look-back."""


@dataclass(frozen=True)
class Odd:
    """A value that is written oddly."""

    wire: str
    """The JSON that the server sends. A surrogate stands for a byte that is no UTF-8."""
    held: object = None
    """The value that a target must then hold."""
    truth: object = None
    """The value by which Sage itself filters and orders."""


@dataclass(frozen=True)
class Table:
    """A table, as far as these tests need to know it."""

    name: str
    key: tuple[str, ...]
    version: str
    """A text column. It tells how new a row is."""
    timestamps: tuple[str, ...] = ()
    rows: int = ROWS
    """How many rows there are at first."""
    only_grows: bool = False
    """Whether rows never change: new ones come."""
    step: int = 1
    """How far apart the keys are."""
    nested: tuple[Table, ...] = ()
    """The tables whose rows are in the rows of this one, each in a property of the same name as in `expand`."""
    expand: str = ""
    parent: str = ""
    """The table whose rows have these rows; the column `link` holds its key."""
    link: str = ""


_LINES = Table("sop_order_lines", ("id",), "description", expand="lines", parent="sop_orders", link="sop_order_id")
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("price_bands", ("id",), "name", ("date_time_updated", "date_time_created")),
        Table("nominal_transaction_enquiry_views", ("id",), "narrative", only_grows=True, step=500),
        Table(
            "customer_views",
            ("id", "customer_location_id"),
            "name",
            ("date_time_updated", "customer_location_date_time_updated", "date_time_created"),
        ),
        Table("sop_orders", ("id",), "document_no", ("date_time_updated", "date_time_created"), nested=(_LINES,)),
        _LINES,
        Table(
            "warehouse_holdings",
            ("id",),
            "warehouse_name",
            ("date_time_updated", "date_time_created"),
            rows=PARENTS,
        ),
        Table(
            "traceable_item_balances",
            ("traceable_bin_item_id", "traceable_item_id"),
            "supplier_reference",
            parent="warehouse_holdings",
            link="warehouse_holding_id",
        ),
        Table("account_status_types", ("id",), "description"),
    )
}


@dataclass(frozen=True)
class Kind:
    """A kind of table, by the way in which the tap reads it."""

    name: str
    deviating: str
    """The table whose responses deviate."""
    selected: tuple[str, ...]

    def __str__(self) -> str:
        """Name it in the id of a test."""
        return self.name


BY_KEY = Kind("by key", "price_bands", ("price_bands",))
JOURNAL = Kind("journal", "nominal_transaction_enquiry_views", ("nominal_transaction_enquiry_views",))
TWO_PART_KEY = Kind("two-part key", "customer_views", ("customer_views",))
NESTED = Kind("nested", "sop_orders", ("sop_orders", "sop_order_lines"))
BY_PARENT = Kind("by parent", "traceable_item_balances", ("warehouse_holdings", "traceable_item_balances"))
FIXED_LIST = Kind("fixed list", "account_status_types", ("account_status_types",))
KINDS = (BY_KEY, JOURNAL, TWO_PART_KEY, NESTED, BY_PARENT, FIXED_LIST)
MIXED = tuple(
    Kind(f"mixed, {kind}", kind.deviating, tuple(sorted({name for each in KINDS for name in each.selected})))
    for kind in KINDS
)
"""All these tables, of which one deviates."""


@dataclass
class Source:
    """Sage's rows of the selected tables."""

    kind: Kind
    clock: Clock = field(default_factory=Clock)
    rows: dict[str, dict[Key, Row]] = field(default_factory=dict)
    clock_ahead: timedelta = timedelta()
    """How far the clock of the tap's machine is ahead of Sage's."""
    _versions: int = 0

    def __post_init__(self) -> None:
        """Fill the tables; the changes of their rows lie further apart than the look-back."""
        self.rows = {name: {} for name in self.kind.selected}
        for name in self._own():
            for number in range(FIRST, FIRST + TABLES[name].rows):
                self.insert(name, number)

    def copy(self) -> Source:
        """Copy everything that may change."""
        other = copy(self)
        other.clock = Clock(self.clock.instant)
        other.rows = {name: {key: dict(row) for key, row in rows.items()} for name, rows in self.rows.items()}
        return other

    def _own(self) -> list[str]:
        """The tables whose rows do not come and go with those of another."""
        return [name for name in self.kind.selected if not TABLES[name].expand]

    @property
    def table(self) -> Table:
        """The table whose responses deviate."""
        return TABLES[self.kind.deviating]

    def time_of_the_tap(self) -> datetime:
        """The time by the clock of the tap's machine."""
        return self.clock.now() + self.clock_ahead

    def keys(self, name: str) -> list[Key]:
        """The keys of a table in order."""
        return sorted(self.rows[name])

    def insert(self, name: str, number: int) -> Key:
        """Insert the row with this number, and the row nested in it."""
        table = TABLES[name]
        row: Row = dict.fromkeys(table.key[:1], table.step * number)
        row |= dict.fromkeys(table.key[1:], number % 3)
        if table.timestamps:
            row |= dict.fromkeys(table.timestamps, self.clock.now() - timedelta(days=1000))
        if table.link:
            row[table.link] = number if table.expand else FIRST + number % PARENTS
        key = tuple(row[part] for part in table.key)
        self.rows[name][key] = row
        for nested in table.nested:
            if nested.name in self.rows:
                self.insert(nested.name, number)
        self.change(name, key, at=self.clock.now() - timedelta(hours=2 * (number - FIRST + 1)))
        return key

    def change(self, name: str, key: Key, at: datetime | None = None) -> None:
        """Change a row and the rows nested in it, now or at another time."""
        table = TABLES[name]
        row = self.rows[name][key]
        self._versions += 1
        row[table.version] = f"version {self._versions}"
        for timestamp in table.timestamps[:1]:
            row[timestamp] = at or self.clock.now()
        for nested in table.nested:
            for line, held in self.rows.get(nested.name, {}).items():
                if held[nested.link] == row["id"]:
                    self.change(nested.name, line)

    def delete(self, name: str, key: Key) -> None:
        """Delete a row and those nested in it."""
        for nested in TABLES[name].nested:
            lines = self.rows.get(nested.name, {})
            for line in [line for line, row in lines.items() if row[nested.link] == key[0]]:
                del lines[line]
        del self.rows[name][key]

    def pass_time(self) -> None:
        """Let time pass, in which every row changes, the first ones last: so the first page has the latest changes.

        Entries of the journal never change: new ones come.
        """
        self.clock.sleep(AWHILE.total_seconds())
        for name in self._own():
            table = TABLES[name]
            if table.only_grows:
                newest = self.keys(name)[-1][0] // table.step
                for number in range(newest + 1, newest + ROWS + 1):
                    self.insert(name, number)
            else:
                for place, key in enumerate(self.keys(name), 1):
                    self.change(name, key, at=self.clock.now() - timedelta(hours=2 * place))

    def pass_a_quiet_time(self) -> None:
        """Let time pass, in which one row of each table changes and another one comes."""
        self.clock.sleep(AWHILE.total_seconds())
        for name in self._own():
            table = TABLES[name]
            if not table.only_grows and not table.parent:
                self.change(name, self.keys(name)[0])
            newest = self.keys(name)[-1][0] // table.step
            self.insert(name, newest + 1)

    def sent(self, name: str, expands: set[str], parent: int | None) -> list[Row]:
        """The rows of a resource, with those nested in them that are expanded."""
        table = TABLES[name]
        rows = [dict(self.rows[name][key]) for key in self.keys(name)]
        if parent is not None:
            return [
                {part: value for part, value in row.items() if part != table.link}
                for row in rows
                if row[table.link] == parent
            ]
        for nested in table.nested:
            if nested.expand in expands:
                lines = self.rows.get(nested.name, {}).values()
                for row in rows:
                    own = [line for line in lines if line[nested.link] == row["id"]]
                    row[nested.expand] = [{k: v for k, v in line.items() if k != nested.link} for line in own]
        return rows


def as_sage_writes(value: object) -> str:
    """Write a value as JSON, as Sage does: without what is null in objects."""
    match value:
        case Odd():
            return value.wire
        case datetime():
            return f'"{value.replace(tzinfo=None).isoformat()}Z"'
        case dict():
            held = {name: each for name, each in value.items() if each is not None}
            return "{" + ",".join(f"{json.dumps(name)}:{as_sage_writes(each)}" for name, each in held.items()) + "}"
        case list():
            return "[" + ",".join(map(as_sage_writes, value)) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)
