"""The keyset paginator reads on, or fails the table, if pages are not what was requested."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200 import problems
from tap_sage200.errors import RefusedError, UnexpectedPageError
from tap_sage200.pagination.keyset import KeysetPaginator
from tests.support.paged_table import Change, Table, page_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_sage200.pagination.base import Options
    from tap_sage200.records.body import SageRow
    from tap_sage200.records.page import Page

from tests.support.paginated import keys_read, rows_from, serve, tables


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        pytest.param([{"id": 3}, {"id": 5}, {"id": 4}, {"id": 6}], "order", id="out of order"),
        pytest.param(
            [{"id": 3}, {"id": 5}, {"id": 5, "name": "other"}], "two different rows with id 5", id="a key twice"
        ),
        pytest.param([{"name": "no key"}], "without its primary key id", id="no key"),
        pytest.param([{"id": "7"}], "without its primary key id", id="a key that is not a number"),
        pytest.param([{"id": None}], "without its primary key id", id="a key that is null"),
    ],
)
def test_a_page_with_other_rows_than_requested_is_an_error(rows: list[SageRow], problem: str) -> None:
    table = serve([{"id": 2}, {"id": 3}], rows, [])
    seen: list[SageRow] = []

    with pytest.raises(UnexpectedPageError, match=problem):
        seen.extend(rows_from(KeysetPaginator("id", table.size), table))
    assert seen == [{"id": 2}, {"id": 3}]


class Gateway(Table):
    """A table behind a gateway that spoils some responses."""

    def spoilt(self, options: Options, page: Page) -> Page:
        """Return what the gateway makes of a page."""
        raise NotImplementedError

    def answer(self, options: Options) -> Page:
        return self.spoilt(options, super().answer(options))


class Emptying(Gateway):
    """A gateway that has lost the connection after a first response."""

    def spoilt(self, options: Options, page: Page) -> Page:
        return page if len(self.asked) == 1 else page_of(("id",), [], requested=int(options["$top"]))


class Repeating(Gateway):
    """A cache that ignores the query, and repeats the first response."""

    def spoilt(self, options: Options, page: Page) -> Page:
        del page
        rows: list[SageRow] = [{"id": number} for number in sorted(key[0] for key in self.rows)[: self.most]]
        return page_of(("id",), rows, requested=int(options["$top"]))


@pytest.mark.parametrize("prefetch", [1, 3])
@pytest.mark.parametrize(
    ("gateway", "rows"), [(Emptying, 10), (Emptying, 25), (Emptying, 7), (Repeating, 25), (Repeating, 11)]
)
def test_pages_that_do_not_begin_with_the_last_known_row_fail_the_table(
    gateway: type[Gateway], rows: int, prefetch: int
) -> None:
    table = gateway(("id",), {(number,): 0 for number in range(1, rows + 1)}, most=10, prefetch=prefetch)

    with pytest.raises(UnexpectedPageError, match="does not find the end of the table"):
        keys_read(KeysetPaginator("id", table.size), table)
    assert len(table.asked) < 20


@pytest.mark.parametrize("rows", [10, 25])
def test_a_resumed_read_begins_with_a_known_row_too(rows: int) -> None:
    class Empty(Table):
        def answer(self, options: Options) -> Page:
            return page_of(("id",), [], requested=int(options["$top"]))

    table = Empty(("id",), {(number,): 0 for number in range(1, rows + 1)}, most=10)

    with pytest.raises(UnexpectedPageError, match="does not find the end of the table"):
        keys_read(KeysetPaginator.resuming("id", table.size, where=None, seen=10), table)


@given(tables(disturbances=10), st.integers(0, 300))
def test_a_resumed_read_finds_the_rows_after_the_last_one(table: Table, seen: int) -> None:
    table.rows[seen,] = 0
    try:
        read = keys_read(KeysetPaginator.resuming("id", table.size, where=None, seen=seen), table)
    except UnexpectedPageError:
        assert not table.rows, "only a table that loses all its rows may fail"
        return

    assert {key for key in table.survivors if key[0] > seen} <= set(read)
    assert all(number > seen for (number,) in read)


def test_a_table_that_grows_as_fast_as_it_is_read_ends() -> None:
    growing = (Change(inserted=frozenset({(number,)})) for number in range(31, 1000))
    table = Table(("id",), {(number,): 0 for number in range(1, 31)}, most=10, changes=growing)

    assert table.survivors <= set(keys_read(KeysetPaginator("id", table.size), table))
    assert len(table.asked) < 20


def test_a_server_that_loses_the_last_row_of_each_page_fails_the_table() -> None:
    class Losing(Table):
        def answer(self, options: Options) -> Page:
            rows = [row.columns for chunk in super().answer(options).chunks() for row in chunk]
            return page_of(("id",), rows[:-1], requested=int(options["$top"]))

    table = Losing(("id",), {(number,): 0 for number in range(1, 31)}, most=10)

    with pytest.raises(UnexpectedPageError, match="does not find the end of the table"):
        keys_read(KeysetPaginator("id", table.size), table)


@pytest.mark.parametrize("deleted", [{10}, {9, 10}, {1, 10}, {*range(1, 11)}, {*range(1, 26)}, {*range(10, 27)}])
@pytest.mark.parametrize("prefetch", [1, 3])
def test_deleted_rows_do_not_hide_the_rows_after_them(deleted: set[int], prefetch: int) -> None:
    gone = [Change(deleted=frozenset((number,) for number in deleted))]
    table = Table(("id",), {(number,): 0 for number in range(1, 31)}, most=10, changes=gone, prefetch=prefetch)

    assert table.survivors <= set(keys_read(KeysetPaginator("id", table.size), table))


def test_a_table_ends_if_all_rows_that_are_read_were_deleted_and_others_are_left() -> None:
    gone = [Change(deleted=frozenset({(28,), (29,), (30,)}))]
    table = Table(("id",), {(number,): 0 for number in range(1, 31)}, most=10, changes=gone)

    assert keys_read(KeysetPaginator("id", table.size, after=27), table) == [(28,), (29,), (30,)]


def test_a_server_that_refuses_to_skip_is_read_page_by_page() -> None:
    class Refusing(Table):
        def answer(self, options: Options) -> Page:
            if "$skip" in options:
                raise RefusedError(problems.responses.BAD_REQUEST, request="customers", says="")
            return super().answer(options)

        def expect(self, options: Sequence[Options]) -> None:
            super().expect([one for one in options if "$skip" not in one])

    table = Refusing(("id",), {(number,): 0 for number in range(1, 100)}, most=5, prefetch=3)

    assert keys_read(KeysetPaginator("id", table.size), table) == [(number,) for number in range(1, 100)]


def test_a_server_that_orders_only_upwards_is_read_to_its_end() -> None:
    class Upwards(Table):
        def answer(self, options: Options) -> Page:
            return super().answer({**options, "$orderby": "id asc"})

    table = Upwards(("id",), {(number,): 0 for number in range(1, 100)}, most=5, prefetch=3)

    assert keys_read(KeysetPaginator("id", table.size), table) == [(number,) for number in range(1, 100)]


@given(st.lists(st.integers(2, 12), min_size=1, max_size=6), st.integers(0, 60), st.integers(1, 4))
def test_no_row_is_lost_to_a_limit_that_changes_from_page_to_page(caps: list[int], rows: int, prefetch: int) -> None:
    class Capped(Table):
        def answer(self, options: Options) -> Page:
            self.cap = caps[len(self.asked) % len(caps)]
            return super().answer(options)

    table = Capped(("id",), {(number,): 0 for number in range(rows)}, most=20, prefetch=prefetch)

    seen = keys_read(KeysetPaginator("id", table.size), table)

    assert seen == [(number,) for number in range(rows)]


@pytest.mark.parametrize("most", [1, 10])
def test_a_server_that_always_sends_the_same_row_ends_with_an_error(most: int) -> None:
    class Repeating(Table):
        def answer(self, options: Options) -> Page:
            self.asked.append(options)
            assert len(self.asked) < 100, "the reading does not end"
            return page_of(("id",), [{"id": 7}], requested=int(options["$top"]))

    table = Repeating(("id",), {}, most=most)

    with pytest.raises(UnexpectedPageError, match="does not find the end of the table"):
        keys_read(KeysetPaginator("id", table.size), table)
