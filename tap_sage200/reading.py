"""Reads one table of one company: which walks it takes, and what is remembered after each page."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tap_sage200 import odata
from tap_sage200.bookmarks import Bookmark, KeyBookmark
from tap_sage200.errors import StreamError
from tap_sage200.http import Request
from tap_sage200.paging import KeyWalk, OverlapWalk, Page, WholeWalk
from tap_sage200.records import parse_object, parse_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tap_sage200.bookmarks import Progress
    from tap_sage200.companies import Company
    from tap_sage200.outcomes import Outcome
    from tap_sage200.paging import Options, Walk
    from tap_sage200.records import RecordMaker, Row
    from tap_sage200.run import Run

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Table:
    """What reading needs to know of a table, and what was learnt of it in this run."""

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
    replication_key: str | None
    maker: RecordMaker
    top: int
    """Rows a page; it shrinks when Sage proves too slow for it."""
    unknown: set[str] = field(default_factory=set)
    """Unknown fields that were reported already."""


class TableReader:
    """Reads one table of one company, once."""

    def __init__(self, run: Run, table: Table, company: Company | None, outcome: Outcome) -> None:
        """Prepare; nothing is asked yet."""
        self._run = run
        self._settings = run.settings
        self._table = table
        self._company = company
        self._outcome = outcome

    def everything(self, state: dict[str, Any]) -> Iterator[Row]:
        """Read the whole table; the state only remembers how many rows it had.

        Raises:
            Sage200Error: The table cannot be read to its end.
        """
        for page in self._walk(where=None, after=None).pages(self._fetch):
            yield from self._records(page)
        if self._outcome.rows == 0 and state.get("rows"):
            self._outcome.remarks.append(f"had {state['rows']} rows in the run before, and now has none")
        state["rows"] = self._outcome.rows

    def changes(self, state: dict[str, Any], save: Callable[[], None]) -> Iterator[Row]:
        """Read what changed since the bookmark, or everything when there is none.

        A run that resumes an earlier one first finishes its walk, then reads what has changed since that one began.

        Args:
            state: The writable state of this table and company.
            save: Writes the state, after each page.

        Raises:
            Sage200Error: The table cannot be read to its end.
        """
        bookmark = (KeyBookmark if self._table.append_only else Bookmark)(state, self._table.replication_key or "")
        if (unfinished := bookmark.unfinished()) is not None:
            logger.info("%s: resuming after key %s", self._outcome.where, unfinished.after)
            yield from self._follow(unfinished, bookmark, save)
        progress = bookmark.changes(self._run.started, self._settings)
        expected = bookmark.looks_back(progress)
        yield from self._follow(progress, bookmark, save)
        if self._outcome.rows == 0 and expected:
            self._remark_if_empty()

    def _follow(self, progress: Progress, bookmark: Bookmark, save: Callable[[], None]) -> Iterator[Row]:
        table = self._table
        where = progress.where(stamps=table.changes, key=table.seek_key)
        for page in self._walk(where=where, after=progress.after).pages(self._fetch):
            changed = []
            for record in self._records(page):
                changed.append(table.maker.changed(record))
                yield record
            # Here all records of the page have been written: the consumer came back for the next one.
            progress = progress.past((row[table.seek_key] for row in page.rows) if table.seek_key else (), changed)
            if table.seek_key is not None:
                bookmark.keep(progress)
                save()
        bookmark.finish(progress)

    def _walk(self, *, where: str | None, after: int | None) -> Walk:
        table = self._table
        if table.in_one_piece:
            return WholeWalk()
        if table.seek_key is not None:
            return KeyWalk(table.seek_key, top=table.top, where=where, after=after)
        return OverlapWalk(table.key, top=table.top, where=where)

    def _fetch(self, options: Options) -> Page:
        parse = parse_object if self._table.in_one_piece else parse_rows
        answer = self._run.api.get(Request(self._table.path, self._company, options), parse)
        asked = answer.request.options.get("$top")
        if not isinstance(asked, int):
            return Page(answer.content, asked=len(answer.content) + 1)
        if asked != options["$top"]:
            logger.info("%s: asking for %d rows a page from now on", self._outcome.where, asked)
            self._table.top = asked
        return Page(answer.content, asked)

    def _records(self, page: Page) -> Iterator[Row]:
        for row in page.rows:
            self._report(self._table.maker.unknown(row))
            self._outcome.rows += 1
            yield self._table.maker.record(row)

    def _report(self, unknown: set[str]) -> None:
        names = ", ".join(sorted(unknown - self._table.unknown))
        if not names or self._settings.on_unknown_field == "drop":
            return
        if self._settings.on_unknown_field == "fail":
            msg = f"Sage sent fields that this version of the tap does not know: {names}. Update the tap"
            raise StreamError(msg)
        self._table.unknown |= unknown
        logger.warning(
            "%s: Sage sent fields that this version of the tap does not know, and drops: %s", self._outcome.where, names
        )

    def _remark_if_empty(self) -> None:
        # The row that set the bookmark should have come again: the look-back covers it. It may have been deleted; a
        # table that is empty altogether is more likely a lost permission, or another company behind the same number.
        page = self._fetch({"$top": 1, "$orderby": odata.ascending(self._table.key)})
        if not page.rows:
            self._outcome.remarks.append("had rows in an earlier run, and now has none")
