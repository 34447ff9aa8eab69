"""Empty tables, resources of one page, and pages in logs."""

from __future__ import annotations

from tap_sage200.pagination.base import SingleRequestPaginator
from tap_sage200.pagination.keyset import KeysetPaginator
from tap_sage200.pagination.offset import OffsetPaginator
from tap_sage200.pagination.page_size import PageSize
from tests.support.paged_table import Table, page_of
from tests.support.paginated import PAIR, keys_read, serve


def test_an_empty_table_has_no_page() -> None:
    assert not keys_read(KeysetPaginator("id", PageSize("table", 5)), Table(("id",), {}))
    assert not keys_read(OffsetPaginator(PAIR, PageSize("table", 5)), Table(PAIR, {}))


def test_a_resource_of_one_response_is_requested_without_options() -> None:
    table = serve([{"id": 2}, {"id": 1}])

    assert keys_read(SingleRequestPaginator(), table) == [(2,), (1,)]
    assert table.asked == [{}]


def test_the_text_of_a_page_has_no_data() -> None:
    assert "Smith" not in repr(page_of(("name",), [{"name": "Smith"}], requested=1))
