"""A page: the rows of one response, decoded in chunks.

A page can have thousands of rows. Each chunk is decoded and written before the next one is decoded. This is faster than
to decode all rows first, because a chunk stays in the processor's cache. It also takes less memory, and it lets the
threads run that fetch the next pages.
"""

from __future__ import annotations

from collections import deque
from itertools import compress, islice
from operator import attrgetter, eq, ge, gt, ne
from typing import TYPE_CHECKING, Any, NoReturn, Protocol

import msgspec
from msgspec import Raw

from tap_sage200 import problems
from tap_sage200.errors import UnexpectedPageError
from tap_sage200.records.body import OBJECT, Content, parse_content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tap_sage200.records.body import SentRow
    from tap_sage200.records.decoder import Key

CHUNK = 32
"""Rows that are decoded in one step."""
_SPLIT = msgspec.json.Decoder(list[Raw]).decode


class Decoder(Protocol):
    """Decodes rows."""

    def decode(self, sent: Sequence[SentRow]) -> list[Any]:
        """Decode rows of a page. The columns of a row are its attributes."""

    def decode_keys(self, sent: Sequence[SentRow], key: Sequence[str]) -> list[Key]:
        """Decode the keys of rows."""


class Page:
    """The rows of one response, in the requested order."""

    def __init__(
        self,
        body: bytes,
        decoder: Decoder,
        key: Sequence[str] = (),
        *,
        is_one_object: bool = False,
        requested: int | None = None,
    ) -> None:
        """Find the rows in a response, without decoding them.

        Args:
            body: The body of the response.
            decoder: Decodes the rows.
            key: The columns that order the rows. With a key, a row that repeats the row before it is dropped.
            is_one_object: Whether the resource is a single object instead of a list.
            requested: The number of rows in the request, its `$top`. None if the request had none: then the response
                is complete.

        Raises:
            ValueError: The body is not JSON, or has no rows.
        """
        content = split(body, is_one_object=is_one_object)
        self._sent = content.rows
        self._decoder = decoder
        self._key = key
        self._ascending: attrgetter[Any] | None = None
        self._after: int | None = None
        self._follows: Callable[[int, int], bool] = gt
        self._first_keys: list[Key] = []
        self._last_key: Key | None = None
        self.received = len(self._sent)
        """The number of rows in the response. Dropped rows count too."""
        self.has_link = content.has_link
        """Whether the response has a link to the rows that follow."""
        self.size = self.packed = len(body)
        """The size of the body in bytes, and the size that was sent, which may be compressed."""
        self.requested = self.received + 1 if requested is None else requested
        """The number of rows that the request allowed."""
        self.latest_change: str | None = None
        """The latest timestamp among the rows that `chunks` has yielded."""
        if key and any(map(eq, self._sent, islice(self._sent, 1, None))):
            self._sent = without_repetitions(self._sent)

    def __len__(self) -> int:
        """Return the number of rows that are left."""
        return len(self._sent)

    def __repr__(self) -> str:
        """Describe the page without its rows, since logs must not show data."""
        return f"Page({self.received} of {self.requested} rows)"

    @property
    def is_full(self) -> bool:
        """Whether as many rows came as were requested, which means that more may follow."""
        return self.received >= self.requested

    def fills(self, top: int | str) -> bool:
        """Return whether the page is full, and no retry requested fewer rows than this `$top`."""
        return self.received >= self.requested == top

    @property
    def first_key(self) -> Key:
        """The key of the first row that is left.

        Raises:
            IndexError: No row is left.
        """
        if not self._first_keys:
            self._decode_ends()
        return self._first_keys[0]

    @property
    def last_key(self) -> Key:
        """The key of the last row. It stays known after `chunks`.

        Raises:
            IndexError: The page never had a row.
        """
        if self._last_key is None:
            self._last_key = self._decode_ends()
        return self._last_key

    def _decode_ends(self) -> Key:
        """Decode the keys at both ends in one step: of the first two rows, for the first is often dropped."""
        *self._first_keys, self._last_key = self._decoder.decode_keys((*self._sent[:2], self._sent[-1]), self._key)
        return self._last_key

    @property
    def descends(self) -> bool:
        """Whether the page has no row after the first one, or ends with a smaller key. Only integers are compared."""
        first, last = self.first_key[0], self.last_key[0]
        return self.received < 2 or not (isinstance(first, int) and isinstance(last, int) and first < last)  # noqa: PLR2004 - one row has no order

    def drop_first(self) -> None:
        """Drop the first row, because the page before had it too."""
        del self._sent[0]
        del self._first_keys[:1]

    def is_from(self, key: int | None) -> bool:
        """Return whether the page begins with the row with this key, and does not end before it. None is any key."""
        if not self or key is None:
            return len(self) > 0
        return self._integer(self.first_key[0]) == key <= self._integer(self.last_key[0])

    def begins_by(self, key: int) -> bool:
        """Return whether the first row that is left has this key or a smaller one."""
        return len(self) > 0 and self._integer(self.first_key[0]) <= key

    def drop_through(self, key: int) -> None:
        """Drop the rows up to a key, because they were in an earlier page.

        Raises:
            UnexpectedPageError: A row has no integer as its key.
        """
        while self.begins_by(key):
            self.drop_first()

    def drop_through_row(self, key: Key) -> bool:
        """Drop the rows up to the one with this key, because they were in an earlier page. Return whether it is here.

        Raises:
            UnexpectedPageError: A row has no key.
        """
        keys = self._decoder.decode_keys(self._sent, self._key)
        if key not in keys:
            return False
        del self._sent[: keys.index(key) + 1]
        self._first_keys.clear()
        return True

    def ascend_from(self, after: int | None) -> int:
        """Require ascending integer keys. `chunks` checks each row before it yields it.

        Args:
            after: All keys must be greater than this one. None if the first row of the page may have any key.

        Returns:
            The last key.

        Raises:
            UnexpectedPageError: The last key is not an integer, or not greater.
        """
        self._ascending, self._after, self._follows = attrgetter(self._key[0]), after, gt
        last = self._integer(self.last_key[0])
        return last if after is None or last > after else self._reject(last, after)

    def order_by_leading_key(self, after: int | None) -> int:
        """Require that the first column of a key of several columns never descends. `chunks` checks each row.

        Args:
            after: The first column of the row before. None if there is none.

        Returns:
            The first column of the last row.

        Raises:
            UnexpectedPageError: The first column of the last row is not an integer, or descends.
        """
        self._ascending, self._after, self._follows = attrgetter(self._key[0]), after, ge
        last = self._integer(self.last_key[0])
        return last if after is None or last >= after else self._reject(last, after)

    def chunks(self, timestamps: Sequence[str] = ()) -> Iterator[list[Any]]:
        """Decode and yield all rows, a chunk at a time. The page is empty from then on, which frees its memory.

        Args:
            timestamps: The columns of which `latest_change` has the latest value afterwards.

        Raises:
            StreamError: A row cannot be read.
            UnexpectedPageError: The keys do not ascend, although they must.
        """
        sent, self._sent = self._sent, []
        decode, key_of, last, follows = self._decoder.decode, self._ascending, self._after, self._follows
        changes = [attrgetter(name) for name in timestamps]
        for first in range(0, len(sent), CHUNK):
            rows = decode(sent[first : first + CHUNK])
            if key_of is not None:
                for key in map(key_of, rows):  # a method call per row would be slow
                    last = (
                        key
                        if isinstance(key, int) and (last is None or follows(key, last))
                        else self._reject(key, last)
                    )
            for change in changes:
                self.latest_change = max(filter(None, (self.latest_change, *map(change, rows))), default=None)
            if self._last_key is None and first + CHUNK >= len(sent):
                self._last_key = tuple(getattr(rows[-1], part) for part in self._key)
            yield rows

    def _integer(self, key: object) -> int:
        return key if isinstance(key, int) else self._reject(key, None)

    def _reject(self, key: object, before: int | None) -> NoReturn:
        name = self._key[0]
        if not isinstance(key, int):
            raise UnexpectedPageError(problems.rows.NO_KEY, key=name)
        if key == before:
            raise UnexpectedPageError(problems.rows.SAME_KEY, key=name, value=key)
        raise UnexpectedPageError(problems.rows.OUT_OF_ORDER, key=name, value=key, before=before)


def split(body: bytes, *, is_one_object: bool = False) -> Content[list[SentRow]]:
    """Split a body into its rows, without decoding them.

    Only the first and the last row are checked to be objects. `parse_row` checks the others.

    Args:
        body: The body of the response.
        is_one_object: Whether the resource is a single object instead of a list.

    Raises:
        ValueError: The body is not JSON, or has no rows.
    """
    try:
        rows: list[Any] = _SPLIT(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        rows = []
    if rows and memoryview(rows[0])[0] == memoryview(rows[-1])[0] == OBJECT:
        return Content(rows)
    content = parse_content(body, is_one_object=is_one_object)
    return Content([*content.rows], has_link=content.has_link)


def without_repetitions(rows: Sequence[SentRow]) -> list[SentRow]:
    """Return the rows without those that are equal to the row before them."""
    return [*rows[:1], *compress(islice(rows, 1, None), map(ne, rows, islice(rows, 1, None)))]


def windowed(rows: Iterable[Any], size: int) -> Iterator[Sequence[Any]]:
    """Yield each row as the first of a window of up to `size` rows, followed by the rows that come next."""
    remaining = iter(rows)
    window = deque(islice(remaining, size))
    while window:
        yield tuple(window)
        window.popleft()
        window.extend(islice(remaining, 1))
