"""Where Sage refuses `$skip`, a table whose key has several columns is read by the first of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200 import problems
from tap_sage200.errors import RefusedError, UnexpectedPageError
from tap_sage200.pagination.offset import OffsetPaginator
from tests.support.paged_table import Change, Table
from tests.support.paginated import PAIR, keys_read, tables, two_parts

if TYPE_CHECKING:
    from tap_sage200.pagination.base import Options
    from tap_sage200.records.page import Page


class WithoutSkip(Table):
    """A table of a server that refuses `$skip`."""

    def fetch(self, options: Options) -> Page:
        if "$skip" in options:
            raise RefusedError(problems.responses.BAD_REQUEST, request="customer_views", says="")
        return super().fetch(options)

    def expect(self, options: object) -> None:
        """Prefetch nothing: the request would be refused."""


def paginator(table: Table) -> OffsetPaginator:
    return OffsetPaginator(PAIR, table.size, seeks=True)


@given(tables(PAIR, disturbances=0), st.none() | st.integers(25, 300))
def test_every_row_of_an_unchanged_table_comes_once(drawn: Table, bearable: int | None) -> None:
    table = WithoutSkip(PAIR, drawn.rows, most=max(drawn.size.top, 8), bearable=bearable)

    assert keys_read(paginator(table), table) == sorted(table.rows)


@given(tables(PAIR, disturbances=40))
def test_every_row_that_is_not_deleted_comes_or_the_read_fails(drawn: Table) -> None:
    table = WithoutSkip(PAIR, drawn.rows, cap=drawn.cap, changes=drawn.changes, most=drawn.size.top)

    try:
        seen = keys_read(paginator(table), table)
    except UnexpectedPageError:
        return
    assert table.survivors <= set(seen)


def test_each_page_begins_with_the_rows_that_share_the_first_column() -> None:
    table = WithoutSkip(PAIR, {two_parts(number): 0 for number in range(16)}, most=9)

    assert keys_read(paginator(table), table) == sorted(table.rows)
    assert [options.get("$filter") for options in table.asked] == [
        None,
        "layout_id ge 1",
        "layout_id ge 2",
        *["layout_id ge 2"],
    ]


def test_a_page_grows_if_it_has_no_new_row() -> None:
    table = WithoutSkip(PAIR, {(1, number): 0 for number in range(40)}, most=10)

    assert keys_read(paginator(table), table) == sorted(table.rows)
    assert max(int(options["$top"]) for options in table.asked) == 80


def test_more_rows_with_the_same_first_column_than_a_response_can_have_fail_the_table() -> None:
    table = WithoutSkip(PAIR, {(1, number): 0 for number in range(5001)}, most=5000)

    with pytest.raises(UnexpectedPageError, match="more rows have layout_id 1 than fit in one response"):
        keys_read(paginator(table), table)


def test_a_row_that_was_deleted_meanwhile_fails_the_table() -> None:
    changes = [Change(deleted=frozenset({two_parts(9)}))]
    table = WithoutSkip(PAIR, {two_parts(number): 0 for number in range(20)}, changes=changes, most=10)

    with pytest.raises(UnexpectedPageError, match="the row with layout_id 1 was read"):
        keys_read(paginator(table), table)


def test_a_table_that_sage_cannot_filter_fails_with_the_refusal() -> None:
    table = WithoutSkip(PAIR, {two_parts(number): 0 for number in range(20)}, most=10)

    with pytest.raises(RefusedError):
        keys_read(OffsetPaginator(PAIR, table.size), table)


def test_a_table_that_fails_at_its_first_page_is_not_read_in_another_way() -> None:
    class Refusing(Table):
        def fetch(self, options: Options) -> Page:
            self.asked.append(options)
            raise RefusedError(problems.responses.BAD_REQUEST, request="customer_views", says="")

    table = Refusing(PAIR, {})

    with pytest.raises(RefusedError):
        keys_read(paginator(table), table)
    assert len(table.asked) == 1
