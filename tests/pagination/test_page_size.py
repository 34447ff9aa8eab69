"""The page size grows with fast responses, and shrinks to what Sage can deliver."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from tap_sage200.pagination.page_size import FIRST, LARGEST_SIZE, QUICK, PageSize

if TYPE_CHECKING:
    from collections.abc import Callable


def full(size: PageSize, seconds: float = 0.5) -> None:
    size.learn(wanted=size.top, requested=size.top, rows=size.top, size=100 * size.top, seconds=seconds)


def test_a_table_begins_with_small_pages() -> None:
    assert PageSize("customers", 5000).top == FIRST
    assert PageSize("customers", 500).top == 500


def test_pages_grow_after_fast_full_pages_up_to_the_setting() -> None:
    size, tops = PageSize("customers", 5000), []
    for _ in range(5):
        tops.append(size.top)
        full(size)

    assert tops == [1000, 2000, 4000, 5000, 5000]


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(lambda size: full(size, QUICK + 0.1), id="a slow page"),
        pytest.param(
            lambda size: size.learn(wanted=1000, requested=1000, rows=999, size=100, seconds=0.1),
            id="a page that is not full",
        ),
        pytest.param(
            lambda size: size.learn(wanted=500, requested=500, rows=500, size=100, seconds=0.1), id="a smaller page"
        ),
    ],
)
def test_the_page_size_stays_after(page: Callable[[PageSize], None]) -> None:
    size = PageSize("customers", 5000)

    page(size)

    assert size.top == 1000


def test_a_page_size_that_was_too_large_is_not_requested_again() -> None:
    size = PageSize("customers", 5000)
    full(size)
    full(size)
    size.learn(wanted=4000, requested=2000, rows=2000, size=100, seconds=80.0)
    for _ in range(9):
        full(size)

    assert size.top == size.most == 2000


def test_a_smaller_page_size_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    size = PageSize("customers", 5000)
    for _ in range(3):
        size.learn(wanted=1000, requested=250, rows=250, size=100, seconds=1.0)
    size.cap(100)

    assert [record.getMessage() for record in caplog.records] == [
        "customers: the tap now requests 250 rows per page, because 1000 rows per response were too many",
        "customers: the tap now requests 100 rows per page, because Sage returns no more rows per response",
    ]


@pytest.mark.parametrize("row", [100, 10_000, 100_000, 20_000_000])
def test_pages_of_large_rows_have_fewer_rows(row: int) -> None:
    """Of the pages that are prefetched, as many as requests may be in flight and half as many again are in memory."""
    size, requested = PageSize("customers", 5000), []
    for _ in range(12):
        size.learn(wanted=size.top, requested=size.top, rows=size.top, size=row * size.top, seconds=0.5)
        requested.append(size.top * row)

    assert max(requested) <= max(LARGEST_SIZE, row)
    assert size.top == min(5000, max(1, LARGEST_SIZE // row))


def test_a_page_of_large_rows_does_not_keep_all_later_pages_small() -> None:
    size = PageSize("customers", 5000)
    size.learn(wanted=1000, requested=1000, rows=1000, size=100_000_000, seconds=0.5)
    assert size.top == 80
    for _ in range(12):
        size.learn(wanted=size.top, requested=size.top, rows=size.top, size=100 * size.top, seconds=0.5)
    assert size.top == 5000


def test_pages_that_shrink_for_a_rate_limit_grow_again() -> None:
    size = PageSize("customers", 5000)
    size.shrink(500)
    assert size.top == 500
    size.learn(wanted=500, requested=500, rows=500, size=500, seconds=0.1)
    size.learn(wanted=1000, requested=1000, rows=1000, size=1000, seconds=0.1)
    assert size.top == 2000
