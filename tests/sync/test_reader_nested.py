"""Nested rows arrive as they are, whatever happens to them and to their parents, and whenever runs die."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.api.prefetch import Prefetcher
from tap_sage200.config.settings import Settings
from tap_sage200.config.table_options import TableOptions
from tap_sage200.records.columns import Columns
from tap_sage200.records.decoder import RecordDecoder
from tap_sage200.records.unknown_fields import UnknownFields
from tap_sage200.sync.context import RunContext
from tap_sage200.sync.nesting import ExpandedRows
from tap_sage200.sync.read_limits import ReadLimits
from tap_sage200.sync.read_scope import ReadScope
from tap_sage200.sync.reader import TableReader
from tap_sage200.sync.results import TableResult
from tap_sage200.sync.table import NestedTable, ResourceTable
from tap_sage200.sync.table_sync import TableSync
from tests.support.clock import Clock
from tests.support.loading import Died, LoadedTable, Loader
from tests.support.simulated_sage import CREATED, UPDATED, SimulatedSage, ThreadInPlace

if TYPE_CHECKING:
    from tap_sage200.api.client import Sage200Client
    from tap_sage200.records.body import SageRow

WHOLE: dict[str, Any] = {"type": ["integer", "null"]}
STAMP: dict[str, Any] = {"type": ["string", "null"]}
ORDERS = Columns(
    wanted={"id": WHOLE, "version": WHOLE, UPDATED: STAMP, CREATED: STAMP}, key=["id"], timestamps=[UPDATED, CREATED]
)
LINES = Columns(
    wanted={"order_id": WHOLE, "id": WHOLE, "version": WHOLE, "order_date_time_updated": STAMP}, key=["order_id", "id"]
)


@dataclass(frozen=True)
class Event:
    """Something that happens in Sage: to an order, or to a line of it. Either moves the order's stamp."""

    what: str
    which: int


EVENT = st.builds(
    Event, st.sampled_from(["new order", "change", "delete order", "new line", "delete line"]), st.integers(0, 20)
)
EVENTS = st.lists(st.lists(EVENT, max_size=3), max_size=5)


@dataclass
class World:
    """Orders with lines in Sage, and the two tables that the tap fills of them."""

    sage: SimulatedSage = field(default_factory=SimulatedSage)
    clock: Clock = field(default_factory=Clock)
    orders: dict[int, SageRow] = field(default_factory=dict)
    lines: dict[tuple[int, int], SageRow] = field(default_factory=dict)
    states: list[dict[str, Any]] = field(default_factory=lambda: [{}, {}])
    ahead: int = 1
    """How many pages are asked for ahead."""
    _numbers: int = 0

    def happen(self, events: list[Event]) -> None:
        """Let events happen, and a minute pass."""
        for event in events:
            keys = sorted(self.sage.rows)
            if event.what == "new order" or not keys:
                self._numbers += 1
                self._write(self._numbers, [])
                continue
            order = keys[event.which % len(keys)]
            if event.what == "delete order":
                if len(keys) > 1:  # a table that becomes empty while it is read fails
                    del self.sage.rows[order]
            else:
                self._write(order, self._changed(event, self.sage.rows[order]["lines"]))
        self.clock.instant += timedelta(minutes=1)

    def _changed(self, event: Event, lines: list[SageRow]) -> list[SageRow]:
        self._numbers += 1
        if event.what == "new line" or not lines:
            return [*lines, {"id": self._numbers, "version": self._numbers}]
        place = event.which % len(lines)
        rest = [*lines[:place], *lines[place + 1 :]]
        return rest if event.what == "delete line" else [*rest, lines[place] | {"version": self._numbers}]

    def _write(self, order: int, lines: list[SageRow]) -> None:
        now = self.clock.now()
        self.sage.write(order, now, now)
        self.sage.rows[order]["lines"] = lines

    def run(self, events: list[list[Event]], dies_after: int | None = None) -> None:
        """Run the tap; what happens meanwhile happens before each of its pages."""
        self.clock.instant += timedelta(days=1)
        coming = iter(events)
        self.sage.before_page = lambda: self.happen(next(coming, []))
        loader = Loader(json.loads(json.dumps(self.states)), self.states, dies_after)
        prefetcher = Prefetcher(self.sage, self.ahead, thread_type=ThreadInPlace, linger=0)
        settings = Settings.from_config({"access_token": "access-0", "lookback_seconds": 0})
        share = RunContext(settings, cast("Sage200Client", self.sage), loader, prefetcher=prefetcher)
        share.start.ours = self.clock.now()
        orders = LoadedTable(list(ORDERS.wanted), ["id"], self.orders, loader)
        lines = LoadedTable(list(LINES.wanted), ["order_id", "id"], self.lines, loader)
        with suppress(Died):
            _reader(share, loader.state, orders, lines).read()
            loader.save_state()
        self.states = loader.saved

    def stale(self) -> set[object]:
        """Name what of Sage the warehouse has not, or not as it is, and lines that nobody could tell are gone."""
        missing: set[object] = set()
        for key, order in self.sage.rows.items():
            held = self.orders.get(key, {})
            if held.get("version") != order["version"]:
                missing.add(key)
                continue
            current = {
                line["id"]: line["version"]
                for (owner, _), line in self.lines.items()
                if owner == key and line["order_date_time_updated"] == held[UPDATED]
            }
            if current != {line["id"]: line["version"] for line in order["lines"]}:
                missing.add((key, "lines"))
        return missing


def _reader(
    share: RunContext, states: list[dict[str, Any]], loaded_orders: LoadedTable, loaded_lines: LoadedTable
) -> TableReader:
    table = ResourceTable(
        options=TableOptions.of_all_tables(share.settings),
        name="orders",
        key=("id",),
        columns=ORDERS.wanted,
        selected_columns=set(ORDERS.wanted),
        is_selected=True,
        replication_key=UPDATED,
        path="/orders",
        timestamps=(UPDATED, CREATED),
        filters_by_key=True,
        append_only=False,
        is_one_object=False,
        belongs_to_company=True,
    )
    limits = ReadLimits.of("orders", page_size=3, prefetch=share.prefetcher.depth)
    orders = TableSync(table, TableResult("orders", None), states[0], loaded_orders)
    links = {"order_id": "id", "order_date_time_updated": UPDATED}
    lines_table = NestedTable(
        options=TableOptions.of_all_tables(share.settings),
        name="lines",
        key=("order_id", "id"),
        columns=LINES.wanted,
        selected_columns=set(LINES.wanted),
        is_selected=True,
        replication_key="order_date_time_updated",
        path=None,
        expand="lines",
        links=links,
    )
    lines = TableSync(lines_table, TableResult("lines", None), states[1], loaded_lines)
    of_lines = RecordDecoder(LINES, {}, UnknownFields("warn", "lines"))
    node = ExpandedRows("lines", links, is_numbered=False, is_list=True, decoder=of_lines, sync=lines)
    of_orders = RecordDecoder(ORDERS, {"lines": of_lines}, UnknownFields("warn", "orders"))
    return TableReader(share, table, limits, None, ReadScope([orders, lines], of_orders, own=orders, nodes=[node]))


@given(st.integers(1, 4), st.integers(0, 9), st.lists(st.tuples(EVENTS, st.none() | st.integers(0, 12)), max_size=5))
def test_lines_arrive_as_they_are_and_those_that_are_gone_are_told(
    ahead: int, orders_before: int, tries: list[tuple[list[list[Event]], int | None]]
) -> None:
    world = World(ahead=ahead)
    for which in range(orders_before):
        world.happen([Event("new order", 0), Event("new line", which)])
    for events, dies_after in tries:
        world.run(events, dies_after)

    world.run([])

    assert not world.stale()
