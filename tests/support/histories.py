"""Histories: changes in Sage and failures while the tap reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Literal

from sage200_sandbox import Delete, Insert, Update
from sage200_sandbox.facts import resources
from sage200_sandbox.sample_rows import row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sage200_sandbox import Fault
    from sage200_sandbox.companies import Company
    from sage200_sandbox.rows import Change, Key, Row, Value

CURRENCIES, BANDS, ENTRIES = "currencies", "price_bands", "nominal_transaction_enquiry_views"
LAYOUTS, ORDERS, LINES = "financial_report_layout_views", "sop_orders", "sop_order_lines"
TELLING: Mapping[str, str] = {
    CURRENCIES: "name",
    BANDS: "name",
    ENTRIES: "narrative",
    LAYOUTS: "financial_report_row_title",
    ORDERS: "document_no",
    LINES: "description",
}
"""The column of each table that holds the version of a row."""
GAP = 10
"""The distance between the keys of the first rows. New rows get keys between them."""
TICK = timedelta(minutes=10)
SHIFTS = 2
"""How often rows may shift in a run while the tap reads the table by offset. After more shifts it gives up."""
LATE = 20
"""How many entries with a later key may be committed before an entry that is committed late."""

Act = Literal["insert", "update", "delete", "import"]


@dataclass(frozen=True, slots=True)
class Deed:
    """One change by a user, in the company that the tap is reading.

    Attributes:
        after: The change happens after a page of this table.
        page: The number of that page.
        act: The kind of change. An insert takes a key between others, and its timestamp may be older than its creation.
            An import takes the last key, with old timestamps or none.
        table: The table that changes.
        place: The row that changes, or the row before a new one; it is taken modulo the number of rows.
    """

    after: str
    page: int
    act: Act
    table: str
    place: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """Changes and failures during one run.

    Attributes:
        deeds: The changes.
        faults: The failures of the server.
        lasting: Whether a fault may make a table fail in this run.
        expires_after: The page of the first table after which the access token expires; None for never.
        dies_at: The record at which the run is killed; None for never.
        upgraded: Whether an upgrade before the run has changed every row of Sage.
        start: The setting `start_date`.
        end: The setting `end_date`.
    """

    deeds: tuple[Deed, ...] = ()
    faults: tuple[Fault, ...] = ()
    lasting: bool = False
    expires_after: int | None = None
    dies_at: int | None = None
    upgraded: bool = False
    start: datetime | None = None
    end: datetime | None = None

    @property
    def dates(self) -> Mapping[str, str]:
        """The dates in the settings of the run."""
        dates = {"start_date": self.start, "end_date": self.end}
        return {name: date.isoformat() for name, date in dates.items() if date is not None}


QUIET = Trouble()


@dataclass(frozen=True, slots=True)
class Story:
    """Some tables, how the tap reads them, and the runs. A run without changes follows them.

    Attributes:
        rows: The number of rows of each table at the start.
        runs: The changes and failures of each run.
        page_size: The setting.
        concurrency: The setting.
        companies: The number of companies.
        top_limit: The most rows of a page, whatever the request says.
    """

    rows: Mapping[str, int]
    runs: tuple[Trouble, ...]
    page_size: int
    concurrency: int
    companies: int = 1
    top_limit: int = 5000


@dataclass(slots=True)
class Clock:
    """The time of Sage and of the tap. It moves only when something happens, and then by more than any lookback."""

    time: datetime = datetime(2026, 6, 1, 9, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the time."""
        return self.time

    def tick(self) -> None:
        """Move the time forward."""
        self.time += TICK


@dataclass(slots=True)
class People:
    """The users of the companies. Each change of a row gives it a version that is higher than all versions before."""

    clock: Clock
    version: int = 0
    gone: set[tuple[str, Company, Key]] = field(default_factory=set)
    """Rows that were deleted, by their table and company."""
    used: set[tuple[str, int]] = field(default_factory=set)
    """Keys that a table has had: none is given twice."""
    shifts: int = 0
    """How often a table that is read by position has shifted in this run."""
    _mutex: Lock = field(default_factory=Lock)

    def open(self, company: Company, table: str, count: int) -> None:
        """Insert the first rows of a table."""
        company.replace(table, [self._first(table, number, count) for number in range(1, count + 1)])

    def about_to(self, deed: Deed) -> Callable[[Company], None]:
        """Return the function that the sandbox calls at the moment of the change."""
        return lambda company: self._do(deed, company)

    def _do(self, deed: Deed, company: Company) -> None:
        if deed.table == LAYOUTS and deed.act != "update":
            self.shifts += 1
            if self.shifts > SHIFTS:
                return
        with self._mutex:
            self.clock.tick()
            rows = company.rows(deed.table)
            for change in self._changes(deed, rows, company):
                company.change(change)

    def upgrade(self, company: Company, table: str) -> None:
        """Write one timestamp to every row of a table, as an upgrade of Sage does (seen). Entries never change."""
        if table == ENTRIES:
            return
        self.clock.tick()
        stamps = dict.fromkeys(_stamps(table)[:1], self.clock.now())
        company.replace(table, [one | stamps | self._newer(table) for one in company.rows(table)])

    def _first(self, table: str, number: int, count: int) -> Row:
        stamps: dict[str, Value] = {}
        long_ago = self.clock.now() - timedelta(days=100) + timedelta(seconds=number // 3)
        if own := _stamps(table):
            created = long_ago + timedelta(days=50) if number % 5 == 2 else long_ago
            stamps = {own[0]: long_ago, own[1]: created}
            if number % 7 == 3:
                stamps = dict.fromkeys(own, None)
            elif number % 7 == 5:
                stamps[own[0]] = datetime(2099, 1, 1, tzinfo=UTC)
        of = {"sop_order_id": GAP * (1 + number % max(1, count // 2))} if table == LINES else {}
        return self._new(table, GAP * number) | stamps | of

    def _new(self, table: str, key: int) -> Row:
        self.used.add((table, key))
        return row(table, 1 if table == LAYOUTS else key) | _key_of(table, key) | self._newer(table)

    def _newer(self, table: str) -> Row:
        self.version += 1
        return {TELLING[table]: str(self.version)}

    def _changes(self, deed: Deed, rows: list[Row], company: Company) -> list[Change]:
        table = deed.table
        if table == ENTRIES and deed.act == "insert":
            rows = rows[-LATE:]
        chosen = rows[deed.place % len(rows)] if rows else None
        changes: list[Change] = []
        match deed.act:
            case "insert" | "import":
                last = deed.act == "import"
                changes.append(
                    Insert(table, self._inserted(table, chosen, company, last=last, odd=deed.place % 2 == 1))
                )
            case "update" if chosen and table != ENTRIES:
                changes.append(Update(table, key(table, chosen), self._newer(table)))
            case "delete" if chosen and len(rows) > 1:  # a table that becomes empty while it is read fails
                self.gone.add((table, company, key(table, chosen)))
                changes.append(Delete(table, key(table, chosen)))
        if table == LINES and changes:
            order = changes[0].row["sop_order_id"] if isinstance(changes[0], Insert) else (chosen or {})["sop_order_id"]
            if (order,) in {key(ORDERS, one) for one in company.rows(ORDERS)}:
                # The order changes last: a run that read it before reads it again.
                changes.append(Update(ORDERS, (order,), self._newer(ORDERS)))
        return changes

    def _inserted(self, table: str, chosen: Row | None, company: Company, *, last: bool, odd: bool) -> Row:
        known = [number for name, number in self.used if name == table]
        before = max(known, default=0) if last else _number(table, chosen) if chosen else 0
        free = next(number for number in range(before + 1, before + 2 + len(known)) if (table, number) not in self.used)
        new = self._new(table, free)
        now, old = self.clock.now(), None if odd else self.clock.now() - timedelta(days=200)
        stamps: Row = dict.fromkeys(_stamps(table), old if last else now)
        if stamps and odd and not last:
            stamps |= {_stamps(table)[0]: now - timedelta(days=30)}
        if table == LINES:
            orders = company.rows(ORDERS)
            stamps = {"sop_order_id": orders[free % len(orders)]["id"] if orders else 0}
        return new | stamps


def key(table: str, of: Row) -> Key:
    """Take the key out of a row."""
    return tuple(of[part] for part in resources()[table].key)


def is_stamped(table: str, of: Row) -> bool:
    """Tell whether a row has its first timestamp: it is in a window. A nested row is where its parent is."""
    return all(of[stamp] is not None for stamp in _stamps(table)[:1])


def _number(table: str, of: Row) -> int:
    number = of["financial_report_row_id"] if table == LAYOUTS else of["id"]
    return number if isinstance(number, int) else 0


def _key_of(table: str, number: int) -> Row:
    if table != LAYOUTS:
        return {}
    return {"financial_report_row_id": number, "nominal_account_report_category_id": number % 3}


def _stamps(table: str) -> list[str]:
    resource = resources()[table]
    return [*resource.timestamps, *([resource.created] if resource.created else [])]
