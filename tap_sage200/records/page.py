"""The rows of an answer as Sage sent them, of which records are made a few at a time.

A page may have thousands of rows. What is made of a few of them is written while it is still at hand for the processor,
and makes room for the next few: that is faster than to make all of them first, takes less memory, and lets the threads
that fetch have their turn.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import islice
from typing import Any

import msgspec
from msgspec import Raw

from tap_sage200.records.body import parse_object, parse_rows

Sent = Raw | dict[str, Any]
"""A row as it was sent: its bytes, or, where these are not what is expected, what was parsed of them."""
Key = tuple[object, ...]
Check = Callable[[Sequence[Key]], None]
"""Looks at the keys of some rows, which follow those that it saw before; raises where something is wrong."""

AT_ONCE = 32
"""Of how many rows records are made in one step."""
_SPLIT = msgspec.json.Decoder(list[Raw]).decode
_FIELDS = msgspec.json.Decoder(dict[str, Raw]).decode
_OBJECT = ord("{")


def split(body: bytes, *, single: bool = False) -> list[Sent]:
    """Find the rows of an answer.

    Args:
        body: The answer.
        single: Whether Sage gives one object in place of a list.

    Raises:
        ValueError: The body is no JSON, or not of rows.
    """
    try:
        sent: list[Any] = _SPLIT(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        sent = []
    if sent and _is_object(sent[0]) and _is_object(sent[-1]):  # of the others it is seen where they are read
        return sent
    return [*(parse_object if single else parse_rows)(body)]


def parsed(sent: Sent) -> dict[str, Any]:
    """Parse a row, numbers with a point as exact `Decimal`.

    Raises:
        ValueError: It is not written as JSON is, or no object.
    """
    if isinstance(sent, dict):
        return sent
    if not _is_object(sent):
        msg = "it is no object"
        raise ValueError(msg)
    row: dict[str, Any] = json.loads(bytes(sent), parse_float=Decimal)
    return row


def _is_object(row: Raw) -> bool:
    return memoryview(row)[0] == _OBJECT


def names_of(sent: Iterable[Sent]) -> list[str]:
    """Name the fields of some rows, in the order that they have in each: Sage leaves out what is null (seen).

    Raises:
        msgspec.DecodeError: A row cannot be read.
    """
    names: list[str] = []
    known: set[str] = set()
    for row in sent:
        before = None
        for name in row if isinstance(row, dict) else _FIELDS(row):
            if name not in known:
                known.add(name)
                names.insert(0 if before is None else names.index(before) + 1, name)
            before = name
    return names


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one answer, in its order."""

    sent: list[Any] = field(repr=False)
    make: Callable[[Sequence[Any]], list[Any]]
    """Makes rows of some that were sent."""
    keys_of: Callable[[Sequence[Any]], list[Key]]
    """Gives the keys of rows."""
    check: Check | None = None
    """Looks at the keys of all rows before they are given."""

    def __len__(self) -> int:
        """Count them."""
        return len(self.sent)

    def key(self, at: int) -> Key:
        """Give the key of one row."""
        [key] = self.keys_of(self.make((self.sent[at],)))
        return key

    def checked(self, check: Check) -> Rows:
        """Give the same rows, each of whose keys is looked at on the way."""
        return replace(self, check=check)

    def forget_first(self, rows: int) -> None:
        """Drop rows that came with the answer before."""
        del self.sent[:rows]

    def chunks(self) -> Iterator[list[Any]]:
        """Give all rows, a few at a time, and then forget them: their memory serves the next ones."""
        for first in range(0, len(self.sent), AT_ONCE):
            rows = self.make(self.sent[first : first + AT_ONCE])
            if self.check is not None:
                self.check(self.keys_of(rows))
            yield rows
        self.sent.clear()


def windowed(rows: Iterable[Any], most: int) -> Iterator[Sequence[Any]]:
    """Give each row together with some that come after it."""
    coming = iter(rows)
    window = deque(islice(coming, most))
    while window:
        yield tuple(window)
        window.popleft()
        window.extend(islice(coming, 1))
