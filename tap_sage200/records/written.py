"""Columns of text that hold each value as Sage wrote it: numbers with their digits, objects and lists as JSON."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Raw

from tap_sage200 import problems
from tap_sage200.records.body import parse
from tap_sage200.records.conversion import mended, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tap_sage200.records.bad_values import BadValues

NULL = Raw(b"null")
_TEXTS = msgspec.json.Decoder(list[str | None])


def write_out(rows: Sequence[Any], name: str, bad_values: BadValues | None) -> None:
    """Replace the values of a column, as they were sent, by text.

    Args:
        rows: The rows. Those of the lenient decoder have the text already.
        name: The column.
        bad_values: Reports values that text cannot hold. None to ignore them.

    Raises:
        StreamError: There is such a value, and the setting says to fail.
    """
    sent = [*map(attrgetter(name), rows)]
    if sent.count(None) == len(sent):
        return
    try:
        texts = _alike([NULL if value is None else value for value in sent])
    except (msgspec.DecodeError, UnicodeDecodeError, TypeError):  # values of several types, or text already
        texts = [_text(row, name, value, bad_values) for row, value in zip(rows, sent, strict=True)]
    for row, text in zip(rows, texts, strict=True):
        setattr(row, name, text)


def _alike(sent: Sequence[Raw]) -> Sequence[str | None]:
    """Return values as text in one step: they are all text, or numbers, `true` and `false`; each may be null."""
    joined = b",".join(sent)
    if any(mark in joined for mark in b'"[{'):
        return _TEXTS.decode(b"[%b]" % joined)
    return [None if text == "null" else text for text in joined.decode().split(",")]


def _text(row: object, name: str, sent: Raw | str | None, bad_values: BadValues | None) -> str | None:
    if not isinstance(sent, Raw):
        return sent
    try:
        text = as_written(sent)
    except ValueError:
        text, problem = None, problems.rows.LOST_VALUES
    else:
        if text is None or (whole := mended(text)) == text:
            return text
        text, problem = whole, problems.rows.MENDED_TEXTS
    if bad_values is not None:
        bad_values.report(name, problem, row)
    return text


def as_written(sent: Raw) -> str | None:
    """Return a value as text.

    Raises:
        ValueError: The value is nested too deeply.
    """
    try:
        text = str(sent, "utf-8")
    except UnicodeDecodeError:
        return text_of(parse(bytes(sent)))
    if text[0] in '"{[':
        return text_of(parse(bytes(sent)))
    return None if text == "null" else text
