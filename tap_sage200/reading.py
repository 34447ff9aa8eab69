"""Reads one table of one company, with the tables nested in it: which walks it takes, and what is remembered."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tap_sage200 import odata
from tap_sage200.bookmarks import Bookmark, KeyBookmark
from tap_sage200.branches import deliver, expands_of, report_absences
from tap_sage200.errors import AbsentError, RefusedError, RunError, Sage200Error
from tap_sage200.exchange import Request
from tap_sage200.paging import KeyWalk, OverlapWalk, Page, WholeWalk
from tap_sage200.records import parse_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tap_sage200.bookmarks import Progress
    from tap_sage200.branches import Asking, Branch
    from tap_sage200.companies import Company
    from tap_sage200.outcomes import Outcome
    from tap_sage200.paging import Options, Walk
    from tap_sage200.rows import Row, RowType
    from tap_sage200.run import Run

logger = logging.getLogger(__name__)

LARGEST_EXPANDED_PAGE = 500
"""Rows a page where others are nested in each: as many as Sage itself gives if nothing is asked for (documented)."""


@dataclass(slots=True)
class Part:
    """A table that is read: what is remembered of it, and what becomes of it."""

    outcome: Outcome
    state: dict[str, Any]
    """The writable state of this table and company."""
    replication_key: str | None
    """The column that its bookmark is named after; None where it is read whole."""
    write: Callable[[Row], None] | None
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
    top: int
    """Rows a page; it shrinks when Sage proves too slow for it."""

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
    type: RowType
    """What is read of its rows."""
    own: Part | None = None
    """The table itself, if it is one of them: then its records are yielded."""
    branches: Sequence[Branch | Asking] = ()
    """The tables nested in it; they write their records themselves."""
    column_expands: frozenset[str] = frozenset()
    """The expansions that columns of the table need."""


class TableReader:
    """Reads one table of one company, once, for itself or for tables nested in it."""

    def __init__(self, run: Run, table: Table, company: Company | None, wanted: Wanted) -> None:
        """Prepare; nothing is asked yet."""
        self._run = run
        self._settings = run.settings
        self._table = table
        self._company = company
        self._parts = wanted.parts
        self._own = wanted.own
        self._type = wanted.type
        self._branches = wanted.branches
        self._expands = expands_of(wanted.branches) | wanted.column_expands
        self._stream = (wanted.own or wanted.parts[0]).outcome.stream
        self._seen = 0
        self._where = table.name if company is None else f"{table.name}, {company}"

    def records(self, save: Callable[[], None]) -> Iterator[Row]:
        """Read what changed where there is a replication key, and everything where there is none.

        Args:
            save: Writes the state.

        Raises:
            Sage200Error: The table cannot be read to its end.
        """
        return self.everything() if self._parts[0].replication_key is None else self.changes(save)

    def refused_expands(self) -> set[str]:
        """Find out which of the expansions Sage refuses, each asked for alone.

        Raises:
            RunError: Nothing more can be read in this run.
        """
        return {expand for expand in self._expands if self._refuses(expand)}

    def _refuses(self, expand: str) -> bool:
        options: Options = {"$top": 1, "$orderby": odata.ascending(self._table.key), "$expand": expand}
        try:
            self._run.api.get(Request(self._table.path, self._company, options), parse_rows)
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
            for row in page.rows:
                yield from self._deliver(row)
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
        where = progress.where(stamps=table.changes, key=table.seek_key)
        for page in self._walk(where=where, after=progress.after).pages(self._fetch):
            changed = []
            for row in page.rows:
                changed.append(max(filter(None, [getattr(row, stamp) for stamp in table.changes]), default=None))
                yield from self._deliver(row)
            # Here all records of the page have been written: the consumer came back for the next one.
            progress = progress.past((key for (key,) in page.keys) if table.seek_key else (), changed)
            if table.seek_key is not None:
                for bookmark in bookmarks:
                    bookmark.keep(progress)
                save()
        for bookmark in bookmarks:
            bookmark.finish(progress)

    def _deliver(self, row: Row) -> Iterator[Row]:
        self._seen += 1
        if self._own is None:
            deliver(row, self._branches, None, self._ask)
            return
        self._own.outcome.rows += 1
        if self._own.write is None:
            yield self._type.to_dict(row)
        deliver(row, self._branches, self._own.write, self._ask)

    def _walk(self, *, where: str | None, after: int | None) -> Walk:
        table = self._table
        if table.in_one_piece:
            return WholeWalk()
        top = min(table.top, LARGEST_EXPANDED_PAGE) if expands_of(self._branches) else table.top
        if table.seek_key is not None:
            return KeyWalk(table.seek_key, top=top, where=where, after=after)
        return OverlapWalk(table.key, top=top, where=where)

    def _fetch(self, options: Options) -> Page:
        single, key = self._table.in_one_piece, self._table.key
        page = self._page(self._table.path, self._expanding(options), self._type, key=key, single=single)
        if page.asked != options.get("$top", page.asked):
            logger.info("%s: asking for %d rows a page from now on", self._where, page.asked)
            self._table.top = page.asked
        return page

    def _page(self, path: str, options: Options, of: RowType, *, key: Sequence[str], single: bool) -> Page:
        self._run.flush()
        request = Request(path, self._company, options, self._stream)
        answer = self._run.api.get(request, lambda body: of.read(body, single=single))
        rows, asked = answer.content, answer.request.options.get("$top")
        keys = [tuple(getattr(row, part) for part in key) for row in rows]
        return Page(rows, keys, asked if isinstance(asked, int) else len(rows) + 1)

    def _expanding(self, options: Options) -> Options:
        if self._expands:
            return {**options, "$expand": ",".join(sorted(self._expands))}
        only_for_others = self._own is None and not self._table.in_one_piece
        return {**options, "$select": self._table.key[0]} if only_for_others and len(self._table.key) == 1 else options

    def _ask(self, asking: Asking, path: str) -> Iterator[Row]:
        expand = {"$expand": ",".join(sorted(asking.expands))} if asking.expands else {}

        def fetch(options: Options) -> Page:
            single = asking.gives_one_object
            return self._page(path, {**options, **expand}, asking.type, key=asking.key, single=single)

        try:
            for page in asking.walk(self._settings.page_size).pages(fetch):
                asking.found = asking.found or bool(page.rows)
                yield from page.rows
        except AbsentError:
            asking.absent += 1
            if asking.is_missing():
                raise

    def _remark_if_empty(self) -> None:
        # The row that set the bookmark should have come again: the look-back covers it. It may have been deleted; a
        # table that is empty altogether is more likely a lost permission, or another company behind the same number.
        page = self._fetch({"$top": 1, "$orderby": odata.ascending(self._table.key)})
        if not page.rows:
            for part in self._parts:
                part.outcome.remarks.append("had rows in an earlier run, and now has none")
