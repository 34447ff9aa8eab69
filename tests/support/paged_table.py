"""A table for tests of paginators: it evaluates query options as Sage does, and changes between pages."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tap_sage200.pagination.largest_page import LargestPage
from tap_sage200.pagination.page_size import PageSize
from tap_sage200.records.body import parse_row
from tap_sage200.records.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tap_sage200.pagination.base import Options
    from tap_sage200.records.body import SageRow, SentRow

Key = tuple[int, ...]


@dataclass(frozen=True)
class Change:
    """Changes to the rows of a table before a page is read."""

    inserted: frozenset[Key] = frozenset()
    deleted: frozenset[Key] = frozenset()
    updated: frozenset[Key] = frozenset()


@dataclass
class Table:
    """The versions of rows by their key. An update increases the version."""

    key: tuple[str, ...]
    rows: dict[Key, int]
    cap: int | None = None
    """The most rows in a response, whatever is requested."""
    bearable: int | None = None
    """The `$top` to which retries reduce a request."""
    changes: Iterable[Change] = ()
    """The changes before the second page, the third, and so on."""
    prefetch: int = 1
    """The number of prefetched pages."""
    backwards: bool = False
    """Whether pages that are requested together are read in the opposite order."""
    most: int = 5000
    """The setting `page_size`."""
    asked: list[Options] = field(default_factory=list)
    """The query options of each request so far."""

    def __post_init__(self) -> None:
        """Remember the rows at the start."""
        self.size = PageSize("table", self.most)
        self.largest = LargestPage()
        self._held: list[tuple[Options, Page]] = []
        self._coming = iter(self.changes)
        self._survivors = set(self.rows)

    @property
    def survivors(self) -> set[Key]:
        """The keys of the rows that were never deleted."""
        return self._survivors

    def fetch(self, options: Options) -> Page:
        """Return a page, which may be prefetched."""
        held = next((page for asked, page in self._held if asked == options), None)
        self._held = [(asked, page) for asked, page in self._held if page is not held]
        page = self.answer(options) if held is None else held
        top = int(options.get("$top", page.requested))
        self.size.learn(wanted=top, requested=page.requested, rows=page.received, size=page.size, seconds=0.0)
        self.largest.note(page)
        return page

    def expect(self, options: Sequence[Options]) -> None:
        """Prefetch pages."""
        self._held = [(asked, page) for asked, page in self._held if asked in options]
        new = [each for each in options if each not in [asked for asked, _ in self._held]]
        for each in reversed(new) if self.backwards else new:
            self._held.append((each, self.answer(each)))

    def answer(self, options: Options) -> Page:
        """Read a page from the table as it is now."""
        if self.asked:
            self._change(next(self._coming, Change()))
        self.asked.append(options)
        top = int(options["$top"])
        top = min(top, self.bearable or top)
        skip = int(options.get("$skip", 0))
        keys = [key for key in self._ordered(str(options["$orderby"])) if _matches(key, options.get("$filter"))]
        rows = [self._row(key) for key in keys[skip : skip + min(top, self.cap or top)]]
        return page_of(self.key, rows, requested=top)

    def _change(self, change: Change) -> None:
        for key in change.deleted:
            self.rows.pop(key, None)
        self._survivors -= change.deleted
        for key in change.inserted - self._survivors - change.deleted:
            self.rows.setdefault(key, 0)
        for key in change.updated & self.rows.keys():
            self.rows[key] += 1

    def _ordered(self, orderby: str) -> list[Key]:
        up, down = (",".join(f"{part} {direction}" for part in self.key) for direction in ("asc", "desc"))
        assert orderby in (up, down), "only the order by key is total"
        return sorted(self.rows, reverse=orderby == down)

    def _row(self, key: Key) -> SageRow:
        return {**dict(zip(self.key, key, strict=True)), "version": self.rows[key]}


class ParsedRow:
    """A row whose columns are its attributes. A column that is not in the row is None."""

    def __init__(self, columns: SageRow) -> None:
        """Keep the columns."""
        self.columns = columns

    def __getattr__(self, name: str) -> object:
        """Return a column."""
        return self.columns.get(name)


class ParsingDecoder:
    """Parses rows, and checks nothing about them."""

    def decode(self, sent: Sequence[SentRow]) -> list[ParsedRow]:
        """Parse rows."""
        return [ParsedRow(parse_row(row)) for row in sent]

    def decode_keys(self, sent: Sequence[SentRow], key: Sequence[str]) -> list[tuple[object, ...]]:
        """Parse the keys of rows."""
        return [tuple(row.get(part) for part in key) for row in map(parse_row, sent)]


def page_of(key: Sequence[str], rows: Sequence[SageRow], *, requested: int) -> Page:
    """Make a page of these rows."""
    return Page(json.dumps(rows).encode(), ParsingDecoder(), key, requested=requested)


def _matches(key: Key, where: str | int | None) -> bool:
    if where is None:
        return True
    bound = re.fullmatch(r"\w*id (g[te]) (-?\d+)", str(where))
    assert bound, f"the table does not understand {where}"
    return key[0] > int(bound[2]) or (bound[1] == "ge" and key[0] == int(bound[2]))
