"""From the bytes of a page to complete records.

Sage leaves null values out of its JSON (seen). A record must have them all the same: a date that was cleared in Sage
would otherwise stay in the warehouse for ever.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tap_sage200 import timestamps
from tap_sage200.records.conversion import kind_of, needs_conforming, read_as

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Row = dict[str, Any]
BLANKS = b" \t\r\n\xef\xbb\xbf"
"""What may stand around JSON: blanks, and the mark by which some servers begin UTF-8."""
AROUND = 64


def parse_rows(body: bytes) -> list[Row]:
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


def parse_object(body: bytes) -> list[Row]:
    """Read the one row of a resource that is no collection; a list of rows is taken too.

    Raises:
        ValueError: The body is not JSON, or neither an object nor a list of objects.
    """
    answer = json.loads(body, parse_float=Decimal)
    return [answer] if isinstance(answer, dict) and "value" not in answer else parse_rows(body)


class LenientDecoder:
    """Makes complete records of one table from Sage's rows."""

    def __init__(self, *, columns: Mapping[str, Mapping[str, Any]], key: Sequence[str], stamps: Sequence[str]) -> None:
        """Prepare for the rows of one table.

        Args:
            columns: Every column of the table's schema that is made of Sage's rows, as JSON Schema has it.
            key: The columns of its key. An absent part becomes 0 or an empty text, as Sage itself writes an absent
                reference or text (seen).
            stamps: Its replication stamps, which are rewritten in fixed width.
        """
        self._fields = dict.fromkeys(columns)
        self._kinds = {name: kind_of(column) for name, column in columns.items()}
        self._key: dict[str, int | str] = {part: 0 if self._kinds[part] == "integer" else "" for part in key}
        self._stamps = tuple(stamps)
        # Sage gives some references only as an expanded object, which holds the key.
        self._objects = {
            name: name.removesuffix("_id") for name, column in columns.items() if column.get("x-expand") is not None
        }

    def unknown(self, row: Mapping[str, Any]) -> set[str]:
        """Name the fields of a row that the schema does not have.

        Objects and lists do not count: they come only with an expansion, which may bring further ones along
        (documented), and their rows are tables of their own.
        """
        return {name for name in row.keys() - self._fields.keys() if not isinstance(row[name], dict | list)}

    def record(self, row: Mapping[str, Any]) -> Row:
        """Make the record: every field of the schema, null where Sage sent none, and nothing else.

        A value in another form than its column is rewritten, since Sage's own description slips here and there.

        Raises:
            ValueError: A stamp is no date-time, or a value cannot be read as what its column holds.
        """
        record = {field: row.get(field) for field in self._fields}
        for name, expanded in self._objects.items():
            if record[name] is None and isinstance(related := row.get(expanded), dict):
                record[name] = related.get("id")
        for name, value in record.items():
            if needs_conforming(value, self._kinds[name]):
                record[name] = read_as(self._kinds[name], name, value)
        for part, absent in self._key.items():
            if record[part] is None:
                record[part] = absent
        for stamp in self._stamps:
            if (sent := record[stamp]) is not None:
                record[stamp] = timestamps.fixed_width(sent)
        return record

    def changed(self, record: Mapping[str, Any]) -> str | None:
        """Return the latest stamp of a record: when it last changed; None when it has no stamp."""
        return max((record[stamp] for stamp in self._stamps if record[stamp] is not None), default=None)
