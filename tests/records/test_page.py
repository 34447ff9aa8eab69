"""A page decodes its rows in chunks, and its first and last key once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200.errors import UnexpectedPageError
from tap_sage200.records.page import CHUNK, Page, split, windowed
from tests.support.paged_table import ParsedRow, ParsingDecoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_sage200.records.body import SentRow

MANY = 2 * CHUNK + 5


class CountingDecoder(ParsingDecoder):
    """Notes how many rows are decoded in each step."""

    def __init__(self) -> None:
        self.decoded: list[int] = []
        self.keys = 0

    def decode(self, sent: Sequence[SentRow]) -> list[ParsedRow]:
        self.decoded.append(len(sent))
        return super().decode(sent)

    def decode_keys(self, sent: Sequence[SentRow], key: Sequence[str]) -> list[tuple[object, ...]]:
        self.keys += 1
        return super().decode_keys(sent, key)


@pytest.fixture
def decoder() -> CountingDecoder:
    return CountingDecoder()


def page_of(decoder: CountingDecoder, rows: int) -> Page:
    body = b"[" + b",".join(b'{"id":%d}' % number for number in range(rows)) + b"]"
    return Page(body, decoder, ["id"])


def ids(rows: Sequence[Any]) -> list[int]:
    return [row.id for row in rows]


def test_all_rows_come_in_order(decoder: CountingDecoder) -> None:
    assert [number for chunk in page_of(decoder, MANY).chunks() for number in ids(chunk)] == [*range(MANY)]


def test_rows_are_decoded_when_their_chunk_is_wanted(decoder: CountingDecoder) -> None:
    chunks = page_of(decoder, MANY).chunks()
    next(chunks)
    assert decoder.decoded == [CHUNK]
    assert [len(chunk) for chunk in chunks] == [CHUNK, 5]


def test_the_first_and_the_last_key_are_decoded_in_one_step(decoder: CountingDecoder) -> None:
    page = page_of(decoder, MANY)
    for _ in range(2):
        assert (page.first_key, page.last_key) == ((0,), (MANY - 1,))
    page.drop_first()
    assert page.first_key == (1,)
    assert (decoder.keys, decoder.decoded) == (1, [])


def test_a_key_has_all_its_columns(decoder: CountingDecoder) -> None:
    page = Page(b'[{"a":1,"b":"x"},{"a":2}]', decoder, ["a", "b"])
    assert (page.first_key, page.last_key) == ((1, "x"), (2, None))


def test_dropped_rows_count_as_received(decoder: CountingDecoder) -> None:
    page = page_of(decoder, 3)
    assert page.first_key == (0,)
    page.drop_first()
    assert (len(page), page.received, page.first_key) == (2, 3, (1,))
    assert [ids(chunk) for chunk in page.chunks()] == [[1, 2]]


def test_a_page_keeps_no_row_that_it_has_yielded(decoder: CountingDecoder) -> None:
    page = page_of(decoder, MANY)
    assert len(page) == MANY
    assert len([*page.chunks()]) == 3
    assert not page
    assert not [*page.chunks()]
    assert (page.last_key, decoder.keys) == ((MANY - 1,), 0)


def test_a_page_is_full_with_as_many_rows_as_requested(decoder: CountingDecoder) -> None:
    body = b'[{"id":1},{"id":2}]'
    assert Page(body, decoder, requested=2).is_full
    assert not Page(body, decoder, requested=3).is_full


def test_a_response_to_a_request_without_a_number_of_rows_is_complete(decoder: CountingDecoder) -> None:
    assert not page_of(decoder, 5000).is_full


def test_keys_that_must_ascend_are_checked_before_their_rows_are_yielded(decoder: CountingDecoder) -> None:
    rows = [{"id": number} for number in (*range(CHUNK), CHUNK + 1, CHUNK, CHUNK + 2)]
    page = Page(json.dumps(rows).encode(), decoder, ["id"])
    assert page.ascend_from(None) == CHUNK + 2
    chunks = page.chunks()
    assert ids(next(chunks)) == [*range(CHUNK)]
    with pytest.raises(UnexpectedPageError, match=f"id {CHUNK} after {CHUNK + 1}"):
        next(chunks)


def test_the_first_key_must_be_greater_than_the_last_key_of_the_page_before(decoder: CountingDecoder) -> None:
    page = page_of(decoder, 3)
    page.ascend_from(1)
    with pytest.raises(UnexpectedPageError, match="id 0 after 1"):
        next(page.chunks())


def test_the_first_column_of_a_key_may_repeat_but_not_descend(decoder: CountingDecoder) -> None:
    page = Page(b'[{"id":4,"n":1},{"id":4,"n":2},{"id":7,"n":0}]', decoder, ["id", "n"])
    assert page.order_by_leading_key(4) == 7
    assert len([*page.chunks()]) == 1
    page = Page(b'[{"id":4,"n":1},{"id":3,"n":2},{"id":7,"n":0}]', decoder, ["id", "n"])
    page.order_by_leading_key(4)
    with pytest.raises(UnexpectedPageError, match="id 3 after 4"):
        next(page.chunks())


def test_known_rows_are_dropped_where_a_page_overlaps_with_the_one_before(decoder: CountingDecoder) -> None:
    page = page_of(decoder, 5)
    page.drop_through(2)
    assert page.first_key == (3,)
    assert not page.begins_by(2)


def test_a_row_that_comes_twice_in_a_row_is_kept_once(decoder: CountingDecoder) -> None:
    page = Page(b'[{"id":1},{"id":1},{"id":1},{"id":2},{"id":1}]', decoder, ["id"])
    assert (page.received, [ids(chunk) for chunk in page.chunks()]) == (5, [[1, 2, 1]])


def test_rows_without_a_key_may_be_equal(decoder: CountingDecoder) -> None:
    assert len(Page(b'[{"id":1},{"id":1}]', decoder)) == 2


@pytest.mark.parametrize(
    ("link", "has_link"),
    [
        ('"@odata.nextLink": "customers?$skip=4"', True),
        ('"odata.nextLink": "customers?$skip=4"', True),
        ('"@nextLink": "customers?$skip=4"', True),
        ('"nextLink": {"href": "customers"}', True),
        ('"__next": "customers?$skip=4"', True),
        ('"next": "customers?page=2"', True),
        ('"@odata.nextLink": null', False),
        ('"@odata.nextLink": ""', False),
        ('"@odata.count": 35', False),
    ],
)
def test_a_link_to_more_rows_is_noticed(decoder: CountingDecoder, link: str, has_link: bool) -> None:  # noqa: FBT001 - a parameter
    page = Page(b'{"value":[{"id":1}],%b}' % link.encode(), decoder, ["id"])
    assert (len(page), page.has_link) == (1, has_link)


def test_the_latest_change_is_the_greatest_timestamp_of_all_rows(decoder: CountingDecoder) -> None:
    rows = [{"id": 1, "a": "2026-01-03"}, {"id": 2, "b": "2026-01-05"}, *[{"id": 3}] * CHUNK, {"a": "2026-01-04"}]
    page = Page(json.dumps(rows).encode(), decoder)
    assert page.latest_change is None
    assert [*page.chunks(["a", "b"])]
    assert page.latest_change == "2026-01-05"


@pytest.mark.parametrize(
    ("size", "windows"),
    [(1, [(1,), (2,), (3,)]), (2, [(1, 2), (2, 3), (3,)]), (9, [(1, 2, 3), (2, 3), (3,)])],
)
def test_a_row_comes_with_the_rows_that_follow_it(size: int, windows: list[tuple[int, ...]]) -> None:
    assert list(windowed([1, 2, 3], size)) == windows


@pytest.mark.parametrize("body", [b'[null,{"id":1}]', b'[{"id":1},"and so on"]', b"[1]", b'[{"id":1},]', b'[{"id":1}'])
def test_a_body_that_is_not_a_list_of_rows_is_not_split(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        split(body)
