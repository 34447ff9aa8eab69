"""The rows of an answer become records a few at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200.records.page import AT_ONCE, Rows, split, windowed

if TYPE_CHECKING:
    from collections.abc import Sequence

MANY = 2 * AT_ONCE + 5


class Maker:
    """Makes rows of bytes, and notes of how many at once."""

    def __init__(self) -> None:
        self.made: list[int] = []

    def make(self, sent: Sequence[Any]) -> list[Any]:
        self.made.append(len(sent))
        return [bytes(row).decode() for row in sent]


@pytest.fixture
def maker() -> Maker:
    return Maker()


def rows_of(maker: Maker, rows: int) -> Rows:
    body = b"[" + b",".join(b'{"id":%d}' % number for number in range(rows)) + b"]"
    return Rows(split(body), maker.make, lambda few: [(row,) for row in few])


def test_all_rows_are_given_in_order(maker: Maker) -> None:
    given = [row for few in rows_of(maker, MANY).chunks() for row in few]
    assert given == [f'{{"id":{number}}}' for number in range(MANY)]


def test_no_more_are_made_than_are_wanted(maker: Maker) -> None:
    chunks = rows_of(maker, MANY).chunks()
    next(chunks)
    assert maker.made == [AT_ONCE]
    assert [len(few) for few in chunks] == [AT_ONCE, 5]


def test_a_key_is_known_without_the_other_rows(maker: Maker) -> None:
    rows = rows_of(maker, MANY)
    assert (rows.key(0), rows.key(-1)) == (('{"id":0}',), (f'{{"id":{MANY - 1}}}',))
    assert maker.made == [1, 1]


def test_rows_that_came_before_are_left_out(maker: Maker) -> None:
    rows = rows_of(maker, 3)
    rows.forget_first(2)
    assert len(rows) == 1
    assert list(rows.chunks()) == [['{"id":2}']]


def test_what_was_given_is_forgotten(maker: Maker) -> None:
    rows = rows_of(maker, MANY)
    for _ in rows.chunks():
        assert rows
    assert not rows


def test_keys_are_looked_at_before_their_rows_are_given(maker: Maker) -> None:
    def check(keys: Sequence[tuple[object, ...]]) -> None:
        seen.extend(keys)
        if (f'{{"id":{AT_ONCE}}}',) in keys:
            raise LookupError

    seen: list[tuple[object, ...]] = []
    chunks = rows_of(maker, MANY).checked(check).chunks()
    assert len(next(chunks)) == len(seen) == AT_ONCE
    with pytest.raises(LookupError):
        next(chunks)


@pytest.mark.parametrize(
    ("most", "given"),
    [(1, [(1,), (2,), (3,)]), (2, [(1, 2), (2, 3), (3,)]), (9, [(1, 2, 3), (2, 3), (3,)])],
)
def test_a_row_comes_with_some_that_follow_it(most: int, given: list[tuple[int, ...]]) -> None:
    assert list(windowed([1, 2, 3], most)) == given


@pytest.mark.parametrize("body", [b'[null,{"id":1}]', b'[{"id":1},"and so on"]', b"[1]", b'[{"id":1},]', b'[{"id":1}'])
def test_an_answer_that_is_no_list_of_rows_is_broken(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        split(body)
