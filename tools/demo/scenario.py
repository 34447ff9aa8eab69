"""The steps of the demo, in order. Every count is of rows of the selected tables, nested rows included."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.demo.comparison import differences
from tools.demo.edge_case_values import edge_case_change
from tools.demo.errors import DemoError
from tools.demo.report import heading, line, table
from tools.demo.rows import by_key
from tools.demo.source import STREAMS, Source, has_timestamps, selected
from tools.demo.warehouse import as_stored
from tools.demo.work import Work

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from tools.demo.meltano import Meltano
    from tools.demo.rows import Change, Key, Row
    from tools.demo.sandbox import Sandbox
    from tools.demo.warehouse import Warehouse

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Load:
    """The cost of a run."""

    requests: int
    rows_read: int
    written: Mapping[str, AbstractSet[Key]]
    """The keys of the rows that the run wrote to the warehouse, by table."""
    seconds: float

    @property
    def rows_written(self) -> int:
        """The number of rows that the run wrote."""
        return sum(map(len, self.written.values()))


class Scenario:
    """Load a demo company twice, and compare it with the warehouse."""

    def __init__(self, sage: Sandbox, warehouse: Warehouse, meltano: Meltano) -> None:
        """Start with a company with some years of transactions, and an empty warehouse."""
        self._sage = sage
        self._warehouse = warehouse
        self._meltano = meltano
        about = sage.about()
        company = about["companies"][0]
        self._name: str = company["name"]
        # The list of companies is not a table of one company, and it has a row for each of them.
        rows: dict[str, int] = company["tables"] | {"sites": len(about["companies"])}
        self._rows = {name: rows[name] for name in rows if name in STREAMS and selected(name)}
        self._source = Source(sage, {"site_id": company["site_id"], "company_id": company["company_id"]})

    def run(self) -> None:
        """Run all steps.

        Raises:
            DemoError: A step failed, or the warehouse differs from the source.
        """
        heading("A Sage 200 sandbox and an empty PostgreSQL database")
        line(f"{self._name}: {sum(self._rows.values()):,} rows in {len(self._rows)} tables")
        self._sage.change(edge_case_change(self._sage.rows("customers")[0]))
        heading("The first run loads everything")
        first = self._load()
        heading("The company works for a day")
        changes = self._sage.day_of_work()
        work = Work.of(changes, self._warehouse.keys(), self._source)
        new, changed, deleted = (work.count(keys) for keys in (work.new, work.changed, work.deleted))
        line(f"{new:,} rows are new, {changed:,} changed, {deleted:,} deleted")
        example = work.cleared(changes, self._source)
        before = self._loaded(example)
        heading("The second run loads the changes")
        second = self._load()
        heading("What the runs cost")
        _show_costs(first, second, work)
        heading("One of the changed rows")
        _show_change(example, before, self._loaded(example))
        heading("Comparison of source and warehouse, value by value")
        self._compare(work)

    def _load(self) -> Load:
        line("$ meltano run tap-sage200 target-postgres")
        self._sage.forget_requests()
        began, clock = time.time_ns() // 1_000_000, time.monotonic()
        rows_read = self._meltano.run()
        seconds = time.monotonic() - clock
        load = Load(self._sage.requests(), rows_read, self._warehouse.written_since(began), seconds)
        line(f"{load.rows_written:,} rows written")
        return load

    def _loaded(self, change: Change) -> Row:
        name = change["update"]
        fields = self._warehouse.keys()[name]
        return by_key(self._warehouse.rows(name), fields)[self._source.key(change["key"])]

    def _compare(self, work: Work) -> None:
        rows = values = kept = 0
        keys = self._warehouse.keys()
        found = [f"{name}: the table is not in the warehouse" for name in self._rows.keys() - keys.keys()]
        for name, all_loaded in self._warehouse.rows_of_each(keys):
            source = {key: as_stored(row) for key, row in self._source.rows(name, keys[name]).items()}
            loaded, deleted = by_key(all_loaded, keys[name]), work.deleted.get(name, set())
            found += (f"{name}: {difference}" for difference in differences(source, loaded, deleted))
            rows += len(source)
            values += sum(len(row) for row in source.values())
            kept += len((loaded.keys() & deleted) - source.keys())
        if found:
            shown = "\n".join(found[:_SHOWN])
            msg = f"{len(found)} differences between source and warehouse. The first ones:\n{shown}"
            raise DemoError(msg)
        line(f"All {values:,} values of {rows:,} rows in {len(keys)} tables are equal.")
        line(f"The warehouse also keeps {kept} deleted rows, because Sage does not report deletes.")


def _show_costs(first: Load, second: Load, work: Work) -> None:
    table(
        ["", "first run", "second run"],
        [
            ("requests", first.requests, second.requests),
            ("rows read", first.rows_read, second.rows_read),
            ("rows written", first.rows_written, second.rows_written),
            ("seconds", round(first.seconds), round(second.seconds)),
        ],
    )
    worked_on = {name: second.written.get(name, set()) & work.written(name) for name in second.written}
    again = {name: len(keys - worked_on[name]) for name, keys in second.written.items()}
    whole = sum(count for name, count in again.items() if not has_timestamps(name))
    line(f"Of the {second.rows_written:,} rows of the second run, {work.count(worked_on):,} are new or changed.")
    line(f"{sum(again.values()) - whole:,} are read again to be sure (look-back), or come with a changed parent row.")
    line(f"{whole:,} are in tables without a timestamp, which Sage can only send in full.")


def _show_change(change: Change, before: Row, after: Row) -> None:
    key = " and ".join(str(part) for part in change["key"])
    changed = [name for name in after if before[name] != after[name]]
    table([f"{change['update']} {key}", "before", "after"], [(name, before[name], after[name]) for name in changed])
    missed = [name for name, value in change["values"].items() if value is None and after[name] is not None]
    if missed:
        msg = f"{', '.join(missed)} was cleared in the source, but not in the warehouse."
        raise DemoError(msg)
