"""Reads one table of one company, with the tables nested in it, and keeps their bookmarks."""

from __future__ import annotations

import logging
from dataclasses import replace
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from tap_sage200 import odata, problems
from tap_sage200.errors import RefusedError, RunError, Sage200Error, UnexpectedPageError
from tap_sage200.pagination.base import SingleRequestPaginator
from tap_sage200.pagination.keyset import KeysetPaginator
from tap_sage200.pagination.offset import OffsetPaginator
from tap_sage200.records.bad_values import log_new
from tap_sage200.records.body import parse_rows
from tap_sage200.records.page import windowed
from tap_sage200.sync import row_history
from tap_sage200.sync.bookmark_search import BookmarkSearch
from tap_sage200.sync.fetcher import PageFetcher
from tap_sage200.sync.nesting import (
    RequestedRows,
    check_expansions,
    deliver,
    expands_of,
    failed_syncs,
    report_absences,
)
from tap_sage200.sync.parent_fetcher import ParentFetcher
from tap_sage200.sync.read_scope import Pass
from tap_sage200.sync.table_bookmarks import bookmark_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tap_sage200.api.request import Request
    from tap_sage200.config.companies import Company
    from tap_sage200.pagination.base import Options, Paginator
    from tap_sage200.records.decoder import Row
    from tap_sage200.records.page import Page
    from tap_sage200.sync.bookmarks import Bookmark, Cursor
    from tap_sage200.sync.context import RunContext
    from tap_sage200.sync.read_limits import ReadLimits
    from tap_sage200.sync.read_scope import ReadScope
    from tap_sage200.sync.table import ResourceTable
    from tap_sage200.sync.table_sync import TableSync

logger = logging.getLogger(__name__)


class TableReader:
    """Reads one table of one company once: for its own records, for tables nested in it, or for both."""

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
        self._fetchers = [self._page_fetcher(one) for one in scope.passes or (Pass(scope.decoder, {}),)]
        self._fetcher = self._fetchers[0]
        self._requested = [node for node in scope.nodes if isinstance(node, RequestedRows)]
        self._parent_fetcher = ParentFetcher(run, company, self._stream, prefetch=limits.prefetch)
        self._seen = 0
        self._where = table.name if company is None else f"{table.name}, {company}"

    def read(self) -> None:
        """Read changes where there is a replication key, and the whole table where there is none.

        Raises:
            Sage200Error: The table cannot be read to its end.
        """
        if self.uses_select:
            self._run.note_selected_columns(self._table.name)
        try:
            if self._scope.syncs[0].replication_key is None:
                self._read_everything()
            else:
                self._read_changes()
        finally:
            self._close_sinks()
            self._drop_prefetched()

    def pages(self) -> Iterator[None]:
        """Read from the bookmark on, and stop after each page that is written. No bookmark moves.

        Raises:
            Sage200Error: The table cannot be read to its end.
        """
        try:
            for fetcher in self._fetchers:
                for page in self._first_paginator().pages(fetcher):
                    self._write(page.chunks(self._table.timestamps))
                    yield
        finally:
            self._drop_prefetched()

    def _drop_prefetched(self) -> None:
        for fetcher in self._fetchers:
            fetcher.expect(())
        self._parent_fetcher.expect((), ())

    @property
    def uses_select(self) -> bool:
        """Whether only some columns are requested."""
        return "$select" in self._fetcher.always

    def failed_syncs(self) -> Sequence[TableSync]:
        """Return the tables that failed alone: a request by parent, or an expansion, that only they need."""
        return [*failed_syncs(self._scope.nodes)]

    def first_request(self) -> Request:
        """Return the first request of this reading."""
        return self._fetcher.request(self._first_paginator().first())

    def _first_paginator(self) -> Paginator:
        if self._scope.syncs[0].replication_key is None:
            return self._paginator()
        bookmark = bookmark_of(self._table, self._scope.syncs[0])
        if (unfinished := bookmark.unfinished()) is not None:
            return self._resuming(unfinished)
        return self._beginning(bookmark.changes(self._run.start.earliest, self._table.options))

    def refused_expands(self) -> Mapping[str, RefusedError]:
        """Find the expansions that Sage refuses: request each of them alone, with one row.

        Raises:
            RunError: Nothing more can be read in this run.
        """
        found = {expand: self._refusal_of(expand) for expand in sorted(self._scope.expands)}
        return {expand: refusal for expand, refusal in found.items() if refusal is not None}

    def _refusal_of(self, expand: str) -> RefusedError | None:
        options: Options = {"$top": 1, "$orderby": odata.ascending(self._table.key), "$expand": expand}
        try:
            self._run.api.get(self._fetcher.narrowed(options), parse_rows)
        except RefusedError as refusal:
            return refusal
        except RunError:
            raise
        except Sage200Error:
            return None
        return None

    def _read_everything(self) -> None:
        """Read the whole table. The state remembers only how many rows there were."""
        syncs = self._scope.syncs
        for sync in syncs:
            sync.result.rows = 0
        for page in self._all_pages():
            self._write(page.chunks())
            self._end_page()
            if self._has_enough():
                break
        report_absences(self._scope.nodes)
        self._close_sinks()
        if self._has_enough():
            return
        for sync in syncs:
            if sync.result.rows == 0 and sync.state.get("rows"):
                sync.result.remarks.append(problems.rows.EMPTY_SINCE_LAST_RUN.text(rows=sync.state["rows"]))
            row_history.note_refresh(sync)

    def _all_pages(self) -> Iterator[Page]:
        """Yield the pages of each pass. The first page of the next pass is requested while one is read."""
        for fetcher, following in zip_longest(self._fetchers, self._fetchers[1:]):
            if following is not None and self._limits.prefetch:
                following.expect([self._paginator().first()])
            yield from self._paginator(rows_before=self._rows_before()).pages(fetcher)

    def _read_changes(self) -> None:
        """Read changes since the bookmark, or everything where there is no bookmark.

        A run that resumes an earlier one first reads the rest of the earlier one, and then the changes since the
        earlier one began.
        """
        row_history.begin_changes(self._scope.syncs)
        bookmarks = [bookmark_of(self._table, sync) for sync in self._scope.syncs]
        self._run.limit_bookmarks(bookmarks)
        if (unfinished := bookmarks[0].unfinished()) is not None:
            logger.info("%s: resuming after key %s", self._where, unfinished.after)
            self._read_from(unfinished, self._resuming(unfinished), bookmarks)
        first = bookmarks[0].changes(self._run.start.earliest, self._table.options)
        search = BookmarkSearch(self._table, self._fetcher, self._scope.syncs, bookmarks, bookmarks[0].value)
        is_expected = bookmarks[0].looks_back(first) and not self._table.options.changing
        cursor = self._read_from(first, self._beginning(first), bookmarks)
        if is_expected and not self._has_enough() and search.finds_missing_rows(cursor):
            cursor = self._read_from(first, self._beginning(first), bookmarks)
            if search.finds_missing_rows(cursor):
                raise UnexpectedPageError(problems.rows.NO_ROWS_BEFORE_BOOKMARK)
        for sync, bookmark in zip(self._scope.syncs, bookmarks, strict=True):
            sync.result.lacks_before = bookmark.lacks_rows_before(self._table.options)

    def _read_from(self, cursor: Cursor, paginator: Paginator, bookmarks: Sequence[Bookmark]) -> Cursor:
        table, resume_key, begun = self._table, self._table.resume_key, cursor
        for page in paginator.pages(self._fetcher):
            self._write(page.chunks(table.timestamps))
            last, has_enough = page.last_key[0] if resume_key else None, self._has_enough()
            is_written = self._end_page()
            if has_enough:
                break
            cursor = cursor.past(last, page.latest_change)
            if self._scope.nodes:
                row_history.note_changes(self._scope.syncs)
            if self._run.start.has_moved:
                cursor = self._limited(cursor)
            if resume_key is not None and is_written:
                for bookmark in bookmarks:
                    bookmark.keep(cursor)
                self._run.output.save_state()
        self._close_sinks()
        if cursor is begun and cursor.after is not None and table.seek_key is None:
            # The row at which to resume must come again. An empty page is not the end: read from the beginning.
            beginning = replace(cursor, after=None)
            return self._read_from(beginning, self._resuming(beginning), bookmarks)
        if not self._has_enough():
            cursor = self._limited(cursor)
            ended, lookback = self._run.start.latest_now(), self._table.options.lookback_seconds
            for bookmark in bookmarks:
                bookmark.finish(cursor, ended=ended, lookback=lookback)
        return cursor

    def _limited(self, cursor: Cursor) -> Cursor:
        """Limit this read and all bookmarks of the run to the start of the run, as far as it is known."""
        self._run.limit_bookmarks()
        return cursor.started_by(self._run.start.earliest)

    def _write(self, chunks: Iterable[list[Row]]) -> None:
        own, nodes = self._scope.own, self._scope.nodes
        if own is None or nodes:
            self._write_with_nested(chunks)
            return
        write, most = own.sink.write, self._limits.rows
        for chunk in chunks:
            rows = chunk if most is None else chunk[: most - self._seen]
            self._seen += len(rows)
            own.result.rows += len(rows)
            write(rows)

    def _write_with_nested(self, chunks: Iterable[list[Row]]) -> None:
        for window in windowed(chain.from_iterable(chunks), max(1, self._limits.prefetch)):
            if self._has_enough():
                return
            if self._requested and self._limits.prefetch:
                self._parent_fetcher.expect(self._requested, window)
            self._seen += 1
            deliver(window[0], self._scope.nodes, self._scope.own, self._parent_fetcher)
        check_expansions(self._scope.nodes, self._scope.decoder)

    def _has_enough(self) -> bool:
        return self._limits.rows is not None and self._seen >= self._limits.rows

    def _end_page(self) -> bool:
        """End the page in each sink, and tell whether all rows so far are written."""
        for sync in self._scope.syncs:
            if bad := sync.result.bad_values:
                log_new(bad.values(), sync.result.where)
        are_written = [sync.sink.end_page() for sync in self._scope.syncs]
        return all(are_written)

    def _close_sinks(self) -> None:
        for sync in self._scope.syncs:
            sync.sink.close()

    def _beginning(self, cursor: Cursor) -> Paginator:
        return self._paginator(where=self._where_of(cursor), after=cursor.after)

    def _resuming(self, cursor: Cursor) -> Paginator:
        """Return the paginator that resumes an interrupted reading at the last row that was written."""
        table = self._table
        if table.seek_key is None or cursor.after is None:
            return self._beginning(cursor)
        where, size = self._where_of(cursor), self._fetcher.size
        return KeysetPaginator.resuming(table.seek_key, size, where=where, seen=cursor.after)

    def _where_of(self, cursor: Cursor) -> str | None:
        return cursor.where(timestamps=self._table.timestamps, key=self._table.seek_key)

    def _rows_before(self) -> int | None:
        """Return the number of rows of the last complete reading of a table without bookmark, if it is known.

        For a table that is read in several passes, only the sum is known.
        """
        own = self._scope.own
        rows = None if own is None or self._scope.passes else own.state.get("rows")
        return rows if isinstance(rows, int) else None

    def _paginator(
        self,
        *,
        where: str | None = None,
        after: int | None = None,
        rows_before: int | None = None,
    ) -> Paginator:
        table = self._table
        if table.is_one_object:
            return SingleRequestPaginator()
        if table.seek_key is not None:
            size = self._fetcher.size
            return KeysetPaginator(table.seek_key, size, where=where, after=after, rows_before=rows_before)
        if table.resume_key is not None and after is not None:
            # All rows that share the first part of the key come again.
            where = odata.all_of(where, odata.compare(table.resume_key, "ge", after))
        seeks = table.resume_key is not None
        return OffsetPaginator(table.key, self._fetcher.size, where=where, rows_before=rows_before, seeks=seeks)

    def _page_fetcher(self, reading: Pass) -> PageFetcher:
        table, limits, scope = self._table, self._limits, self._scope
        always: dict[str, str | int] = {**reading.query}
        if scope.expands:
            always["$expand"] = ",".join(sorted(scope.expands))
        elif scope.select:
            always["$select"] = ",".join(scope.select)
        return PageFetcher(
            run=self._run,
            path=table.path,
            company=self._company,
            stream=self._stream,
            decoder=reading.decoder,
            key=table.key,
            is_one_object=table.is_one_object,
            condition=table.options.where,
            query=table.options.query,
            always=always,
            size=limits.expanded_page_size if expands_of(scope.nodes) else limits.page_size,
            prefetch=limits.prefetch,
        )
