"""Parses the body of a response, or one of its rows, without knowing the columns of the table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Raw

from tap_sage200.records.conversion import SentNumber

if TYPE_CHECKING:
    from decimal import Decimal

SageRow = dict[str, Any]
SentRow = Raw | SageRow
"""A row as Sage sent it: its bytes, or the parsed object where the body is not a plain list."""

BLANKS = b" \t\r\n\xef\xbb\xbf"
"""Bytes that may surround JSON: whitespace, and the UTF-8 byte order mark that some servers send."""
AROUND = 64
"""The bytes at each end among which the JSON normally begins and ends."""
LONG = 100
"""The digits from which an integer is not read as one: Python refuses very long ones."""
OBJECT = ord("{")
"""The first byte of a JSON object."""
NO_OBJECT = (b"", b"null")
"""The bodies of a single object that is absent."""
VALUE = "value"
"""The property that holds the rows where a response is an object, as in OData."""
NEXT, NEXT_LINK = "next", "nextlink"
"""The letters of a property that links to the rows that follow, such as `@odata.nextLink`."""


Rows = TypeVar("Rows", list[SageRow], list[SentRow])


@dataclass(frozen=True, slots=True)
class Content(Generic[Rows]):
    """The content of a response."""

    rows: Rows
    has_link: bool = False
    """Whether the response has a link to the rows that follow."""


def parse_list(body: bytes) -> list[object]:
    """Parse a collection, whatever its items are. Numbers with a decimal point become exact `Decimal` values.

    A collection is a bare array (documented). One other client mentions `{"value": [...]}` (doubtful). Both are read.

    Raises:
        ValueError: The body is not JSON, or not a list.
    """
    return _items(parse(body))


def parse_rows(body: bytes) -> list[SageRow]:
    """Parse the rows of a collection.

    Raises:
        ValueError: The body is not JSON, or not a list of objects.
    """
    return parse_content(body).rows


def parse_object(body: bytes) -> list[SageRow]:
    """Parse a resource that is a single object. A list of rows is read too. Nothing and null are no row.

    Raises:
        ValueError: The body is not JSON, or neither an object nor a list of objects.
    """
    return parse_content(body, is_one_object=True).rows


def parse_content(body: bytes, *, is_one_object: bool = False) -> Content[list[SageRow]]:
    """Parse the rows of a collection, or a resource that is a single object. For the latter, a list is read too.

    Raises:
        ValueError: The body is not JSON, or neither a list of objects nor the object.
    """
    if is_one_object and body.strip(BLANKS) in NO_OBJECT:
        return Content([])
    content = parse(body)
    if is_one_object and isinstance(content, dict) and VALUE not in content:
        return Content([content])
    items = _items(content)
    rows = [item for item in items if isinstance(item, dict)]
    if len(rows) < len(items):
        msg = "the response is a list, but not of rows"
        raise ValueError(msg)
    return Content(rows, has_link=isinstance(content, dict) and any(map(_is_link, content.items())))


def _items(content: object) -> list[object]:
    items = content.get(VALUE) if isinstance(content, dict) else content
    if isinstance(items, list):
        return items
    msg = "the response is JSON, but not a list"
    raise ValueError(msg)


def _is_link(part: tuple[str, object]) -> bool:
    """Return whether a part of a response is a link to the rows that follow, in any version of OData."""
    name, value = part
    letters = "".join(filter(str.isalpha, name)).lower()
    return bool(value) and (letters == NEXT or letters.endswith(NEXT_LINK))


def whole(body: bytes) -> bytes:
    """Return the body if it looks like complete JSON. Only its first and last bytes are checked.

    Nothing and null pass too: they mean that a single object is absent.

    Raises:
        ValueError: The body is an HTML page, or it is cut off.
    """
    begin = body[:AROUND].lstrip(BLANKS)[:1] or body.lstrip(BLANKS)[:1]
    end = body[-AROUND:].rstrip(BLANKS)[-1:] or body.rstrip(BLANKS)[-1:]
    if begin + end not in (b"[]", b"{}") and body.strip(BLANKS) not in (b"", b"null"):
        msg = "the response is not JSON, or is cut off"
        raise ValueError(msg)
    return body


def parse_row(row: SentRow) -> SageRow:
    """Parse one row. Numbers with a decimal point become exact `Decimal` values.

    Raises:
        ValueError: The row is not valid JSON, or not an object.
    """
    if isinstance(row, dict):
        return row
    if memoryview(row)[0] != OBJECT:
        msg = "it is no object"
        raise ValueError(msg)
    parsed: SageRow = parse(bytes(row))
    return parsed


def parse(text: bytes) -> Any:  # noqa: ANN401 - any JSON
    """Parse JSON. A byte that is not UTF-8 becomes half of a surrogate pair, as which it is found in its column.

    Raises:
        ValueError: The text is not JSON, or nested too deeply.
    """
    try:
        try:
            return _load(text)
        except UnicodeDecodeError:
            return _load(text.decode("utf-8", "surrogateescape"))
    except RecursionError as error:
        msg = "the JSON is nested too deeply"
        raise ValueError(msg) from error


def _whole_number(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < LONG else SentNumber.read(digits)


_load = partial(
    json.loads,
    parse_float=SentNumber.read,
    parse_int=_whole_number,
    parse_constant=SentNumber.read,
    strict=False,  # texts may have line ends and other control characters
)
