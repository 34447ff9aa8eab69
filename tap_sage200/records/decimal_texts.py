"""Columns of text that hold numbers with all of their digits, in the format `x-singer.decimal` of the Singer SDK."""

from __future__ import annotations

import re
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from tap_sage200 import problems
from tap_sage200.records.conversion import DIGITS, number, plain_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from msgspec import Raw

    from tap_sage200.records.bad_values import BadValues


def write_digits(rows: Sequence[Any], name: str, scale: int, bad_values: BadValues | None) -> None:
    """Replace the numbers of a column, as they were sent, by text. No digit changes, and no text has an exponent.

    Args:
        rows: The rows. Those of the lenient decoder have the text already.
        name: The column.
        scale: The decimal places of the column in its schema.
        bad_values: Reports numbers that a loader rounds or cannot hold. None to ignore them.

    Raises:
        StreamError: There is such a number, and the setting says to fail.
    """
    sent = [*map(attrgetter(name), rows)]
    texts = _alike(sent, scale)
    if texts is None:
        texts = [_text(row, name, value, scale, bad_values) for row, value in zip(rows, sent, strict=True)]
    for row, text in zip(rows, texts, strict=True):
        setattr(row, name, text)


def _alike(sent: Sequence[Raw | str | None], scale: int) -> Sequence[str | None] | None:
    """Return numbers as text in one step. None if one of them needs a look."""
    if not sent:
        return []
    try:
        joined: bytes = b",".join(sent)  # type: ignore[arg-type] # text of the lenient decoder is no bytes
    except TypeError:
        return None
    if _unusual(scale).search(joined):
        return None
    return [None if text == "null" else text for text in joined.decode().split(",")]


@cache
def _unusual(scale: int) -> re.Pattern[bytes]:
    """Return what finds numbers with an exponent, with many digits, or with more decimal places than the column."""
    return re.compile(rb"[eE]|[0-9]{%d}|\.[0-9]{%d}[0-9]*[1-9]" % (DIGITS - scale + 1, scale))


def _text(row: object, name: str, sent: Raw | str | None, scale: int, bad_values: BadValues | None) -> str | None:
    if sent is None:
        return None
    text = sent if isinstance(sent, str) else bytes(sent).decode()
    if text == "null":
        return None
    text = plain_text(number(text))
    whole, _, places = text.lstrip("-").partition(".")
    if len(whole.lstrip("0")) > DIGITS - scale:
        kept, problem = None, problems.rows.LOST_VALUES
    elif len(places.rstrip("0")) > scale:
        kept, problem = text, problems.rows.MORE_PLACES
    else:
        return text
    if bad_values is not None:
        bad_values.report(name, problem, row)
    return kept
