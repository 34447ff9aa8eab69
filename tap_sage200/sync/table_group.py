"""A table of one company and all tables nested in it. Tables with equal bookmarks are read together.

A request returns the rows of a table with the rows nested in them, so the table is fetched once for all. Each of the
tables has a state of its own: a table that is selected later, or that failed in an earlier run, is read alone until it
has caught up. An expansion that Sage refuses costs only the tables and columns that depend on it, and a request by
parent that fails costs only the tables that need it. If reading together fails for another reason, and Sage returns the
same page without expansions, the tables continue one by one from where it stopped.
"""

from __future__ import annotations

import logging
from collections import defaultdict, deque
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.errors import (
    CompanyError,
    GaveUpError,
    RefusedError,
    RunError,
    Sage200Error,
    UnavailableError,
    cause_of,
)
from tap_sage200.sync import condition_change, schedule, window_run
from tap_sage200.sync.earlier_windows import move_window
from tap_sage200.sync.nesting import decoders_of
from tap_sage200.sync.nesting_tree import NestingTree
from tap_sage200.sync.query_length import LONGEST_QUERY, longest_query
from tap_sage200.sync.read_scope import Pass, ReadScope
from tap_sage200.sync.reader import TableReader
from tap_sage200.sync.row_history import has_returned_rows
from tap_sage200.sync.stored_bookmarks import repair
from tap_sage200.sync.table_bookmarks import bookmark_of, reached
from tap_sage200.sync.window_progress import WindowProgress

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence

    from tap_sage200.api.request import Request
    from tap_sage200.config.companies import Company
    from tap_sage200.sync.context import RunContext
    from tap_sage200.sync.read_limits import ReadLimits
    from tap_sage200.sync.table import ResourceTable, Table
    from tap_sage200.sync.table_sync import TableSync
    from tap_sage200.sync.window import Window

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class TableGroup:
    """Reads the selected tables of a group, for one company."""

    run: RunContext
    root: ResourceTable
    """The table that is requested, selected or not."""
    limits: ReadLimits
    company: Company | None
    syncs: Mapping[Table, TableSync]
    """The tables to read."""
    refused: dict[str, RefusedError] = field(default_factory=dict)
    """The expansions that Sage refuses, with its reasons."""

    def read(self) -> None:
        """Read all tables. A failure of one table does not stop the other tables and companies.

        Raises:
            RunError: Nothing more can be read in this run.
        """
        results = self.run.results
        for line in self._repair_states():
            logger.info("%s", line)
        for sync in self.syncs.values():
            sync.result.bookmark_from = sync.result.bookmark_to = reached(self.root, sync)
            sync.result.condition = None if self.root.options.where is None else self.root.options.where.text
        waiting = deque(self._by_bookmark(self.syncs))
        while waiting:
            group, reader = waiting.popleft(), None
            try:
                results.raise_if_refused(self.company)
                with self._reading(group):
                    reader = self._reader(group)
                    reader.read()
            except RunError:
                raise
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one table, the others must still be read
                failed = [sync.table for sync in reader.failed_syncs()] if reader else []
                waiting.extendleft(reversed(self._next_groups(group, failed, error)))
                self._find_reach(error)
            else:
                self._note_reading(group)
                results.settle(self.syncs[table].result for table in group)

    def not_read(self) -> Mapping[Table, str]:
        """Return the tables that the settings do not read in this run, with the reason.

        A connection test reads all tables.
        """
        options = self.root.options
        if self.limits.is_sample:
            return {}
        if options.end_date is not None:
            self._repair_states()
            return window_run.not_read(self.syncs.values(), self._windows, options.lookback_seconds)
        is_due = schedule.is_due(self.root, self.syncs.values(), self.run.start.ours)
        return {} if is_due else dict.fromkeys(self.syncs, schedule.NOT_DUE)

    @property
    def _windows(self) -> Sequence[Window]:
        return window_run.windows_of(self.root, self.run.start.ours, in_steps=not self.limits.is_sample)

    def _note_reading(self, group: Sequence[Table]) -> None:
        if not self.limits.is_sample and self.root.options.end_date is None:
            for table in group:
                schedule.note(self.root, self.syncs[table], self.run.start.ours)

    def _repair_states(self) -> Sequence[str]:
        """Remove what cannot be used from the states, and return lines for the log."""
        lines = []
        for sync in self.syncs.values():
            lines += [f"{sync.result.where}: {change}" for change in condition_change.forget_other(self.root, sync)]
            sync.result.remarks.extend(repair(self.root, sync, now=self.run.start.ours))
            lines += [f"{sync.result.where}: {move}" for move in move_window(self.root, sync)]
        return lines

    def pages(self) -> Iterator[None]:
        """Read all tables together, and stop after each page. No bookmark moves.

        Raises:
            Sage200Error: The tables cannot be read to their end.
        """
        self._repair_states()
        not_read = {} if self.root.options.end_date is None else self.not_read()
        due = [table for table in self.syncs if table not in not_read]
        return self._reader(due).pages() if due else iter(())

    @contextmanager
    def _reading(self, group: Sequence[Table]) -> Iterator[None]:
        """Measure the time of a reading, and note the bookmarks after it."""
        syncs = [self.syncs[table] for table in group]
        try:
            with self.run.results.reading([sync.result for sync in syncs]):
                yield
        finally:
            for sync in syncs:
                sync.result.bookmark_to = reached(self.root, sync)

    def _by_bookmark(self, tables: Iterable[Table]) -> Sequence[Sequence[Table]]:
        groups: defaultdict[Hashable, list[Table]] = defaultdict(list)
        for table in tables:
            groups[self._starting_point(self.syncs[table])].append(table)
        return list(groups.values())

    def _starting_point(self, sync: TableSync) -> Hashable:
        if sync.replication_key is None:
            return None
        bookmark, options, windows = bookmark_of(self.root, sync), self.root.options, self._windows
        if windows:
            return self._parts(sync, windows)
        changes, gap = bookmark.changes(self.run.start.ours, options), bookmark.gap(options)
        return bookmark.unfinished(), changes, gap and self._parts(sync, [gap])

    def _parts(self, sync: TableSync, windows: Iterable[Window]) -> Hashable:
        """Return where to begin in all parts of windows that are not complete."""
        progress = WindowProgress(sync, self.root.options.lookback_seconds)
        parts = chain.from_iterable(map(progress.missing, windows))
        return tuple(progress.cursor(part, self.run.start.ours) for part in parts)

    def _reader(self, group: Sequence[Table]) -> TableReader:
        root, syncs = self.root, {table: self.syncs[table] for table in group}
        nodes = NestingTree(self.run, self.company, syncs, self.limits.rows).below(root)
        nested, is_wanted = decoders_of(nodes), root in syncs
        passes = self._passes(syncs[root]) if is_wanted else ()
        decoder = self.run.record_decoder(syncs[root], nested) if is_wanted else root.key_decoder(nested)
        chosen = root.recorded if is_wanted else root.required
        scope = ReadScope(
            syncs=list(syncs.values()),
            decoder=decoder,
            own=syncs.get(root),
            nodes=nodes,
            column_expands=frozenset(root.column_expands - self.refused.keys() if is_wanted else ()),
            select=self._select(chosen),
            passes=passes,
        )
        return TableReader(self.run, root, self.limits, self.company, scope)

    def _passes(self, sync: TableSync) -> Sequence[Pass]:
        """Return how to read the table for each value of its query option. Such a table has no nested tables."""
        each = self.root.for_each
        if each is None:
            return ()
        return [
            Pass(self.run.record_decoder(sync, {}, {each.column: value}), {each.option: value}) for value in each.values
        ]

    def _select(self, chosen: Collection[str]) -> Sequence[str]:
        """Return the columns for `$select`. A condition leaves less room for it."""
        if not self.limits.supports_select:
            return ()
        if self.root.options.where is None:
            return self.root.select(chosen)
        room = LONGEST_QUERY - longest_query(self.root) - len("&$select=")
        return self.root.select(chosen, most=room // len("%2C"))

    def first_request(self) -> Request | None:
        """Return the first request. None if the settings read no table in this run."""
        self._repair_states()
        not_read = self.not_read()
        due = [table for table in self.syncs if table not in not_read]
        return self._reader(self._by_bookmark(due)[0]).first_request() if due else None

    def _next_groups(
        self, group: Sequence[Table], failed: Sequence[Table], error: Exception
    ) -> Sequence[Sequence[Table]]:
        """Decide which tables continue after an error, and record the error for the others.

        Args:
            group: The tables that were read together.
            failed: Those of them that are known to have failed alone.
            error: The error.
        """
        if isinstance(error, RefusedError) and self._reader(group).uses_select:
            logger.info("%s", problems.rows.ALL_COLUMNS.text(table=self.root.name))
            self.limits.supports_select = False
            return [group]
        if isinstance(error, RefusedError) and not failed and (refused := self._refused_to(group)):
            return self._without(refused, group, error)
        if not failed and len(group) > 1 and self._is_read_without_expansions(group, error):
            logger.info("%s", problems.rows.READ_APART.text(table=self.root.name, error=error))
            return [[table] for table in group]
        lost = failed or group
        self._fail(lost, error)
        self.run.results.settle(self.syncs[table].result for table in lost)
        return [rest] if (rest := [table for table in group if table not in lost]) else []

    def _is_read_without_expansions(self, group: Sequence[Table], error: Exception) -> bool:
        """Tell whether Sage returns the page that failed, if it expands nothing. Otherwise all tables fail alike."""
        if isinstance(error, CompanyError):
            return False
        request = self._reader(group).first_request()
        plain = {name: value for name, value in request.options.items() if name != "$expand"}
        return self.run.api.failure_of(replace(request, options=plain)) is None

    def _find_reach(self, error: Exception) -> None:
        """Find out whether an error concerns all tables of the company.

        Raises:
            RunError: It concerns all tables of the run.
        """
        results, outages, whole = self.run.results, self.run.api.outages, None
        if self.company is not None and isinstance(error, CompanyError) and not results.is_refused(self.company):
            whole = outages.after_refusal(error, self.company)
        elif isinstance(error, GaveUpError):
            where = self.root.name if self.company is None else f"{self.root.name}, {self.company}"
            whole = outages.after_failure(error, self.company, where)
        if whole is not None:
            results.refuse(self.company, whole)

    def _refused_to(self, group: Sequence[Table]) -> Mapping[str, RefusedError]:
        with self._reading(group):
            refused = self._reader(group).refused_expands()
        return {expand: error for expand, error in refused.items() if expand not in self.refused}

    def _without(
        self, refused: Mapping[str, RefusedError], group: Sequence[Table], error: RefusedError
    ) -> Sequence[Sequence[Table]]:
        """Leave out the tables and the columns that depend on refused expansions."""
        self.refused.update(refused)
        lacking: dict[Table, RefusedError] = {}
        for child in self.root.nested:
            if child.path is None and (refusal := refused.get(child.expand or "")):
                lacking |= dict.fromkeys(
                    (table for table in (child, *child.selected_nested()) if table in group), refusal
                )
        if self.root in group and (needed := sorted(refused.keys() & self.root.column_expands)):
            if self.run.settings.on_unavailable == "fail":
                lacking[self.root] = error
            else:
                missing = ", ".join(self.root.columns_of(needed))
                remark = problems.rows.WITHOUT_COLUMNS.text(columns=missing)
                self.syncs[self.root].result.remarks.append(remark)
        for table, reason in lacking.items():
            self._fail([table], reason)
        self.run.results.settle(self.syncs[table].result for table in lacking)
        return [rest] if (rest := [table for table in group if table not in lacking]) else []

    def _fail(self, group: Iterable[Table], error: Exception) -> None:
        for table in group:
            result = self.syncs[table].result
            result.error, result.cause = type(error), cause_of(error)
            lacks = UnavailableError if table is self.root else (UnavailableError, RefusedError)
            if isinstance(error, lacks):
                self._miss(self.syncs[table], str(error))
                continue
            if not isinstance(error, Sage200Error):
                logger.error("%s", problems.run.UNEXPECTED_ERROR.text(where=result.where), exc_info=error)
            result.failed = str(error) if isinstance(error, Sage200Error) else f"{type(error).__name__}: {error}"

    def _miss(self, sync: TableSync, reason: str) -> None:
        """Skip a table that Sage does not have for this user or in this version, unless it has returned rows."""
        if has_returned_rows(sync):
            sync.result.failed = problems.run.NO_LONGER_THERE.text(reason=reason.rstrip("."))
        elif self.run.settings.on_unavailable == "skip":
            sync.result.skipped = reason
            if sync.table is not self.root:  # it must not make the table that it is read with due
                self._note_reading([sync.table])
        else:
            sync.result.failed = reason
