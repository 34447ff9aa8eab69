"""A Sage with one table in which things happen, the tap that reads it, and the warehouse that it fills."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from hypothesis import strategies as st

from tap_sage200.api.prefetch import Prefetcher
from tap_sage200.config.settings import Settings
from tap_sage200.config.table_options import TableOptions
from tap_sage200.records.columns import Columns
from tap_sage200.records.decoder import RecordDecoder
from tap_sage200.records.unknown_fields import UnknownFields
from tap_sage200.sync.context import RunContext
from tap_sage200.sync.read_limits import ReadLimits
from tap_sage200.sync.read_scope import ReadScope
from tap_sage200.sync.reader import TableReader
from tap_sage200.sync.results import TableResult
from tap_sage200.sync.table import ResourceTable
from tap_sage200.sync.table_sync import TableSync
from tests.support.clock import Clock
from tests.support.loading import Died, LoadedTable, Loader
from tests.support.simulated_sage import CREATED, UPDATED, SimulatedSage, ThreadInPlace

if TYPE_CHECKING:
    from tap_sage200.api.client import Sage200Client
    from tap_sage200.records.body import SageRow

LONG_AGO, FAR_AHEAD = datetime(2016, 1, 1, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Event:
    """Something that happens to a row in Sage."""

    what: str
    stamped: str
    which: int


@dataclass(frozen=True)
class Attempt:
    """A run of the tap: what happens before each of its pages, and after how many records it dies."""

    events: list[list[Event]]
    dies_after: int | None = None


STAMPED = ("now", "an hour before it is seen", "never", "long ago", "far ahead", "created after its update")
EVENT = st.builds(Event, st.sampled_from(["insert", "update", "delete"]), st.sampled_from(STAMPED), st.integers(0, 20))
EVENTS = st.lists(st.lists(EVENT, max_size=3), max_size=5)
TRIES = st.lists(st.builds(Attempt, EVENTS, st.none() | st.integers(0, 8)), max_size=5)


@dataclass
class World:
    """A Sage in which things happen, the tap that reads it, and the warehouse that it fills."""

    sage: SimulatedSage = field(default_factory=SimulatedSage)
    clock: Clock = field(default_factory=Clock)
    warehouse: dict[int, SageRow] = field(default_factory=dict)
    state: dict[str, Any] = field(default_factory=dict)
    ahead: int = 1
    """How many pages are asked for ahead."""
    largest: int = 0
    """The rows, and the bytes, of the largest page of another table in the same run."""
    _highest: int = 0

    def insert(self, stamped: str) -> int:
        """Add a row with the next key."""
        now = self.clock.now()
        self._highest += 1
        updated, created = {
            "now": (now, now),
            "an hour before it is seen": (now - HOUR, now - HOUR),
            "never": (None, None),
            "long ago": (LONG_AGO, LONG_AGO),
            "far ahead": (FAR_AHEAD, now),
            "created after its update": (LONG_AGO, now),
        }[stamped]
        self.sage.write(self._highest, updated, created)
        return self._highest

    def update(self, key: int, stamped: str) -> None:
        """Change a row; a change moves a stamp, or nobody could see it."""
        now = self.clock.now()
        updated = {"an hour before it is seen": now - HOUR, "far ahead": FAR_AHEAD}.get(stamped, now)
        self.sage.write(key, updated, None if stamped == "never" else LONG_AGO)

    def happen(self, events: list[Event]) -> None:
        """Let events happen, and a minute pass."""
        for event in events:
            keys = sorted(self.sage.rows)
            if event.what == "empty":
                self.sage.rows.clear()
            elif event.what == "insert" or not keys:
                self.insert(event.stamped)
            elif event.what == "update":
                self.update(keys[event.which % len(keys)], event.stamped)
            elif len(keys) > 1:  # a table that becomes empty while it is read fails
                del self.sage.rows[keys[event.which % len(keys)]]
        self.clock.instant += timedelta(minutes=1)

    def run(self, attempt: Attempt = Attempt([]), **given: object) -> None:
        """Run the tap; what happens meanwhile happens before each of its pages."""
        self.clock.instant += timedelta(days=1)
        coming = iter(attempt.events)
        self.sage.before_page = lambda: self.happen(next(coming, []))
        prefetcher = Prefetcher(self.sage, self.ahead, thread_type=ThreadInPlace, linger=0)
        settings = Settings.from_config({"access_token": "access-0", **given})
        loader = Loader(json.loads(json.dumps(self.state)), self.state, attempt.dies_after)
        share = RunContext(settings, cast("Sage200Client", self.sage), loader, prefetcher=prefetcher)
        share.start.ours = self.clock.now()
        share.largest_page(None).size = share.largest_page(None).packed = self.largest
        share.largest_page(None).rows = self.largest
        with suppress(Died):
            _reader(share, loader.state, LoadedTable(list(COLUMNS.wanted), ["id"], self.warehouse, loader)).read()
            loader.save_state()
        self.state = loader.saved

    def stale(self) -> set[int]:
        """Name the rows of Sage that the warehouse has not, or not as they are."""
        return {
            key for key, row in self.sage.rows.items() if self.warehouse.get(key, {}).get("version") != row["version"]
        }


WHOLE, STAMP = {"type": ["integer", "null"]}, {"type": ["string", "null"]}
COLUMNS = Columns(
    wanted={"id": WHOLE, "version": WHOLE, UPDATED: STAMP, CREATED: STAMP}, key=["id"], timestamps=[UPDATED, CREATED]
)


def _reader(share: RunContext, state: dict[str, Any], customers: LoadedTable) -> TableReader:
    table = ResourceTable(
        options=TableOptions.of_all_tables(share.settings),
        name="customers",
        key=("id",),
        columns=COLUMNS.wanted,
        selected_columns=set(COLUMNS.wanted),
        is_selected=True,
        replication_key=UPDATED,
        path="/customers",
        timestamps=(UPDATED, CREATED),
        filters_by_key=True,
        append_only=False,
        is_one_object=False,
        belongs_to_company=True,
    )
    limits = ReadLimits.of("customers", page_size=3, prefetch=share.prefetcher.depth)
    sync = TableSync(table, TableResult("customers", None), state, customers)
    rows = RecordDecoder(COLUMNS, {}, UnknownFields("warn", "customers"))
    return TableReader(share, table, limits, None, ReadScope([sync], rows, own=sync))
