"""Deviations of pages: how many rows come, which ones, and in which order."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from tests.hostile.deviation import ALWAYS, LATER_PAGES, Deviation, Moment, Reply
from tests.hostile.source import as_sage_writes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.hostile.odata import Query
    from tests.hostile.source import Row


@dataclass(frozen=True, kw_only=True)
class RowCap(Deviation):
    """Pages have at most some rows; the cap is another one from page to page."""

    caps: Sequence[int]
    moment: Moment = ALWAYS
    after: int = 0
    """How many responses come before the cap begins."""

    def rows(self, query: Query, rows: list[Row]) -> list[Row]:
        """Cut the page off."""
        is_capped = query.number > self.after and self.moment.includes(query)
        return rows[: self.caps[query.number % len(self.caps)]] if is_capped else rows


@dataclass(frozen=True, kw_only=True)
class ByteCap(Deviation):
    """Pages have at most some bytes, and at least one row."""

    size: int
    after: int = 0
    """How many responses come before the cap begins."""

    def rows(self, query: Query, rows: list[Row]) -> list[Row]:
        """Cut the page off before the row that would be too much."""
        while query.number > self.after and len(rows) > 1 and len(as_sage_writes(rows)) > self.size:
            rows = rows[:-1]
        return rows


@dataclass(frozen=True, kw_only=True)
class IgnoredOptions(Deviation):
    """Some query options have no effect."""

    options: Sequence[str]

    def query(self, query: Query) -> Query:
        """Drop them."""
        return query.without(*self.options)


@dataclass(frozen=True, kw_only=True)
class ChangedOptions(Deviation):
    """The text of a query option is understood as another one."""

    option: str
    text: str
    understood: str

    def query(self, query: Query) -> Query:
        """Misread it."""
        options = dict(query.options)
        if self.option in options:
            options[self.option] = options[self.option].replace(self.text, self.understood)
        return query.saying(options)


@dataclass(frozen=True, kw_only=True)
class RefusedOption(Deviation):
    """A query option is refused with 400."""

    option: str

    def reply(self, query: Query, reply: Reply) -> Reply:
        """Refuse it."""
        if self.option not in query.options:
            return reply
        message = f'{{"Message": "The query option {self.option} is not supported."}}'
        return replace(reply, status=HTTPStatus.BAD_REQUEST, body=message.encode())


@dataclass(frozen=True, kw_only=True)
class WideRows(Deviation):
    """Each row has a long text that no schema has a length for."""

    size: int

    def rows(self, query: Query, rows: list[Row]) -> list[Row]:
        """Write it into the rows."""
        return [{**row, query.table.version: f"{row[query.table.version]}{'x' * self.size}"} for row in rows]


@dataclass(frozen=True, kw_only=True)
class OtherTop(Deviation):
    """Pages have more rows than requested."""

    more: int

    def query(self, query: Query) -> Query:
        """Add some to `$top`."""
        return query.saying({**query.options, "$top": str(query.top + self.more)})


@dataclass(frozen=True, kw_only=True)
class Shuffled(Deviation):
    """Rows come in the order of chance."""

    moment: Moment = ALWAYS

    def rows(self, query: Query, rows: list[Row]) -> list[Row]:
        """Shuffle them, the same way each time."""
        if self.moment.includes(query):
            random.Random(query.number).shuffle(rows)  # noqa: S311 - no secret depends on it
        return rows


@dataclass(frozen=True, kw_only=True)
class Swapped(Deviation):
    """Two rows in the middle of a page have changed places."""

    moment: Moment = ALWAYS

    def rows(self, query: Query, rows: list[Row]) -> list[Row]:
        """Swap them."""
        if self.moment.includes(query) and len(rows) > 3:
            rows[1], rows[2] = rows[2], rows[1]
        return rows


@dataclass(frozen=True, kw_only=True)
class Repeated(Deviation):
    """A page has rows twice."""

    times: int = 2
    whole: bool = False
    """Whether the page as a whole comes again behind itself; else each row does."""

    def rows(self, query: Query, rows: list[Row]) -> list[Row]:
        """Repeat them."""
        del query
        return rows * self.times if self.whole else [row for row in rows for _ in range(self.times)]


@dataclass(frozen=True, kw_only=True)
class LastRowAgain(Deviation):
    """A page begins with the row before it, as with `ge` in place of `gt`."""

    def rows(self, query: Query, rows: list[Row]) -> list[Row]:
        """Put it before the page."""
        every = replace(query.without("$filter", "$skip", "$top")).rows()
        place = every.index(rows[0]) if rows and rows[0] in every else 0
        return [every[place - 1], *rows[: query.top - 1]] if query.is_later_page and place else rows


@dataclass(frozen=True, kw_only=True)
class PageBefore(Deviation):
    """The response to the request before comes once more, as from a cache that ignores the query."""

    moment: Moment = ALWAYS
    _before: list[list[Row]] = field(default_factory=list)

    def rows(self, query: Query, rows: list[Row]) -> list[Row]:
        """Give the rows of the request before."""
        if query.number == 1:
            self._before.clear()
        self._before.append(rows)
        return self._before[-2] if len(self._before) > 1 and self.moment.includes(query) else rows


@dataclass(frozen=True, kw_only=True)
class FirstPageAgain(Deviation):
    """The first response comes again in place of later ones, as from a cache that ignores the query."""

    moment: Moment = LATER_PAGES
    _first: list[Row] = field(default_factory=list)

    def rows(self, query: Query, rows: list[Row]) -> list[Row]:
        """Give the rows of the first response."""
        if query.number == 1:
            self._first[:] = rows
        return list(self._first) if self.moment.includes(query) else rows


@dataclass(frozen=True, kw_only=True)
class LostAtTheEnd(Deviation):
    """The last rows of a page are lost."""

    lost: int = 1
    moment: Moment = ALWAYS
    after: int = 0
    """How many responses come before it begins."""

    def rows(self, query: Query, rows: list[Row]) -> list[Row]:
        """Lose them."""
        loses = query.number > self.after and self.moment.includes(query)
        return rows[: -self.lost] if loses else rows


@dataclass(frozen=True, kw_only=True)
class Linked(Deviation):
    """A page in a wrapper has some rows, and a link to the others."""

    link: str
    most: int
    before: str = ""
    """What comes before the name of the table in the link."""

    def rows(self, query: Query, rows: list[Row]) -> list[Row]:
        """Cut the page off."""
        del query
        return rows[: self.most]

    def reply(self, query: Query, reply: Reply) -> Reply:
        """Wrap it, with a link to the rows behind it."""
        rest = "&".join(f"{name}={value}" for name, value in query.options.items() if name not in {"$skip", "$top"})
        skip = int(query.options.get("$skip", 0)) + self.most
        link = f"{self.before}{query.table.name}?{rest}&$skip={skip}".replace(" ", "%20")
        wrapped = b'{"value": ' + reply.body + f', "{self.link}": "{link}"}}'.encode()
        return replace(reply, body=wrapped)


@dataclass(frozen=True, kw_only=True)
class Wrapped(Deviation):
    """A page comes within other JSON."""

    before: str
    after: str

    def reply(self, query: Query, reply: Reply) -> Reply:
        """Wrap it."""
        del query
        return replace(reply, body=self.before.encode() + reply.body + self.after.encode())
