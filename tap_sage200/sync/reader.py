"""Reads one table of one company, with the tables nested in it: which walks it takes, and what is remembered."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from tap_sage200 import odata
from tap_sage200.api.prefetch import PrefetchQueue
from tap_sage200.api.request import Request
from tap_sage200.errors import AbsentError, RefusedError, RunError, Sage200Error
from tap_sage200.pagination.base import SingleRequestPaginator
from tap_sage200.pagination.keyset import KeysetPaginator
from tap_sage200.pagination.offset import OffsetPaginator
from tap_sage200.pagination.page_size import PageSize
from tap_sage200.records.lenient import parse_rows
from tap_sage200.records.page import windowed
from tap_sage200.sync.bookmarks import Bookmark, Changes, KeyBookmark
from tap_sage200.sync.fetcher import PageFetcher
from tap_sage200.sync.nesting import Asking, deliver, expands_of, report_absences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tap_sage200.config.companies import Company
    from tap_sage200.pagination.base import Options, Paginator
    from tap_sage200.records.decoder import RecordDecoder, Row
    from tap_sage200.sync.bookmarks import Progress
    from tap_sage200.sync.context import RunContext
    from tap_sage200.sync.nesting import Branch
    from tap_sage200.sync.results import TableResult

logger = logging.getLogger(__name__)

LARGEST_EXPANDED_PAGE = 500
"""Rows a page where others are nested in each: as many as Sage itself gives if nothing is asked for (documented)."""


@dataclass(slots=True)
class Part:
    """A table that is read: what is remembered of it, and what becomes of it."""

    outcome: TableResult
    state: dict[str, Any]
    """The writable state of this table and company."""
    replication_key: str | None
    """The column that its bookmark is named after; None where it is read whole."""
    write: Callable[[Sequence[Row]], None] | None
    """What writes its records; None where they are yielded."""


@dataclass(slots=True)
class Table:
    """What reading needs to know of a table, and what was learnt of it in this run."""

    name: str
    path: str
    key: tuple[str, ...]
    seek_key: str | None
    """The key field to walk by; None when the key is not one integer."""
    in_one_piece: bool
    """Whether Sage gives all of it in one answer that takes no query options."""
    append_only: bool
    """Whether new rows are known by their key alone."""
    changes: tuple[str, ...]
    """All stamps whose move means that a row changed, its creation among them."""
    size: PageSize
    """Rows a page."""
    expanded_size: PageSize
    """The same where others are nested in each."""
    ahead: int
    """How many pages may be asked for while one is written."""
    selects: bool = True
    """Whether Sage gives some of its columns alone; it is tried."""

    def bookmark(self, part: Part) -> Bookmark:
        """Open the bookmark of a table that is read by this one's walk."""
        return (KeyBookmark if self.append_only else Bookmark)(part.state, part.replication_key or "")

    def reached(self, part: Part) -> str | None:
        """Say how far the bookmark of a table is that is read by this one's walk; None for one that is read whole."""
        return None if part.replication_key is None else self.bookmark(part).text


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted of the rows of a table: their own records, those of tables nested in them, or both."""

    parts: Sequence[Part]
    """All tables that are read by the walk; they have come equally far."""
    type: RecordDecoder
    """What is read of its rows."""
    own: Part | None = None
    """The table itself, if it is one of them: then its records are yielded."""
    branches: Sequence[Branch | Asking] = ()
    """The tables nested in it; they write their records themselves."""
    column_expands: frozenset[str] = frozenset()
    """The expansions that columns of the table need."""
    select: Sequence[str] = ()
    """The columns to ask for; none to ask for all."""

    @property
    def expands(self) -> set[str]:
        """The expansions to ask for."""
        return expands_of(self.branches) | self.column_expands


class TableReader:
    """Reads one table of one company, once, for itself or for tables nested in it."""

    def __init__(self, run: RunContext, table: Table, company: Company | None, wanted: Wanted) -> None:
        """Prepare; nothing is asked yet."""
        self._run = run
        self._settings = run.settings
        self._table = table
        self._company = company
        self._parts = wanted.parts
        self._own = wanted.own
        self._type = wanted.type
        self._branches = wanted.branches
        self._expands = wanted.expands
        self._select = wanted.select
        self._stream = (wanted.own or wanted.parts[0]).outcome.stream
        self._fetch = self._pages()
        self._by_parent = [branch for branch in wanted.branches if isinstance(branch, Asking)]
        self._sizes_by_parent: dict[str, PageSize] = {}
        self._line_by_parent = PrefetchQueue(run.ahead)
        self._seen = 0
        self._where = table.name if company is None else f"{table.name}, {company}"

    def records(self, save: Callable[[], None]) -> Iterator[Row]:
        """Read what changed where there is a replication key, and everything where there is none.

        Args:
            save: Writes the state.

        Raises:
            Sage200Error: The table cannot be read to its end.
        """
        try:
            yield from self.everything() if self._parts[0].replication_key is None else self.changes(save)
        finally:
            self._fetch.expect(())
            self._line_by_parent.expect(())

    @property
    def is_narrowed(self) -> bool:
        """Whether Sage is asked for some columns alone."""
        return "$select" in self._fetch.always

    def first_request(self) -> Request:
        """Say what reading begins with."""
        return self._fetch.request(self._first_walk().first())

    def _first_walk(self) -> Paginator:
        if self._parts[0].replication_key is None:
            return self._walk(where=None, after=None)
        bookmark = self._table.bookmark(self._parts[0])
        return self._following(bookmark.unfinished() or bookmark.changes(self._run.started, self._settings))

    def refused_expands(self) -> set[str]:
        """Find out which of the expansions Sage refuses, each asked for alone.

        Raises:
            RunError: Nothing more can be read in this run.
        """
        return {expand for expand in self._expands if self._refuses(expand)}

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
        for part in self._parts:
            part.outcome.rows = 0
        for page in self._walk(where=None, after=None).pages(self._fetch):
            yield from self._deliver_all(page.rows.chunks())
        report_absences(self._branches)
        for part in self._parts:
            if part.outcome.rows == 0 and part.state.get("rows"):
                part.outcome.remarks.append(f"had {part.state['rows']} rows in the run before, and now has none")
            part.state["rows"] = part.outcome.rows

    def changes(self, save: Callable[[], None]) -> Iterator[Row]:
        """Read what changed since the bookmark, or everything when there is none.

        A run that resumes an earlier one first finishes its walk, then reads what has changed since that one began.

        Args:
            save: Writes the state, after each page.

        Raises:
            Sage200Error: The table cannot be read to its end.
        """
        bookmarks = [self._table.bookmark(part) for part in self._parts]
        if (unfinished := bookmarks[0].unfinished()) is not None:
            logger.info("%s: resuming after key %s", self._where, unfinished.after)
            yield from self._follow(unfinished, bookmarks, save)
        progress = bookmarks[0].changes(self._run.started, self._settings)
        expected = bookmarks[0].looks_back(progress)
        yield from self._follow(progress, bookmarks, save)
        if self._seen == 0 and expected:
            self._remark_if_empty()

    def _follow(self, progress: Progress, bookmarks: Sequence[Bookmark], save: Callable[[], None]) -> Iterator[Row]:
        table = self._table
        for page in self._following(progress).pages(self._fetch):
            last, changes = page.rows.key(-1)[0] if table.seek_key else None, Changes(table.changes)
            yield from self._deliver_all(changes.noted(page.rows.chunks()))
            # Here all records of the page have been written: the consumer came back for the next one.
            progress = progress.past(last, changes.stamps)
            if table.seek_key is not None:
                for bookmark in bookmarks:
                    bookmark.keep(progress)
                save()
        for bookmark in bookmarks:
            bookmark.finish(progress)

    def _deliver_all(self, chunks: Iterator[list[Row]]) -> Iterator[Row]:
        if self._own is not None and self._own.write is not None and not self._branches:
            for rows in chunks:
                self._seen += len(rows)
                self._own.outcome.rows += len(rows)
                self._own.write(rows)
            return
        for coming in windowed(chain.from_iterable(chunks), max(1, self._table.ahead)):
            if self._by_parent:
                self._ask_ahead(coming)
            yield from self._deliver(coming[0])

    def _deliver(self, row: Row) -> Iterator[Row]:
        self._seen += 1
        if self._own is None:
            deliver(row, self._branches, None, self._ask)
            return
        self._own.outcome.rows += 1
        if self._own.write is None:
            yield self._type.to_dict(row)
        deliver(row, self._branches, self._own.write, self._ask)

    def _following(self, progress: Progress) -> Paginator:
        where = progress.where(stamps=self._table.changes, key=self._table.seek_key)
        return self._walk(where=where, after=progress.after)

    def _walk(self, *, where: str | None, after: int | None) -> Paginator:
        table = self._table
        if table.in_one_piece:
            return SingleRequestPaginator()
        if table.seek_key is not None:
            return KeysetPaginator(table.seek_key, self._fetch.size, where=where, after=after)
        return OffsetPaginator(table.key, self._fetch.size, where=where)

    def _pages(self) -> PageFetcher:
        table = self._table
        always: dict[str, str | int] = {}
        if self._expands:
            always["$expand"] = ",".join(sorted(self._expands))
        elif self._select:
            always["$select"] = ",".join(self._select)
        return PageFetcher(
            run=self._run,
            path=table.path,
            company=self._company,
            stream=self._stream,
            type=self._type,
            key=table.key,
            is_one_object=table.in_one_piece,
            always=always,
            size=table.expanded_size if expands_of(self._branches) else table.size,
            ahead=table.ahead,
        )

    def _ask(self, asking: Asking, path: str) -> Iterator[Row]:
        fetch = self._pages_by_parent(asking, path)
        try:
            for page in asking.walk(fetch.size).pages(fetch):
                asking.found = asking.found or bool(page.rows)
                yield from chain.from_iterable(page.rows.chunks())
        except AbsentError:
            asking.absent += 1
            if asking.is_missing():
                raise
        finally:
            fetch.expect(())

    def _pages_by_parent(self, asking: Asking, path: str) -> PageFetcher:
        return PageFetcher(
            run=self._run,
            path=path,
            company=self._company,
            stream=self._stream,
            type=asking.type,
            key=asking.key,
            is_one_object=asking.gives_one_object,
            always={"$expand": ",".join(sorted(asking.expands))} if asking.expands else {},
            size=self._sizes_by_parent.setdefault(asking.path, PageSize(asking.path, self._settings.page_size)),
            ahead=self._table.ahead,
        )

    def _ask_ahead(self, parents: Sequence[Row]) -> None:
        """Ask for what hangs on the next row, and ahead for what hangs on the rows after it."""
        wanted = []
        for parent in parents:
            for asking in self._by_parent:
                path = asking.path_for((parent,))
                if path not in asking.asked:
                    fetch = self._pages_by_parent(asking, path)
                    wanted.append(fetch.request(asking.walk(fetch.size).first()))
        self._line_by_parent.expect(wanted)

    def _remark_if_empty(self) -> None:
        # The row that set the bookmark should have come again: the look-back covers it. It may have been deleted; a
        # table that is empty altogether is more likely a lost permission, or another company behind the same number.
        page = self._fetch({"$top": 1, "$orderby": odata.ascending(self._table.key)})
        if not page.rows:
            for part in self._parts:
                part.outcome.remarks.append("had rows in an earlier run, and now has none")
