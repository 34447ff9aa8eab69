"""Tries the tables: asks for one row of each, with what is nested in it, and keeps nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tap_sage200 import odata, problems
from tap_sage200.api.request import Request
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.errors import AbsentError, GaveUpError, RefusedError, RunError, Sage200Error, UnavailableError
from tap_sage200.records.body import parse_object, parse_rows
from tap_sage200.sync.results import TABLES_OF_PATIENCE
from tap_sage200.sync.table import NestedTable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from tap_sage200.api.client import Sage200Client
    from tap_sage200.config.companies import Company
    from tap_sage200.records.body import SageRow
    from tap_sage200.singer.resource_stream import ResourceStream
    from tap_sage200.sync.table import Table


@dataclass(frozen=True, slots=True)
class TableCheck:
    """What came of one table of one company."""

    table: Table
    resource: type[ResourceStream]
    """The stream of the table itself, or of the one that it is nested in."""
    company: Company | None
    seconds: float
    """How long the requests took that should bring it."""
    rows: int = 0
    """How many rows of it came."""
    error: Sage200Error | None = None
    """Why none can come."""

    @property
    def is_lacking(self) -> bool:
        """Tell whether it is Sage that has no such table for this user or in this version."""
        lacks = (UnavailableError, RefusedError) if isinstance(self.table, NestedTable) else UnavailableError
        return isinstance(self.error, lacks)

    @property
    def is_forbidden(self) -> bool:
        """Tell whether it is this user's role that lacks it."""
        return isinstance(self.error, UnavailableError) and not isinstance(self.error, AbsentError)


@dataclass(slots=True)
class TableChecker:
    """Tries a table of one company, and the selected tables that are nested in it."""

    api: Sage200Client
    root: ResourceStream
    company: Company | None
    clock: Clock = SYSTEM_CLOCK
    tried: list[TableCheck] = field(default_factory=list)
    _began: float = 0.0

    def run(self) -> list[TableCheck]:
        """Ask for one row with all that is wanted; where Sage refuses that, find out which expansion is to blame.

        Raises:
            RunError: No other table would fare better.
        """
        self._began = self.clock.monotonic()
        table = self.root.table
        nested = [child for child in table.nested if child.is_wanted]
        expands = {child.expand for child in nested if child.path is None and child.expand}
        expands |= table.column_expands if table.is_selected else set()
        refused: Mapping[str, RefusedError] = {}
        try:
            try:
                row = self._first_row(expands)
            except RefusedError:
                row, refused = self._apart(expands)
        except RunError:
            raise
        except Sage200Error as error:
            self._note_all(table, error)
            return self.tried
        if table.is_selected:
            self._note(table, rows=int(row is not None))
        for child in nested:
            if child.path is None and (blamed := refused.get(child.expand or "")):
                self._note_all(child, blamed)
            else:
                self._try_nested(child, row)
        return self.tried

    def _apart(self, expands: Iterable[str]) -> tuple[SageRow | None, Mapping[str, RefusedError]]:
        row, refused = self._first_row(()), {}
        for expand in sorted(expands):
            try:
                row = (row or {}) | (self._first_row([expand]) or {}) or None
            except RefusedError as error:
                refused[expand] = error
        return row, refused

    def _first_row(self, expands: Collection[str]) -> SageRow | None:
        table = self.root.table
        rows = self._ask(table, table.path, () if table.is_one_object else table.key, expands)
        return rows[0] if rows else None

    def _try_nested(self, table: NestedTable, parent: SageRow | None) -> None:
        try:
            rows = [] if parent is None else self._rows_below(table, parent)
        except RunError:
            raise
        except Sage200Error as error:
            self._note_all(table, error)
            return
        if table.is_selected:
            self._note(table, rows=len(rows))
        links = {own: (parent or {}).get(theirs) for own, theirs in table.links.items()}
        for child in (child for child in table.nested if child.is_wanted):
            self._try_nested(child, rows[0] | links if rows else None)

    def _rows_below(self, table: NestedTable, parent: SageRow) -> Sequence[SageRow]:
        """Take the rows out of the parent's row, or ask for them by it."""
        if table.path is None:
            return _rows(parent.get(table.expand or ""))
        one_object = table.path.endswith("}")
        expands = [table.expand] if table.expand else []
        try:
            rows = self._ask(table, table.path.format_map(parent), table.order_key, expands)
        except AbsentError:
            if one_object:  # as most parents have none
                return []
            raise
        return [own for row in rows for own in _rows(row.get(table.expand))] if table.expand else rows

    def _ask(self, table: Table, path: str, order: Sequence[str], expands: Collection[str]) -> Sequence[SageRow]:
        options: dict[str, str | int] = {"$top": 1, "$orderby": odata.ascending(order)} if order else {}
        if expands:
            options["$expand"] = ",".join(sorted(expands))
        request = Request(path, self.company, options, stream=table.name)
        return self.api.get(request, parse_rows if order else parse_object).content

    def _note(self, table: Table, *, rows: int = 0, error: Sage200Error | None = None) -> None:
        self.tried.append(
            TableCheck(table, type(self.root), self.company, self.clock.monotonic() - self._began, rows, error)
        )

    def _note_all(self, table: Table, error: Sage200Error) -> None:
        for one in (table, *table.selected_nested()):
            if one.is_selected:
                self._note(one, error=error)


def table_checkers(
    api: Sage200Client, roots: Sequence[ResourceStream], companies: Sequence[Company]
) -> list[TableChecker]:
    """List what is to be tried: the selected tables of each company, and those of none."""
    wanted = [root for root in roots if root.table.is_wanted]
    shared = [TableChecker(api, root, None) for root in wanted if not root.of_company]
    return [*shared, *(TableChecker(api, root, company) for company in companies for root in wanted if root.of_company)]


def run_all(todo: Sequence[TableChecker], *, concurrency: int, stop: Callable[[], None]) -> Iterator[TableCheck]:
    """Try tables, so many at once, and tell of each in order.

    Args:
        todo: The table_checkers.
        concurrency: How many at once.
        stop: Ends the waits between tries of those under way; called when nobody wants more, Ctrl-C among the reasons.

    Raises:
        RunError: No other table would fare better: what was not yet begun is not tried.
    """
    with ThreadPoolExecutor(concurrency, thread_name_prefix="trial") as pool:
        try:
            gave_up = 0
            for tried in pool.map(TableChecker.run, todo):
                yield from tried
                gave_up = gave_up + 1 if any(isinstance(one.error, GaveUpError) for one in tried) else 0
                if gave_up == TABLES_OF_PATIENCE:
                    raise RunError(problems.run.CHECK_GIVING_UP, tables=gave_up)
        finally:
            stop()
            pool.shutdown(wait=False, cancel_futures=True)


def _rows(value: object) -> Sequence[SageRow]:
    if isinstance(value, dict):
        return [value]
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
