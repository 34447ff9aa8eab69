"""Reads one table of one company, with the tables nested in it, and keeps their bookmarks."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from tap_sage200 import odata, problems
from tap_sage200.api.request import Request
from tap_sage200.errors import RefusedError, RunError, Sage200Error
from tap_sage200.pagination.base import SingleRequestPaginator
from tap_sage200.pagination.keyset import KeysetPaginator
from tap_sage200.pagination.offset import OffsetPaginator
from tap_sage200.records.body import parse_rows
from tap_sage200.records.page import windowed
from tap_sage200.sync.bookmarks import ChangeTracker, bookmark_of
from tap_sage200.sync.fetcher import PageFetcher
from tap_sage200.sync.nesting import RequestedRows, deliver, expands_of, report_absences
from tap_sage200.sync.parent_fetcher import ParentFetcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tap_sage200.config.companies import Company
    from tap_sage200.pagination.base import Options, Paginator
    from tap_sage200.records.decoder import RecordDecoder, Row
    from tap_sage200.sync.bookmarks import Bookmark, Cursor
    from tap_sage200.sync.context import RunContext
    from tap_sage200.sync.nesting import Node
    from tap_sage200.sync.read_limits import ReadLimits
    from tap_sage200.sync.table import ResourceTable
    from tap_sage200.sync.table_sync import TableSync

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReadScope:
    """What to read of a table: its own records, those of tables nested in it, or both."""

    syncs: Sequence[TableSync]
    """All tables that are read together; their bookmarks are equal."""
    decoder: RecordDecoder
    own: TableSync | None = None
    """The table itself, if it is one of them: then its records are yielded."""
    nodes: Sequence[Node] = ()
    """The tables nested in it; they write their records themselves."""
    column_expands: frozenset[str] = frozenset()
    """The expansions that columns of the table need."""
    select: Sequence[str] = ()
    """The columns to ask for; none to ask for all."""

    @property
    def expands(self) -> set[str]:
        """The expansions to ask for."""
        return expands_of(self.nodes) | self.column_expands


class TableReader:
    """Reads one table of one company, once, for itself or for tables nested in it."""

    def __init__(
        self, run: RunContext, table: ResourceTable, limits: ReadLimits, company: Company | None, scope: ReadScope
    ) -> None:
        """Prepare; no request is made."""
        self._run = run
        self._table = table
        self._limits = limits
        self._company = company
        self._scope = scope
        self._stream = (scope.own or scope.syncs[0]).result.stream
        self._fetcher = self._page_fetcher()
        self._requested = [node for node in scope.nodes if isinstance(node, RequestedRows)]
        self._parent_fetcher = ParentFetcher(run, company, self._stream, prefetch=limits.prefetch)
        self._seen = 0
        self._where = table.name if company is None else f"{table.name}, {company}"

    def records(self, save: Callable[[], None]) -> Iterator[Row]:
        """Read changes where there is a replication key, and the whole table where there is none.

        Args:
            save: Writes the state.

        Raises:
            Sage200Error: The table cannot be read to its end.
        """
        try:
            yield from self.everything() if self._scope.syncs[0].replication_key is None else self.changes(save)
        finally:
            self._fetcher.expect(())
            self._parent_fetcher.expect((), ())

    @property
    def uses_select(self) -> bool:
        """Whether Sage is asked for some columns alone."""
        return "$select" in self._fetcher.always

    def first_request(self) -> Request:
        """Return the request that reading begins with."""
        return self._fetcher.request(self._first_paginator().first())

    def _first_paginator(self) -> Paginator:
        if self._scope.syncs[0].replication_key is None:
            return self._paginator(where=None, after=None)
        bookmark = bookmark_of(self._table, self._scope.syncs[0])
        return self._resuming(bookmark.unfinished() or bookmark.changes(self._run.started, self._run.settings))

    def refused_expands(self) -> set[str]:
        """Find out which of the expansions Sage refuses, each asked for alone.

        Raises:
            RunError: Nothing more can be read in this run.
        """
        return {expand for expand in self._scope.expands if self._refuses(expand)}

    def _refuses(self, expand: str) -> bool:
        options: Options = {"$top": 1, "$orderby": odata.ascending(self._table.key), "$expand": expand}
        try:
            self._run.api.get(Request(self._table.path, self._company, options, self._stream), parse_rows)
        except RefusedError:
            return True
        except RunError:
            raise
        except Sage200Error:
            return False
        return False

    def everything(self) -> Iterator[Row]:
        """Read the whole table; the state only remembers how many rows there were.

        Raises:
            Sage200Error: The table cannot be read to its end.
        """
        for sync in self._scope.syncs:
            sync.result.rows = 0
        for page in self._paginator(where=None, after=None).pages(self._fetcher):
            yield from self._deliver_all(page.rows.chunks())
        report_absences(self._scope.nodes)
        for sync in self._scope.syncs:
            if sync.result.rows == 0 and sync.state.get("rows"):
                sync.result.remarks.append(problems.rows.EMPTY_SINCE_LAST_RUN.text(rows=sync.state["rows"]))
            sync.state["rows"] = sync.result.rows

    def changes(self, save: Callable[[], None]) -> Iterator[Row]:
        """Read changes since the bookmark, or everything when there is none.

        A run that resumes an earlier one first reads the rest of that one, then what has changed since it began.

        Args:
            save: Writes the state, after each page.

        Raises:
            Sage200Error: The table cannot be read to its end.
        """
        bookmarks = [bookmark_of(self._table, sync) for sync in self._scope.syncs]
        if (unfinished := bookmarks[0].unfinished()) is not None:
            logger.info("%s: resuming after key %s", self._where, unfinished.after)
            yield from self._read_from(unfinished, bookmarks, save)
        cursor = bookmarks[0].changes(self._run.started, self._run.settings)
        expected = bookmarks[0].looks_back(cursor)
        yield from self._read_from(cursor, bookmarks, save)
        if self._seen == 0 and expected:
            self._remark_if_empty()

    def _read_from(self, cursor: Cursor, bookmarks: Sequence[Bookmark], save: Callable[[], None]) -> Iterator[Row]:
        table = self._table
        for page in self._resuming(cursor).pages(self._fetcher):
            last, changes = page.rows.key(-1)[0] if table.seek_key else None, ChangeTracker(table.timestamps)
            yield from self._deliver_all(changes.noted(page.rows.chunks()))
            # Here all records of the page have been written: the consumer came back for the next one.
            cursor = cursor.past(last, changes.latest)
            if table.seek_key is not None:
                for bookmark in bookmarks:
                    bookmark.keep(cursor)
                save()
        for bookmark in bookmarks:
            bookmark.finish(cursor)

    def _deliver_all(self, chunks: Iterator[list[Row]]) -> Iterator[Row]:
        own, nodes = self._scope.own, self._scope.nodes
        if own is not None and own.write is not None and not nodes:
            for rows in chunks:
                self._seen += len(rows)
                own.put(rows)
            return
        for window in windowed(chain.from_iterable(chunks), max(1, self._limits.prefetch)):
            if self._requested:
                self._parent_fetcher.expect(self._requested, window)
            yield from self._deliver(window[0])

    def _deliver(self, row: Row) -> Iterator[Row]:
        self._seen += 1
        own = self._scope.own
        if own is not None and own.write is None:
            own.result.rows += 1
            yield self._scope.decoder.to_dict(row)
            own = None
        deliver(row, self._scope.nodes, None if own is None else own.put, self._parent_fetcher)

    def _resuming(self, cursor: Cursor) -> Paginator:
        where = cursor.where(timestamps=self._table.timestamps, key=self._table.seek_key)
        return self._paginator(where=where, after=cursor.after)

    def _paginator(self, *, where: str | None, after: int | None) -> Paginator:
        table = self._table
        if table.is_one_object:
            return SingleRequestPaginator()
        if table.seek_key is not None:
            return KeysetPaginator(table.seek_key, self._fetcher.size, where=where, after=after)
        return OffsetPaginator(table.key, self._fetcher.size, where=where)

    def _page_fetcher(self) -> PageFetcher:
        table, limits, scope = self._table, self._limits, self._scope
        always: dict[str, str | int] = {}
        if scope.expands:
            always["$expand"] = ",".join(sorted(scope.expands))
        elif scope.select:
            always["$select"] = ",".join(scope.select)
        return PageFetcher(
            run=self._run,
            path=table.path,
            company=self._company,
            stream=self._stream,
            decoder=scope.decoder,
            key=table.key,
            is_one_object=table.is_one_object,
            always=always,
            size=limits.expanded_page_size if expands_of(scope.nodes) else limits.page_size,
            prefetch=limits.prefetch,
        )

    def _remark_if_empty(self) -> None:
        # The row that set the bookmark should have come again: the look-back covers it. It may have been deleted; a
        # table that is empty altogether is more likely a lost permission, or another company behind the same number.
        page = self._fetcher({"$top": 1, "$orderby": odata.ascending(self._table.key)})
        if not page.rows:
            for sync in self._scope.syncs:
                sync.result.remarks.append(problems.rows.EMPTY_NOW.text())
