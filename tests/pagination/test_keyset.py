"""The keyset paginator yields every row that is not deleted exactly once, whatever changes while it reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200 import problems
from tap_sage200.errors import RefusedError
from tap_sage200.pagination.keyset import KeysetPaginator
from tap_sage200.pagination.offset import OffsetPaginator
from tests.support.paged_table import Change, Key, Table, page_of

if TYPE_CHECKING:
    from tap_sage200.pagination.base import Options
    from tap_sage200.records.body import SageRow
    from tap_sage200.records.page import Page

from tests.support.paginated import keys_read, serve, tables


@given(tables(disturbances=40))
def test_every_row_that_is_not_deleted_comes_once_whatever_changes_meanwhile(table: Table) -> None:
    seen = keys_read(KeysetPaginator("id", table.size), table)

    assert table.survivors <= set(seen)
    assert seen == sorted(set(seen)), "in the order of the key, and no row twice"


@given(tables(disturbances=10), st.integers(25, 400))
def test_no_row_is_lost_when_retries_request_smaller_pages(table: Table, bearable: int) -> None:
    table.bearable = bearable

    assert table.survivors <= set(keys_read(KeysetPaginator("id", table.size), table))


@given(tables(disturbances=10), st.integers(-5, 400))
def test_a_read_resumes_after_any_key(table: Table, after: int) -> None:
    seen = keys_read(KeysetPaginator("id", table.size, after=after), table)

    assert {key for key in table.survivors if key[0] > after} <= set(seen)
    assert all(number > after for (number,) in seen)


def test_each_page_begins_with_the_last_row_of_the_page_before() -> None:
    table = Table(("id",), {(0,): 0, (4,): 0, (9,): 0}, most=2)

    keys_read(KeysetPaginator("id", table.size), table)

    assert table.asked == [
        {"$orderby": "id asc", "$top": 2},
        {"$orderby": "id desc", "$top": 2, "$filter": "id ge 4"},
        {"$orderby": "id asc", "$top": 2, "$filter": "id ge 4"},
        {"$orderby": "id asc", "$top": 2, "$filter": "id ge 9"},
    ]


def test_the_filter_is_part_of_every_request() -> None:
    table = serve([{"id": 3}, {"id": 8}], [{"id": 8}])

    keys_read(KeysetPaginator("id", table.size, where="(a ge 1 or b ge 1)"), table)

    assert [options["$filter"] for options in table.asked] == [
        "(a ge 1 or b ge 1)",
        "(a ge 1 or b ge 1) and id ge 8",
    ]


def test_prefetched_pages_are_counted_from_the_last_known_key() -> None:
    table = Table(("id",), {(number,): 0 for number in range(1, 24)}, most=5, prefetch=4)

    assert keys_read(KeysetPaginator("id", table.size), table) == [(number,) for number in range(1, 24)]
    assert [(options.get("$filter"), options.get("$skip"), options["$top"]) for options in table.asked] == [
        (None, None, 5),
        ("id ge 5", None, 2),
        ("id ge 5", None, 5),
        ("id ge 5", 4, 5),
        ("id ge 5", 8, 5),
        ("id ge 9", 8, 5),
        ("id ge 9", 12, 5),
    ], "and no page beyond the last row"


@pytest.mark.parametrize("ahead", [1, 3])
@pytest.mark.parametrize(
    ("last_rows", "requests"),
    [
        pytest.param([999], 4, id="the last row tells the end"),
        pytest.param([1], 5, id="a server that ignores the order"),
        pytest.param(["999"], 5, id="a key that is not a number"),
        pytest.param(None, 5, id="a server that refuses"),
    ],
)
def test_without_the_last_row_one_more_request_confirms_the_end(
    last_rows: list[int | str] | None, requests: int, ahead: int
) -> None:
    """999 rows in pages of 400: if the last row is known, the third page ends the table although it is not full."""

    class Sage(Table):
        def fetch(self, options: Options) -> Page:
            if "desc" in str(options["$orderby"]) and last_rows is None:
                raise RefusedError(problems.responses.BAD_REQUEST, request="customers", says="")
            return super().fetch(options)

        def answer(self, options: Options) -> Page:
            if "desc" not in str(options["$orderby"]):
                return super().answer(options)
            self.asked.append(options)
            keys: list[SageRow] = [{"id": key} for key in last_rows or ()]
            return page_of(("id",), keys, requested=2)

    table = Sage(("id",), {(number,): 0 for number in range(1, 1000)}, most=400, prefetch=ahead)

    assert keys_read(KeysetPaginator("id", table.size), table) == [(number,) for number in range(1, 1000)]
    assert len([options for options in table.asked if "$skip" not in options]) <= requests


def test_a_page_that_is_cut_before_the_last_row_does_not_end_the_table() -> None:
    class Short(Table):
        def answer(self, options: Options) -> Page:
            self.cap = 7 if len(self.asked) == 2 else None
            return super().answer(options)

    table = Short(("id",), {(number,): 0 for number in range(1, 31)}, most=20)

    assert keys_read(KeysetPaginator("id", table.size), table) == [(number,) for number in range(1, 31)]


def test_one_more_request_confirms_the_end_if_the_last_row_was_deleted() -> None:
    gone = [Change(), Change(deleted=frozenset({(30,)}))]
    table = Table(("id",), {(number,): 0 for number in range(1, 31)}, most=20, changes=gone)

    assert keys_read(KeysetPaginator("id", table.size), table) == [(number,) for number in range(1, 30)]
    assert table.asked[-1]["$filter"] == "id ge 29"


def test_a_prefetched_page_that_begins_too_late_is_requested_again_by_key() -> None:
    gone = [Change(), Change(), Change(deleted=frozenset({(2,), (3,), (7,)}))]
    table = Table(("id",), {(number,): 0 for number in range(1, 20)}, most=5, prefetch=4, changes=gone)

    assert table.survivors <= set(keys_read(KeysetPaginator("id", table.size), table))
    assert "id ge 9" in [options.get("$filter") for options in table.asked if "$skip" not in options]


def test_a_server_that_ignores_skip_is_read_page_by_page() -> None:
    class Deaf(Table):
        def answer(self, options: Options) -> Page:
            return super().answer({name: value for name, value in options.items() if name != "$skip"})

    table = Deaf(("id",), {(number,): 0 for number in range(1, 100)}, most=5, prefetch=3)

    assert keys_read(KeysetPaginator("id", table.size), table) == [(number,) for number in range(1, 100)]
    assert len(table.asked) < 2 * 20


def test_prefetching_continues_after_pages_that_had_to_be_smaller() -> None:
    class Moody(Table):
        def answer(self, options: Options) -> Page:
            self.bearable = next(bearable for until, bearable in worse.items() if len(self.asked) < until)
            return super().answer(options)

    worse = {4: 100, 14: 60, 24: 40, 34: 25, 1000: 15}

    table = Moody(("id",), {(number,): 0 for number in range(1, 3000)}, most=100, prefetch=3)

    assert keys_read(KeysetPaginator("id", table.size), table) == [(number,) for number in range(1, 3000)]
    assert all("$skip" in options for options in table.asked[-3:])


def test_a_limit_of_the_server_becomes_the_page_size() -> None:
    table = Table(("id",), {(number,): 0 for number in range(1, 1001)}, most=1000, cap=150, prefetch=3)

    assert keys_read(KeysetPaginator("id", table.size), table) == [(number,) for number in range(1, 1001)]
    assert table.size.most == 150
    assert {options["$top"] for options in table.asked if "$skip" in options} == {150}


@pytest.mark.parametrize(
    ("rows", "top", "cap", "requests"),
    [
        pytest.param(
            4, 5, None, 2, id="a page that is not full is confirmed: it begins with the last row, and ends with it"
        ),
        pytest.param(5, 5, None, 3, id="a full page is confirmed too, and the last row is requested"),
        pytest.param(8, 5, None, 3, id="a page that is not full and ends with the last row ends the table"),
        pytest.param(9, 5, None, 4, id="a full page does not"),
        pytest.param(1, 5, None, 3, id="a server that sends one row at a time would send the same page"),
        pytest.param(600, 5000, 500, 5, id="a page cut by a limit of the server does not end the table"),
        pytest.param(9, 5000, 2, 11, id="nor does one of two rows"),
    ],
)
def test_the_first_table_of_a_run_is_read_to_its_end(rows: int, top: int, cap: int | None, requests: int) -> None:
    table = Table(("id",), {(number,): 0 for number in range(rows)}, cap=cap, most=top)

    assert len(keys_read(KeysetPaginator("id", table.size), table)) == rows
    assert len(table.asked) == requests


def test_a_short_page_ends_a_table_after_a_page_with_room_for_more() -> None:
    larger, smaller = (Table(("id",), {(number,): 0 for number in range(rows)}) for rows in (100, 49))
    keys_read(KeysetPaginator("id", larger.size), larger)
    smaller.largest = larger.largest

    keys_read(KeysetPaginator("id", smaller.size), smaller)

    assert smaller.asked == [{"$orderby": "id asc", "$top": 1000}]


@pytest.mark.parametrize("paginator", [KeysetPaginator, OffsetPaginator])
def test_after_a_page_that_was_cut_no_short_page_ends_a_table(
    paginator: type[KeysetPaginator | OffsetPaginator],
) -> None:
    rows: dict[Key, int] = dict.fromkeys(((number,) for number in range(1, 131)), 0)
    whole, cut, later = Table(("id",), rows), Table(("id",), rows, cap=7), Table(("id",), rows, cap=7)
    cut.largest = later.largest = whole.largest
    keys_read(KeysetPaginator("id", whole.size), whole)
    if paginator is KeysetPaginator:
        keys_read(KeysetPaginator("id", cut.size, rows_before=130), cut)
    else:
        keys_read(OffsetPaginator(("id",), cut.size, rows_before=130), cut)

    assert len(keys_read(KeysetPaginator("id", later.size), later)) == 130


@pytest.mark.parametrize("prefetch", [0, 3])
def test_a_table_that_outgrows_a_limit_equal_to_its_former_length_is_read_to_its_end(prefetch: int) -> None:
    table = Table(("id",), dict.fromkeys(((number,) for number in range(1, 151)), 0), cap=100, prefetch=prefetch)

    assert len(keys_read(KeysetPaginator("id", table.size, rows_before=100), table)) == 150


def test_a_table_as_long_as_in_the_last_run_needs_one_request_after_a_longer_page() -> None:
    table = Table(("id",), dict.fromkeys(((number,) for number in range(1, 101)), 0))
    table.largest.rows = 101

    assert len(keys_read(KeysetPaginator("id", table.size, rows_before=100), table)) == 100
    assert len(table.asked) == 1


def test_the_page_size_of_a_retry_is_kept() -> None:
    table = Table(("id",), {(number,): 0 for number in range(121)}, bearable=50, most=200)

    keys_read(KeysetPaginator("id", table.size), table)

    assert [options["$top"] for options in table.asked] == [200, 2, 50, 50]
