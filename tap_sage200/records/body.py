"""Parses the body of a response, or one of its rows, without knowing the columns of the table."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from msgspec import Raw

SageRow = dict[str, Any]
SentRow = Raw | SageRow
"""A row as Sage sent it: its bytes, or the parsed object where the body is not a plain list."""

BLANKS = b" \t\r\n\xef\xbb\xbf"
"""Bytes that may surround JSON: whitespace, and the UTF-8 byte order mark that some servers send."""
AROUND = 64
OBJECT = ord("{")
"""The first byte of a JSON object."""


def parse_list(body: bytes) -> list[object]:
    """Parse a collection, whatever its items are. Numbers with a decimal point become exact `Decimal` values.

    A collection is a bare array (documented). One other client mentions `{"value": [...]}` (doubtful). Both are read.

    Raises:
        ValueError: The body is not JSON, or not a list.
    """
    content = json.loads(body, parse_float=Decimal)
    items = content.get("value") if isinstance(content, dict) else content
    if isinstance(items, list):
        return items
    msg = "the response is JSON, but not a list"
    raise ValueError(msg)


def parse_rows(body: bytes) -> list[SageRow]:
    """Parse the rows of a collection.

    Raises:
        ValueError: The body is not JSON, or not a list of objects.
    """
    items = parse_list(body)
    rows = [item for item in items if isinstance(item, dict)]
    if len(rows) < len(items):
        msg = "the response is a list, but not of rows"
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
    parsed: SageRow = json.loads(bytes(row), parse_float=Decimal)
    return parsed
