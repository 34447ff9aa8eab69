"""Decoders of a small table, and what they make of rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from tap_sage200.records.bad_values import BadColumn, BadValues
from tap_sage200.records.columns import Columns
from tap_sage200.records.decoder import RecordDecoder, Row, plain
from tap_sage200.records.page import split
from tap_sage200.records.unknown_fields import UnknownFields

if TYPE_CHECKING:
    from collections.abc import Mapping

WHOLE, TEXT = {"type": ["integer", "null"]}, {"type": ["string", "null"]}
DATE = TEXT | {"format": "date-time"}
MONEY, FLAG = {"type": ["number", "null"], "x-scale": 2}, {"type": ["boolean", "null"]}
COLUMNS = {"id": WHOLE, "name": TEXT, "value": MONEY, "is_open": FLAG, "opened": DATE, "date_time_updated": DATE}
ENCODER = msgspec.json.Encoder(decimal_format="number")


def decoder(
    policy: str = "warn",
    nested: Mapping[str, RecordDecoder] | None = None,
    **other: Any,  # noqa: ANN401 - fields of Columns
) -> RecordDecoder:
    given_ = {"wanted": COLUMNS, "key": ["id"], "timestamps": ["date_time_updated"]} | other
    return RecordDecoder(Columns(**given_), nested or {}, UnknownFields(policy, "customers"))


def reporting(found: dict[tuple[str, str], BadColumn], policy: str = "null", **other: Any) -> RecordDecoder:  # noqa: ANN401 - fields of Columns
    columns = Columns(**{"wanted": COLUMNS, "key": ["id"], "timestamps": ["date_time_updated"]} | other)
    return RecordDecoder(columns, {}, UnknownFields("warn", "customers"), BadValues(policy, ["id"], found))


def read_all(of: RecordDecoder, body: bytes) -> list[Row]:
    return of.decode(split(body).rows)


def as_dict(row: Row) -> dict[str, Any]:
    """Return a row as the SDK gets it."""
    columns: tuple[str, ...] = row.__struct_fields__
    return plain(row, [name for name in columns if getattr(row, name) is not msgspec.UNSET])


def read(of: RecordDecoder, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    return [as_dict(row) for row in read_all(of, json.dumps(rows, default=float).encode())]
