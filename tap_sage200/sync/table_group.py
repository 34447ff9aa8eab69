"""A table of one company and all tables nested in it: read together where they have come equally far.

A request brings the rows of a table with those nested in them, so that the table is fetched once for all. Each of these
tables keeps a state of its own all the same: one that is selected later, or that failed in an earlier run, is read in a
walk of its own until it has caught up. An expansion that Sage refuses costs only the tables and columns that it would
bring. If a common walk fails for another reason, its tables go on one by one from where it came.
"""

from __future__ import annotations

import logging
from collections import defaultdict, deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tap_sage200.errors import CompanyError, GaveUpError, RefusedError, RunError, Sage200Error, UnavailableError
from tap_sage200.singer.nested_stream import nested_in, selected_below
from tap_sage200.sync.nesting import types_of
from tap_sage200.sync.nesting_tree import Tree
from tap_sage200.sync.reader import TableReader, Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from tap_sage200.api.request import Request
    from tap_sage200.config.companies import Company
    from tap_sage200.records.decoder import Row
    from tap_sage200.singer.base_stream import BaseStream
    from tap_sage200.sync.context import RunContext
    from tap_sage200.sync.reader import Part, Table

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TableGroup:
    """Reads the selected tables of a family, for one company."""

    run: RunContext
    root: BaseStream
    """The stream of the table that is walked, be it selected itself or not."""
    table: Table
    """That table."""
    company: Company | None
    parts: Mapping[BaseStream, Part]
    """The tables to read, by their streams."""
    save: Callable[[], None]
    """Writes the state."""
    refused: set[str] = field(default_factory=set)
    """The expansions that Sage turned out to refuse."""

    def records(self) -> Iterator[Row]:
        """Read all of them, and keep a failure from the other tables and companies.

        Raises:
            RunError: Nothing more can be read in this run.
        """
        outcomes = self.run.outcomes
        for part in self.parts.values():
            part.outcome.bookmark_from = part.outcome.bookmark_to = self.table.reached(part)
        waiting = deque(self._by_bookmark())
        while waiting:
            group = waiting.popleft()
            try:
                outcomes.raise_if_refused(self.company)
                with self._walk(group):
                    yield from self._reader(group).records(self.save)
            except (RunError, BrokenPipeError):
                raise
            except CompanyError as error:
                outcomes.refuse(self.company, str(error))
                self._fail(group, error)
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one table, the others must still be read
                waiting.extendleft(reversed(self._next_groups(group, error)))
                continue
            outcomes.settle(self.parts[stream].outcome for stream in group)

    @contextmanager
    def _walk(self, group: Sequence[BaseStream]) -> Iterator[None]:
        """Note of a walk what it took, and how far the bookmarks came."""
        parts = [self.parts[stream] for stream in group]
        try:
            with self.run.outcomes.walk([part.outcome for part in parts]):
                yield
        finally:
            for part in parts:
                part.outcome.bookmark_to = self.table.reached(part)

    def _by_bookmark(self) -> Sequence[Sequence[BaseStream]]:
        groups: defaultdict[Hashable, list[BaseStream]] = defaultdict(list)
        for stream, part in self.parts.items():
            groups[self._starting_point(part)].append(stream)
        return list(groups.values())

    def _starting_point(self, part: Part) -> Hashable:
        if part.replication_key is None:
            return None
        bookmark = self.table.bookmark(part)
        return bookmark.unfinished(), bookmark.changes(self.run.started, self.run.settings)

    def _reader(self, group: Sequence[BaseStream]) -> TableReader:
        parts = {stream: self.parts[stream] for stream in group}
        context = None if self.company is None else self.company.context()
        branches = Tree(parts, context).below(self.root)
        is_wanted = self.root in group
        wanted = Wanted(
            parts=list(parts.values()),
            type=self.root.row_type(context, types_of(branches), is_wanted=is_wanted),
            own=parts.get(self.root),
            branches=branches,
            column_expands=frozenset(self.root.column_expands - self.refused if is_wanted else ()),
            select=self.root.narrowed(is_wanted=is_wanted) if self.table.selects else (),
        )
        return TableReader(self.run, self.table, self.company, wanted)

    def first_request(self) -> Request:
        """Say what reading begins with."""
        return self._reader(self._by_bookmark()[0]).first_request()

    def _next_groups(self, group: Sequence[BaseStream], error: Exception) -> Sequence[Sequence[BaseStream]]:
        """Decide who goes on after a walk has failed, and note who does not."""
        if isinstance(error, RefusedError) and self._reader(group).is_narrowed:
            logger.info("%s: Sage refuses to give some columns alone, so that all are asked for", self.root.name)
            self.table.selects = False
            return [group]
        if refused := self._refused_to(group) if isinstance(error, RefusedError) else set():
            return self._without(refused, group, error)
        if len(group) > 1:
            logger.info("%s: not to be read together with what is nested in it: %s", self.root.name, error)
            return [[stream] for stream in group]
        self._fail(group, error)
        self.run.outcomes.settle(self.parts[stream].outcome for stream in group)
        return []

    def _refused_to(self, group: Sequence[BaseStream]) -> set[str]:
        with self._walk(group):
            return self._reader(group).refused_expands() - self.refused

    def _without(
        self, refused: set[str], group: Sequence[BaseStream], error: Exception
    ) -> Sequence[Sequence[BaseStream]]:
        """Leave out the tables and the columns that refused expansions would bring."""
        self.refused.update(refused)
        brought = (child for child in nested_in(self.root) if child.path is None and child.expand in refused)
        lacking: set[BaseStream] = {
            stream for child in brought for stream in (child, *selected_below(child)) if stream in group
        }
        if self.root in group and (missing := ", ".join(self.root.columns_of(refused & self.root.column_expands))):
            if self.run.settings.on_unavailable == "fail":
                lacking.add(self.root)
            else:
                remark = f"read without {missing}, as Sage refuses to expand them"
                self.parts[self.root].outcome.remarks.append(remark)
        self._fail(lacking, error)
        self.run.outcomes.settle(self.parts[stream].outcome for stream in lacking)
        return [rest] if (rest := [stream for stream in group if stream not in lacking]) else []

    def _fail(self, group: Iterable[BaseStream], error: Exception) -> None:
        for stream in group:
            outcome = self.parts[stream].outcome
            lacks = UnavailableError if stream is self.root else (UnavailableError, RefusedError)
            if isinstance(error, lacks) and self.run.settings.on_unavailable == "skip":
                outcome.skipped = str(error)
                continue
            if not isinstance(error, Sage200Error):
                logger.error("%s: an error that should not be", outcome.where, exc_info=error)
            outcome.failed = str(error) if isinstance(error, Sage200Error) else f"{type(error).__name__}: {error}"
            outcome.gave_up = isinstance(error, GaveUpError)
