"""The offset paginator detects rows that shift between pages, and starts again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.errors import UnexpectedPageError
from tap_sage200.pagination.offset import RESTARTS, OffsetPaginator
from tests.support.paged_table import Change, Table
from tests.support.paginated import PAIR, keys_read, serve, tables, two_parts


def test_the_page_size_of_a_retry_is_kept() -> None:
    table = Table(PAIR, {two_parts(number): 0 for number in range(120)}, bearable=50, most=200)

    keys_read(OffsetPaginator(PAIR, table.size), table)

    assert [options["$top"] for options in table.asked] == [200, 50, 50, 2]


@given(tables(PAIR, disturbances=40))
def test_every_row_that_is_not_deleted_comes_or_the_read_fails(table: Table) -> None:
    try:
        seen = keys_read(OffsetPaginator(PAIR, table.size), table)
    except UnexpectedPageError:
        return
    assert table.survivors <= set(seen)


@given(tables(PAIR, disturbances=RESTARTS - 1))
def test_no_row_is_lost_after_a_few_shifts(table: Table) -> None:

    assert table.survivors <= set(keys_read(OffsetPaginator(PAIR, table.size), table))


@given(tables(PAIR, disturbances=0), st.none() | st.integers(25, 300))
def test_every_row_of_an_unchanged_table_comes_once(table: Table, bearable: int | None) -> None:
    table.bearable = bearable

    assert keys_read(OffsetPaginator(PAIR, table.size), table) == sorted(table.rows)


def test_each_page_begins_with_the_last_row_of_the_one_before() -> None:
    table = Table(PAIR, {two_parts(number): 0 for number in range(4)}, most=3)

    keys_read(OffsetPaginator(PAIR, table.size), table)

    order = "layout_id asc,row_id asc"
    assert table.asked == [
        {"$orderby": order, "$top": 3},
        {"$orderby": order, "$top": 3, "$skip": 2},
        {"$orderby": order, "$top": 3, "$skip": 3},
        {"$orderby": "layout_id desc,row_id desc", "$top": 2},
    ]


def test_the_filter_is_part_of_every_request() -> None:
    table = serve([{"id": 1}, {"id": 2}], [{"id": 2}], [])

    keys_read(OffsetPaginator(("id",), table.size, where="a ge 1"), table)

    assert {options["$filter"] for options in table.asked} == {"a ge 1"}


def test_a_page_has_at_least_one_row_besides_the_overlap() -> None:
    table = Table(PAIR, {two_parts(number): 0 for number in range(3)}, most=1)

    assert keys_read(OffsetPaginator(PAIR, table.size), table) == sorted(table.rows)
    assert {options["$top"] for options in table.asked} == {2}


def test_a_deleted_row_before_the_page_restarts_the_read() -> None:
    table = Table(
        PAIR,
        {two_parts(number): 0 for number in range(5)},
        changes=[Change(deleted=frozenset({two_parts(0)}))],
        most=3,
    )

    seen = keys_read(OffsetPaginator(PAIR, table.size), table)

    assert seen == [two_parts(number) for number in (0, 1, 2, 1, 2, 3, 4)]


def test_a_table_that_keeps_shifting_is_an_error_that_says_when_to_run_again() -> None:
    deletions = [Change(deleted=frozenset({two_parts(number)})) for number in range(40)]
    table = Table(PAIR, {two_parts(number): 0 for number in range(40)}, changes=deletions, most=3)

    with pytest.raises(UnexpectedPageError, match="Run again when there is less activity"):
        keys_read(OffsetPaginator(PAIR, table.size), table)


def test_a_server_that_ignores_skip_is_an_error() -> None:
    table = serve(*[[{"id": 1}, {"id": 2}]] * 9)

    with pytest.raises(UnexpectedPageError, match="did not fit together"):
        keys_read(OffsetPaginator(("id",), table.size), table)


def test_the_response_for_another_page_does_not_begin_the_table_after_a_restart() -> None:
    one, two, three, four, eight, nine = ({"id": number} for number in (1, 2, 3, 4, 8, 9))
    table = serve(
        [one, two, three],
        [one, two, three],  # in place of the second page, twice
        [one, two, three],
        [eight, nine],  # in place of the first page: these are the last rows of the table
        [one, two, three],
        [one, two, three],
        [three, four, eight],
        [eight, nine],
        [nine],
        asked=3,
    )

    assert [key for (key,) in keys_read(OffsetPaginator(["id"], table.size), table)] == [1, 2, 3, 1, 2, 3, 4, 8, 9]
