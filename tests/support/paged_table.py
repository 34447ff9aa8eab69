"""A table for tests of paginators. It answers query options as Sage does, and changes between pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tap_sage200.pagination.base import Page
from tap_sage200.pagination.page_size import PageSize
from tap_sage200.records.page import Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tap_sage200.pagination.base import Options
    from tap_sage200.records.body import SageRow

Key = tuple[int, ...]


@dataclass(frozen=True)
class Change:
    """A change of the rows of a table before a page is read."""

    inserted: frozenset[Key] = frozenset()
    deleted: frozenset[Key] = frozenset()
    updated: frozenset[Key] = frozenset()


@dataclass
class Table:
    """Rows by key. Each update raises the version of a row."""

    key: tuple[str, ...]
    rows: dict[Key, int]
    cap: int | None = None
    """The rows a page that the server gives at most, whatever is asked for."""
    bearable: int | None = None
    """The rows a page to which a request is cut down, as slow answers do."""
    changes: Iterable[Change] = ()
    """What happens before the second page, the third, and so on."""
    prefetch: int = 1
    """How many pages are asked for ahead."""
    backwards: bool = False
    """Whether pages that are asked for together are answered in the opposite order."""
    most: int = 5000
    """The rows a page to ask for at most."""
    asked: list[Options] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Record the rows of the start."""
        self.size = PageSize("table", self.most)
        self._held: list[tuple[Options, Page]] = []
        self._coming = iter(self.changes)
        self._survivors = set(self.rows)

    @property
    def survivors(self) -> set[Key]:
        """The rows that existed all the time."""
        return self._survivors

    def __call__(self, options: Options) -> Page:
        """Return a page, which may have been prefetched."""
        held = next((page for asked, page in self._held if asked == options), None)
        self._held = [(asked, page) for asked, page in self._held if page is not held]
        page = held or self.answer(options)
        top = int(options.get("$top", page.asked))
        self.size.learn(wanted=top, asked=page.asked, rows=len(page.rows), seconds=0.0)
        return page

    def expect(self, options: Sequence[Options]) -> None:
        """Answer prefetch requests."""
        self._held = [(asked, page) for asked, page in self._held if asked in options]
        new = [each for each in options if each not in [asked for asked, _ in self._held]]
        for each in reversed(new) if self.backwards else new:
            self._held.append((each, self.answer(each)))

    def answer(self, options: Options) -> Page:
        """Answer a request."""
        if self.asked:
            self._change(next(self._coming, Change()))
        self.asked.append(options)
        top = int(options["$top"])
        top = min(top, self.bearable or top)
        skip = int(options.get("$skip", 0))
        keys = [key for key in self._ordered(str(options["$orderby"])) if _matches(key, options.get("$filter"))]
        rows = [self._row(key) for key in keys[skip : skip + min(top, self.cap or top)]]
        return Page(rows_of(self.key, rows), asked=top, came=len(rows))

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


def rows_of(key: Sequence[str], rows: list[SageRow]) -> Rows:
    """Return the rows of a response."""
    return Rows(rows, list, lambda few: [tuple(row.get(part) for part in key) for row in few])


def _matches(key: Key, where: str | int | None) -> bool:
    if where is None:
        return True
    bound = re.fullmatch(r"id gt (-?\d+)", str(where))
    assert bound, f"the table does not understand {where}"
    return key[0] > int(bound[1])
