from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.errors import UnexpectedPageError
from tap_sage200.paging import CONFIRM_FROM, RESTARTS, KeyWalk, OverlapWalk, Page, WholeWalk
from tests.unit.table import Change, Key, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tap_sage200.paging import Options, Walk
    from tap_sage200.records import Row

PAIR = ("layout_id", "row_id")
FEW = st.tuples(st.integers(0, 30), st.integers(1, 12), st.none())
"""Rows of a table, rows a page, the most that the server gives at once: many pages, each of a few rows."""
MANY = st.tuples(st.integers(90, 320), st.integers(30, 5000), st.none() | st.integers(CONFIRM_FROM, 300))
"""The same for pages that a server's own limit may cut."""


def one_part(number: int) -> Key:
    return (number,)


def two_parts(number: int) -> Key:
    return (number // 7, number % 7)


@st.composite
def tables(draw: st.DrawFn, key: tuple[str, ...] = ("id",), *, disturbances: int) -> tuple[Table, int]:
    """Draw a table whose rows come, change and go while pages are read, and the rows a page to ask for."""
    make = one_part if len(key) == 1 else two_parts
    (size, top, cap), step = draw(FEW | MANY), draw(st.integers(1, 3))
    keys = st.frozensets(st.integers(-3, size * step + 10).map(make), max_size=4)
    changes = draw(st.lists(st.builds(Change, inserted=keys, deleted=keys, updated=keys), max_size=disturbances))
    return Table(key, {make(number * step): 0 for number in range(size)}, cap=cap, changes=changes), top


def walked(walk: Walk, table: Table) -> list[Key]:
    return [tuple(row[part] for part in table.key) for page in walk.pages(table.fetch) for row in page.rows]


def serve(*pages: Iterable[Row], asked: int = 2) -> Table:
    """Make a table that answers with these pages, whatever it is asked for."""
    coming = iter(pages)

    class Canned(Table):
        def fetch(self, options: Options) -> Page:
            self.asked.append(options)
            rows = list(next(coming))
            return Page(rows, keys=[(row.get("id"),) for row in rows], asked=asked)

    return Canned(("id",), {})


@given(tables(disturbances=40))
def test_by_key_every_surviving_row_comes_once_whatever_happens_meanwhile(drawn: tuple[Table, int]) -> None:
    table, top = drawn
    seen = walked(KeyWalk("id", top=top), table)

    assert table.survivors <= set(seen)
    assert seen == sorted(set(seen)), "in the order of the key, and none twice"


@given(tables(disturbances=10), st.integers(25, 400))
def test_by_key_nothing_is_lost_when_pages_shrink_on_the_way(drawn: tuple[Table, int], bearable: int) -> None:
    table, top = drawn
    table.bearable = bearable

    assert table.survivors <= set(walked(KeyWalk("id", top=top), table))


@given(tables(disturbances=10), st.integers(-5, 400))
def test_by_key_a_walk_resumes_after_any_key(drawn: tuple[Table, int], after: int) -> None:
    table, top = drawn
    seen = walked(KeyWalk("id", top=top, after=after), table)

    assert {key for key in table.survivors if key[0] > after} <= set(seen)
    assert all(number > after for (number,) in seen)


def test_by_key_pages_ask_for_what_comes_after_the_last_row() -> None:
    table = Table(("id",), {(0,): 0, (4,): 0, (9,): 0})

    walked(KeyWalk("id", top=2), table)

    assert table.asked == [
        {"$orderby": "id asc", "$top": 2},
        {"$orderby": "id asc", "$top": 2, "$filter": "id gt 4"},
    ]


def test_by_key_the_filter_of_a_walk_holds_on_every_page() -> None:
    table = serve([{"id": 3}, {"id": 8}], [])

    walked(KeyWalk("id", top=2, where="(a ge 1 or b ge 1)"), table)

    assert [options["$filter"] for options in table.asked] == [
        "(a ge 1 or b ge 1)",
        "(a ge 1 or b ge 1) and id gt 8",
    ]


def test_an_empty_table_has_no_page() -> None:
    assert not list(KeyWalk("id", top=5).pages(Table(("id",), {}).fetch))
    assert not list(OverlapWalk(PAIR, top=5).pages(Table(PAIR, {}).fetch))


@pytest.mark.parametrize(
    ("rows", "top", "cap", "requests"),
    [
        pytest.param(4, 5, None, 1, id="a page that is not full is the last"),
        pytest.param(5, 5, None, 2, id="after a full page the end is asked for"),
        pytest.param(CONFIRM_FROM - 1, 5000, None, 1, id="a page too small for a server's limit is the last"),
        pytest.param(CONFIRM_FROM, 5000, None, 2, id="a page that a server may have cut is not taken for the last"),
        pytest.param(600, 5000, 500, 3, id="a server's limit does not end the walk"),
    ],
)
def test_by_key_the_end_is_found_with_few_requests(rows: int, top: int, cap: int | None, requests: int) -> None:
    table = Table(("id",), {(number,): 0 for number in range(rows)}, cap=cap)

    assert len(walked(KeyWalk("id", top=top), table)) == rows
    assert len(table.asked) == requests


def test_by_key_a_page_size_that_proved_bearable_is_kept() -> None:
    table = Table(("id",), {(number,): 0 for number in range(120)}, bearable=50)

    walked(KeyWalk("id", top=200), table)

    assert [options["$top"] for options in table.asked] == [200, 50, 50]


def test_with_overlap_a_page_size_that_proved_bearable_is_kept() -> None:
    table = Table(PAIR, {two_parts(number): 0 for number in range(120)}, bearable=50)

    walked(OverlapWalk(PAIR, top=200), table)

    assert [options["$top"] for options in table.asked] == [200, 50, 50]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        pytest.param([{"id": 5}, {"id": 4}], "order", id="out of order"),
        pytest.param([{"id": 5}, {"id": 5}], "order", id="a key twice"),
        pytest.param([{"id": 3}], "filter", id="a filter that was ignored"),
        pytest.param([{"name": "no key"}], "without its key id", id="no key"),
        pytest.param([{"id": "7"}], "without its key id", id="a key that is no number"),
        pytest.param([{"id": None}], "without its key id", id="a key that is null"),
    ],
)
def test_by_key_a_page_that_was_not_asked_for_is_an_error(rows: list[Row], problem: str) -> None:
    table = serve([{"id": 2}, {"id": 3}], rows)
    pages = KeyWalk("id", top=2).pages(table.fetch)

    assert [row["id"] for row in next(pages).rows] == [2, 3]
    with pytest.raises(UnexpectedPageError, match=problem):
        next(pages)


@given(tables(PAIR, disturbances=40))
def test_with_overlap_every_surviving_row_comes_or_an_error_says_so(drawn: tuple[Table, int]) -> None:
    table, top = drawn
    try:
        seen = walked(OverlapWalk(PAIR, top=top), table)
    except UnexpectedPageError:
        return
    assert table.survivors <= set(seen)


@given(tables(PAIR, disturbances=RESTARTS - 1))
def test_with_overlap_a_few_shifts_are_survived(drawn: tuple[Table, int]) -> None:
    table, top = drawn

    assert table.survivors <= set(walked(OverlapWalk(PAIR, top=top), table))


@given(tables(PAIR, disturbances=0), st.none() | st.integers(25, 300))
def test_with_overlap_every_row_of_a_quiet_table_comes_once(drawn: tuple[Table, int], bearable: int | None) -> None:
    table, top = drawn
    table.bearable = bearable

    assert walked(OverlapWalk(PAIR, top=top), table) == sorted(table.rows)


def test_with_overlap_each_page_begins_with_the_last_row_of_the_one_before() -> None:
    table = Table(PAIR, {two_parts(number): 0 for number in range(4)})

    walked(OverlapWalk(PAIR, top=3), table)

    order = "layout_id asc,row_id asc"
    assert table.asked == [
        {"$orderby": order, "$top": 3},
        {"$orderby": order, "$top": 3, "$skip": 2},
    ]


def test_with_overlap_the_filter_of_a_walk_holds_on_every_page() -> None:
    table = serve([{"id": 1}, {"id": 2}], [{"id": 2}])

    walked(OverlapWalk(("id",), top=2, where="a ge 1"), table)

    assert [options["$filter"] for options in table.asked] == ["a ge 1", "a ge 1"]


def test_with_overlap_a_page_has_room_for_more_than_the_overlap() -> None:
    table = Table(PAIR, {two_parts(number): 0 for number in range(3)})

    assert walked(OverlapWalk(PAIR, top=1), table) == sorted(table.rows)
    assert {options["$top"] for options in table.asked} == {2}


def test_with_overlap_a_deleted_row_before_the_page_makes_the_walk_begin_again() -> None:
    table = Table(
        PAIR,
        {two_parts(number): 0 for number in range(5)},
        changes=[Change(deleted=frozenset({two_parts(0)}))],
    )

    seen = walked(OverlapWalk(PAIR, top=3), table)

    assert seen == [two_parts(number) for number in (0, 1, 2, 1, 2, 3, 4)]


def test_with_overlap_a_table_that_never_rests_is_an_error_that_says_when_to_try_again() -> None:
    deletions = [Change(deleted=frozenset({two_parts(number)})) for number in range(40)]
    table = Table(PAIR, {two_parts(number): 0 for number in range(40)}, changes=deletions)

    with pytest.raises(UnexpectedPageError, match="Run again when it is quieter"):
        walked(OverlapWalk(PAIR, top=3), table)


def test_with_overlap_a_server_that_ignores_the_skip_is_an_error() -> None:
    first = [{"id": 1}, {"id": 2}]

    with pytest.raises(UnexpectedPageError, match="kept shifting"):
        walked(OverlapWalk(("id",), top=2), serve(*[first] * 9))


def test_a_resource_that_comes_in_one_piece_is_asked_for_without_options() -> None:
    table = serve([{"id": 2}, {"id": 1}])

    assert walked(WholeWalk(), table) == [(2,), (1,)]
    assert table.asked == [{}]


def test_a_page_keeps_its_rows_out_of_logs() -> None:
    assert "Smith" not in repr(Page([{"name": "Smith"}], keys=[("Smith",)], asked=1))
