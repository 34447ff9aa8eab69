"""The steps of the demo, in order."""

from __future__ import annotations

import json
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sage200_sandbox.facts import resources

from tools.demo.comparison import differences
from tools.demo.edge_case_values import edge_case_change
from tools.demo.errors import DemoError
from tools.demo.report import heading, line, table
from tools.demo.rows import by_key
from tools.demo.source import LEFT_OUT, Source
from tools.demo.warehouse import as_stored

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from tools.demo.meltano import Meltano
    from tools.demo.rows import Change, Row
    from tools.demo.sandbox import Sandbox
    from tools.demo.warehouse import Warehouse

_SHOWN = 10
_KINDS = ("insert", "update", "delete")


@dataclass(frozen=True, slots=True)
class Load:
    """The result of a run: rows in the warehouse and rows fetched from Sage, per table."""

    rows: Mapping[str, int]
    fetched: Mapping[str, int]


class Scenario:
    """Load a demo company twice, and compare it with the warehouse."""

    def __init__(self, sage: Sandbox, warehouse: Warehouse, meltano: Meltano) -> None:
        """Start with a company with some years of transactions, and an empty warehouse."""
        self._sage = sage
        self._warehouse = warehouse
        self._meltano = meltano
        company = sage.about()["companies"][0]
        self._name: str = company["name"]
        self._tables: dict[str, int] = company["tables"]
        self._source = Source(sage, {"site_id": company["site_id"], "company_id": company["company_id"]})

    def run(self) -> None:
        """Run all steps.

        Raises:
            DemoError: A step failed, or the warehouse differs from the source.
        """
        heading("A Sage 200 sandbox and an empty PostgreSQL database")
        line(f"{self._name}: {sum(self._tables.values()):,} rows in {len(self._tables)} tables")
        self._sage.change(edge_case_change(self._sage.rows("customers")[0]))
        heading("The first run loads everything")
        first = self._load()
        heading("The company works for a day")
        changes = self._sage.day_of_work()
        table(["", "new", "changed", "deleted"], _counted(changes))
        example = next(change for change in changes if "update" in change and None in change["values"].values())
        before = self._loaded(example)
        heading("The second run loads the changes")
        second = self._load()
        heading("Rows per table")
        _show_loads(first, second, {change[kind] for change in changes for kind in _KINDS if kind in change})
        heading("One of the changed rows")
        self._show_change(example, before, self._loaded(example))
        heading("Comparison of source and warehouse, value by value")
        self._compare(changes)
        heading("Where the next run starts")
        self._show_bookmark(example["update"])

    def _load(self) -> Load:
        self._sage.reset_fetched()
        began = time.monotonic()
        line("$ meltano run tap-sage200 target-postgres")
        self._meltano.run()
        load = Load(self._warehouse.counts(), self._sage.fetched())
        seconds = time.monotonic() - began
        line(f"{sum(load.fetched.values()):,} rows fetched, plus nested rows, in {seconds:.0f} seconds")
        return load

    def _loaded(self, change: Change) -> Row:
        name = change["update"]
        fields = self._warehouse.keys()[name]
        return by_key(self._warehouse.rows(name), fields)[self._source.key(change["key"])]

    def _show_change(self, change: Change, before: Row, after: Row) -> None:
        key = " and ".join(str(part) for part in change["key"])
        changed = [name for name in after if before[name] != after[name]]
        table(
            [f"{change['update']} {key}", "before", "after"],
            [(name, before[name], after[name]) for name in changed],
        )
        missed = [name for name, value in change["values"].items() if value is None and after[name] is not None]
        if missed:
            msg = f"{', '.join(missed)} was cleared in the source, but not in the warehouse."
            raise DemoError(msg)

    def _compare(self, changes: Sequence[Change]) -> None:
        rows = values = 0
        keys = self._warehouse.keys()
        found = [f"{name}: the table is not in the warehouse" for name in self._tables.keys() - keys.keys() - LEFT_OUT]
        for name, fields in keys.items():
            source = {key: as_stored(row) for key, row in self._source.rows(name, fields).items()}
            deleted = {self._source.key(change["key"]) for change in changes if change.get("delete") == name}
            loaded = by_key(self._warehouse.rows(name), fields)
            found += (f"{name}: {difference}" for difference in differences(source, loaded, deleted))
            rows += len(source)
            values += sum(len(row) for row in source.values())
            stayed = len((loaded.keys() & deleted) - source.keys())
            if stayed:
                line(f"{name}: {stayed} deleted in Sage, but kept in the warehouse. Sage does not report deletes.")
        if found:
            shown = "\n".join(found[:_SHOWN])
            msg = f"{len(found)} differences between source and warehouse. The first ones:\n{shown}"
            raise DemoError(msg)
        line(f"{len(LEFT_OUT)} tables are not selected by default: they repeat others, are slow, or need one request")
        line("per row of another table. docs/dictionary lists them.")
        line(f"All {values:,} values of {rows:,} rows in {len(keys)} tables are equal.")

    def _show_bookmark(self, name: str) -> None:
        line(f"{name}: {json.dumps(self._meltano.bookmarks()[name])}")


def _counted(changes: Sequence[Change]) -> list[tuple[object, ...]]:
    counts = Counter((change[kind], kind) for change in changes for kind in _KINDS if kind in change)
    names = sorted({name for name, _ in counts})
    return [(name, *(counts[name, kind] for kind in _KINDS)) for name in names]


def _show_loads(first: Load, second: Load, worked_on: AbstractSet[str]) -> None:
    """Show the changed tables and the largest others: all tables would fill several screens."""
    others = sorted(second.rows.keys() - worked_on, key=lambda name: -second.rows[name])
    shown = sorted({*(worked_on & second.rows.keys()), *others[:_SHOWN]})
    fetched = {name: "with its parent" if resources()[name].parent else second.fetched.get(name, 0) for name in shown}
    lines = [(name, first.rows.get(name, 0), second.rows[name], fetched[name]) for name in shown]
    total = ("all", sum(first.rows.values()), sum(second.rows.values()), sum(second.fetched.values()))
    table(["", "after run 1", "after run 2", "fetched by run 2"], [*lines, total])
    line(f"{len(shown)} of {len(second.rows)} tables are shown: changed ones and large ones.")
    line("The second run also fetches unchanged rows: rows changed in the hour before the bookmark (lookback_seconds),")
    line("and tables without a timestamp.")
