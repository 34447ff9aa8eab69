"""From the bytes of a response to parsed JSON."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

SageRow = dict[str, Any]
BLANKS = b" \t\r\n\xef\xbb\xbf"
"""What may stand around JSON: blanks, and the mark by which some servers begin UTF-8."""
AROUND = 64


def parse_rows(body: bytes) -> list[SageRow]:
    """Read the rows of a collection, numbers with a point as exact `Decimal`.

    A collection is a bare array (documented). One client speaks of `{"value": [...]}` (doubtful), which is taken too.

    Raises:
        ValueError: The body is not JSON, or not a list of objects.
    """
    answer = json.loads(body, parse_float=Decimal)
    rows = answer.get("value") if isinstance(answer, dict) else answer
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        msg = "the answer is JSON, but not a list of rows"
        raise ValueError(msg)
    return rows


def whole(body: bytes) -> bytes:
    """Give back a body that seems to be JSON from its beginning to its end.

    Raises:
        ValueError: It is a page for people, or broken off.
    """
    begin, end = body[:AROUND].lstrip(BLANKS)[:1], body[-AROUND:].rstrip(BLANKS)[-1:]
    if begin + end not in (b"[]", b"{}"):
        msg = "the answer is not JSON, or not all of it"
        raise ValueError(msg)
    return body


def parse_object(body: bytes) -> list[SageRow]:
    """Read the one row of a resource that is no collection; a list of rows is taken too.

    Raises:
        ValueError: The body is not JSON, or neither an object nor a list of objects.
    """
    answer = json.loads(body, parse_float=Decimal)
    return [answer] if isinstance(answer, dict) and "value" not in answer else parse_rows(body)
