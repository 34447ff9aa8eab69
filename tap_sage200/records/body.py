"""Parses the body of a response, or one of its rows, without knowing the columns of the table."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Raw

from tap_sage200.records.conversion import number

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


def parse_rows(body: bytes) -> list[SageRow]:
    """Parse the rows of a collection. Numbers with a decimal point become exact `Decimal` values.

    A collection is a bare array (documented). One other client mentions `{"value": [...]}` (doubtful). Both are read.

    Raises:
        ValueError: The body is not JSON, or not a list of objects.
    """
    return _rows_of(_parse(body))


def parse_object(body: bytes) -> list[SageRow]:
    """Parse a resource that is a single object. A list of rows is read too. Nothing and null are no row.

    Raises:
        ValueError: The body is not JSON, or neither an object nor a list of objects.
    """
    content = _parse(body) if body.strip(BLANKS) else None
    if content is None:
        return []
    return [content] if isinstance(content, dict) and "value" not in content else _rows_of(content)


def _rows_of(content: object) -> list[SageRow]:
    rows = content.get("value") if isinstance(content, dict) else content
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        msg = "the response is JSON, but not a list of rows"
        raise ValueError(msg)
    return rows


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
    parsed: SageRow = _parse(bytes(row))
    return parsed


def _parse(text: bytes) -> Any:  # noqa: ANN401 - any JSON
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
    return int(digits) if len(digits) < LONG else number(digits)


_load = partial(
    json.loads,
    parse_float=number,
    parse_int=_whole_number,
    parse_constant=number,
    strict=False,  # texts may have line ends and other control characters
)
