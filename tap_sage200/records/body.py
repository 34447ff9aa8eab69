"""Parses the body of a response.

`split_rows` finds the rows of a page and leaves each as bytes. `parse_rows` and `parse_object` parse a short response
in full.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import Raw

SageRow = dict[str, Any]
SentRow = Raw | SageRow
"""A row as Sage sent it: its bytes, or the parsed object where the body is not a plain list."""

BLANKS = b" \t\r\n\xef\xbb\xbf"
"""Bytes that may surround JSON: whitespace, and the UTF-8 byte order mark that some servers send."""
AROUND = 64
_SPLIT = msgspec.json.Decoder(list[Raw]).decode
_OBJECT = ord("{")


def parse_rows(body: bytes) -> list[SageRow]:
    """Parse the rows of a collection. Numbers with a decimal point become exact `Decimal` values.

    A collection is a bare array (documented). One other client mentions `{"value": [...]}` (doubtful). Both are read.

    Raises:
        ValueError: The body is not JSON, or not a list of objects.
    """
    content = json.loads(body, parse_float=Decimal)
    rows = content.get("value") if isinstance(content, dict) else content
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        msg = "the answer is JSON, but not a list of rows"
        raise ValueError(msg)
    return rows


def parse_object(body: bytes) -> list[SageRow]:
    """Parse a resource that is a single object. A list of rows is read too.

    Raises:
        ValueError: The body is not JSON, or neither an object nor a list of objects.
    """
    content = json.loads(body, parse_float=Decimal)
    return [content] if isinstance(content, dict) and "value" not in content else parse_rows(body)


def whole(body: bytes) -> bytes:
    """Return the body if it looks like complete JSON. Only its first and last bytes are checked.

    Raises:
        ValueError: The body is an HTML page, or it is cut off.
    """
    begin, end = body[:AROUND].lstrip(BLANKS)[:1], body[-AROUND:].rstrip(BLANKS)[-1:]
    if begin + end not in (b"[]", b"{}"):
        msg = "the answer is not JSON, or not all of it"
        raise ValueError(msg)
    return body


def split_rows(body: bytes, *, is_one_object: bool = False) -> list[SentRow]:
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
    except (msgspec.DecodeError, UnicodeDecodeError):
        rows = []
    if rows and _is_object(rows[0]) and _is_object(rows[-1]):
        return rows
    return [*(parse_object if is_one_object else parse_rows)(body)]


def parse_row(row: SentRow) -> SageRow:
    """Parse one row. Numbers with a decimal point become exact `Decimal` values.

    Raises:
        ValueError: The row is not valid JSON, or not an object.
    """
    if isinstance(row, dict):
        return row
    if not _is_object(row):
        msg = "it is no object"
        raise ValueError(msg)
    parsed: SageRow = json.loads(bytes(row), parse_float=Decimal)
    return parsed


def _is_object(row: Raw) -> bool:
    return memoryview(row)[0] == _OBJECT
