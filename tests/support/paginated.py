"""Tables whose rows are inserted, changed and deleted while a paginator reads them."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.support.paged_table import Change, Key, Table, page_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tap_sage200.pagination.base import Options, Paginator
    from tap_sage200.records.body import SageRow
    from tap_sage200.records.page import Page

PAIR = ("layout_id", "row_id")
FEW = st.tuples(st.integers(0, 30), st.integers(1, 12), st.none())
"""Rows of a table, page size, limit of the server: many pages of a few rows each."""
MANY = st.tuples(
    st.integers(90, 320),
    st.integers(30, 5000),
    st.none() | st.integers(1, 300),
)
"""The same for pages that a limit of the server may cut."""


def one_part(number: int) -> Key:
    return (number,)


def two_parts(number: int) -> Key:
    return (number // 7, number % 7)


@st.composite
def tables(draw: st.DrawFn, key: tuple[str, ...] = ("id",), *, disturbances: int) -> Table:
    """Draw a table that changes between pages, which are prefetched or not."""
    make = one_part if len(key) == 1 else two_parts
    (size, top, cap), step = draw(FEW | MANY), draw(st.integers(1, 3))
    keys = st.frozensets(st.integers(-3, size * step + 10).map(make), max_size=4)
    changes = draw(st.lists(st.builds(Change, inserted=keys, deleted=keys, updated=keys), max_size=disturbances))
    ahead, backwards = draw(st.integers(0, 4)), draw(st.booleans())
    rows = {make(number * step): 0 for number in range(size)}
    return Table(key, rows, cap=cap, changes=changes, prefetch=ahead, backwards=backwards, most=top)


def rows_from(paginator: Paginator, table: Table) -> Iterator[SageRow]:
    for page in paginator.pages(table):
        yield from (row.columns for row in chain.from_iterable(page.chunks()))


def keys_read(paginator: Paginator, table: Table) -> list[Key]:
    return [tuple(row[part] for part in table.key) for row in rows_from(paginator, table)]


def serve(*pages: Iterable[SageRow], asked: int = 2) -> Table:
    """Make a table that responds with these pages, whatever is requested. The last row is that of the last page."""
    every = [list(page) for page in pages]
    coming, last = iter(every), [row for page in every for row in page][-1:]

    class Canned(Table):
        def answer(self, options: Options) -> Page:
            if "desc" in str(options.get("$orderby")):
                return page_of(("id",), last, requested=2)
            self.asked.append(options)
            return page_of(("id",), next(coming), requested=asked)

    return Canned(("id",), {}, most=asked)
