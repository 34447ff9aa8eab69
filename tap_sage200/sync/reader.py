"""Reads one table of one company, with the tables nested in it, and keeps their bookmarks."""

from __future__ import annotations

import logging
from dataclasses import replace
from itertools import chain, product, zip_longest
from typing import TYPE_CHECKING

from tap_sage200 import odata, problems
from tap_sage200.errors import RefusedError, RunError, Sage200Error, UnexpectedPageError
from tap_sage200.records.bad_values import log_new
from tap_sage200.records.body import parse_rows
from tap_sage200.records.page import windowed
from tap_sage200.sync import row_history
from tap_sage200.sync.bookmark_search import BookmarkSearch
from tap_sage200.sync.empty_window import EmptyWindows
from tap_sage200.sync.fetcher import PageFetcher
from tap_sage200.sync.nesting import (
    RequestedRows,
    check_expansions,
    deliver,
    expands_of,
    failed_syncs,
    report_absences,
)
from tap_sage200.sync.paginators import Paginators
from tap_sage200.sync.parent_fetcher import ParentFetcher
from tap_sage200.sync.read_scope import Pass
from tap_sage200.sync.table_bookmarks import bookmark_of
from tap_sage200.sync.window_progress import WindowProgress
from tap_sage200.sync.window_run import windows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tap_sage200.api.request import Request
    from tap_sage200.config.companies import Company
    from tap_sage200.pagination.base import Options, Paginator
    from tap_sage200.records.decoder import Row
    from tap_sage200.records.page import Page
    from tap_sage200.sync.bookmarks import Bookmark
    from tap_sage200.sync.context import RunContext
    from tap_sage200.sync.cursor import Cursor, CursorStore
    from tap_sage200.sync.read_limits import ReadLimits
    from tap_sage200.sync.read_scope import ReadScope
    from tap_sage200.sync.table import ResourceTable
    from tap_sage200.sync.table_sync import TableSync
    from tap_sage200.sync.window import Window

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
        self._paginators = Paginators(table, self._fetcher.size)
        self._windows = windows_of(table, run.start.ours, in_steps=not limits.is_sample)
        self._requested = [node for node in scope.nodes if isinstance(node, RequestedRows)]
        self._parent_fetcher = ParentFetcher(run, company, self._stream, prefetch=limits.prefetch)
        self._seen = 0
        self._where = table.name if company is None else f"{table.name}, {company}"

    def read(self) -> None:
        """Read the window of the settings, or changes, or the whole table where there is no replication key.

        Raises:
            Sage200Error: The table cannot be read to its end.
        """
        if self.uses_select:
            self._run.note_selected_columns(self._table.name)
        try:
            if self._scope.syncs[0].replication_key is None:
                self._read_everything()
            elif self._windows:
                self._read_windows(self._windows)
            else:
                self._read_changes()
        finally:
            self._close_sinks()
            self._drop_prefetched()

    def pages(self) -> Iterator[None]:
        """Read from the bookmark on, or windows, and stop after each page that is written. No bookmark moves.

        Raises:
            Sage200Error: The table cannot be read to its end.
        """
        try:
            for fetcher, paginator in product(self._fetchers, self._first_paginators()):
                for page in paginator.pages(fetcher):
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
        return self._fetcher.request(next(self._first_paginators()).first())

    def _first_paginators(self) -> Iterator[Paginator]:
        """Return the paginator that a run begins with, or those of all windows."""
        sync, started = self._scope.syncs[0], self._run.start.earliest
        if sync.replication_key is None:
            yield self._paginators.whole()
        elif self._windows:
            progress = WindowProgress(sync, self._table.options.lookback_seconds)
            parts = chain.from_iterable(map(progress.missing, self._windows))
            yield from (self._paginators.resuming(progress.cursor(part, started)) for part in parts)
        else:
            bookmark = bookmark_of(self._table, sync)
            unfinished, changes = bookmark.unfinished(), bookmark.changes(started, self._table.options)
            yield self._paginators.beginning(changes) if unfinished is None else self._paginators.resuming(unfinished)

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
                following.expect([self._paginators.whole().first()])
            yield from self._paginators.whole(self._rows_before()).pages(fetcher)

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
            self._read_from(unfinished, self._paginators.resuming(unfinished), bookmarks)
        options = self._table.options
        first = bookmarks[0].changes(self._run.start.earliest, options)
        progress = self._window_progress()
        for windows, bookmark in zip(progress, bookmarks, strict=True):
            if (behind := bookmark.left_behind(first, options)) is not None:
                windows.add(behind)
        search = BookmarkSearch(self._table, self._fetcher, self._scope.syncs, bookmarks, bookmarks[0].value)
        is_expected = bookmarks[0].looks_back(first) and not options.changing
        cursor = self._read_from(first, self._paginators.beginning(first), bookmarks)
        if is_expected and not self._has_enough() and search.finds_missing_rows(cursor):
            cursor = self._read_from(first, self._paginators.beginning(first), bookmarks)
            if search.finds_missing_rows(cursor):
                raise UnexpectedPageError(problems.rows.NO_ROWS_BEFORE_BOOKMARK)
        if (gap := bookmarks[0].gap(options)) is not None:
            self._read_gap(gap, bookmarks)

    def _read_gap(self, gap: Window, bookmarks: Sequence[Bookmark]) -> None:
        """Read the rows before the start of earlier runs: `start_date` has moved back."""
        progress = self._window_progress()
        if progress[0].missing(gap):
            since, until = gap.since or "the first timestamp", gap.until
            logger.info("%s: %s", self._where, problems.state.START_MOVED_BACK.text(since=since, until=until))
            self._read_windows([gap])
        for windows, bookmark in zip(progress, bookmarks, strict=True):
            if not windows.missing(gap):
                bookmark.begin_at(gap.since)

    def _read_windows(self, windows: Iterable[Window]) -> None:
        """Read what is not complete of some windows. No bookmark moves."""
        started, progress = self._run.start.earliest, self._window_progress()
        self._run.limit_bookmarks(progress)
        empty = EmptyWindows(self._paginators, self._fetcher, self._scope.syncs)
        for window in windows:
            for cursor in progress[0].cursors(window, started):
                if self._has_enough():
                    return
                if cursor.after is not None:
                    logger.info("%s: resuming after key %s", self._where, cursor.after)
                seen = self._seen
                reached = self._read_pages(cursor, self._paginators.resuming(cursor), progress)
                if self._seen > seen or empty.is_certain(cursor):
                    self._finish(reached, progress)
                self._run.output.save_state()

    def _window_progress(self) -> Sequence[WindowProgress]:
        return [WindowProgress(sync, self._table.options.lookback_seconds) for sync in self._scope.syncs]

    def _read_from(self, cursor: Cursor, paginator: Paginator, stores: Sequence[CursorStore]) -> Cursor:
        return self._finish(self._read_pages(cursor, paginator, stores), stores)

    def _read_pages(self, cursor: Cursor, paginator: Paginator, stores: Sequence[CursorStore]) -> Cursor:
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
                for store in stores:
                    store.keep(cursor)
                self._run.output.save_state()
        self._close_sinks()
        if cursor is begun and cursor.after is not None and table.seek_key is None:
            # The row at which to resume must come again. An empty page is not the end: read from the beginning.
            beginning = replace(cursor, after=None)
            return self._read_pages(beginning, self._paginators.resuming(beginning), stores)
        return cursor

    def _finish(self, cursor: Cursor, stores: Sequence[CursorStore]) -> Cursor:
        if not self._has_enough():
            cursor = self._limited(cursor)
            ended, lookback = self._run.start.latest_now(), self._table.options.lookback_seconds
            for store in stores:
                store.finish(cursor, ended=ended, lookback=lookback)
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

    def _rows_before(self) -> int | None:
        """Return the number of rows of the last complete reading of a table without bookmark, if it is known.

        For a table that is read in several passes, only the sum is known.
        """
        own = self._scope.own
        rows = None if own is None or self._scope.passes else own.state.get("rows")
        return rows if isinstance(rows, int) else None

    def _page_fetcher(self, reading: Pass) -> PageFetcher:
        table, limits, scope = self._table, self._limits, self._scope
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
            always={**reading.query, **scope.options},
            size=limits.expanded_page_size if expands_of(scope.nodes) else limits.page_size,
            prefetch=limits.prefetch,
        )
