"""The tables as their classes declare them, and Sage's documentation of each."""

from __future__ import annotations

import json
from operator import attrgetter
from pathlib import Path
from typing import Any

from tap_sage200.singer.base_stream import COMPANY_KEY, BaseStream
from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams import stream_types

_FOLDER = Path(__file__).parents[2] / "packages" / "sage200-sandbox" / "sage200_sandbox" / "facts"

FACTS: dict[str, dict[str, Any]] = {file.stem: json.loads(file.read_text("utf-8")) for file in _FOLDER.glob("*.json")}
TABLES: dict[str, type[BaseStream]] = {attrgetter("name")(stream): stream for stream in stream_types()}
RESOURCES = {name: stream for name, stream in TABLES.items() if issubclass(stream, ResourceStream)}
NESTED = {name: stream for name, stream in TABLES.items() if issubclass(stream, NestedStream)}


def schema_of(stream: type[BaseStream]) -> dict[str, Any]:
    """Return the schema of a table, which is an attribute of its class."""
    schema: dict[str, Any] = attrgetter("schema")(stream)
    return schema


def columns_of(stream: type[BaseStream]) -> dict[str, dict[str, Any]]:
    """Return the columns of a table, as JSON Schema has them."""
    columns: dict[str, dict[str, Any]] = schema_of(stream)["properties"]
    return columns


def primary_key_of(stream: type[BaseStream]) -> tuple[str, ...]:
    """Return the whole key of a table: the columns of the company, then the table's own."""
    return (*COMPANY_KEY, *stream.key)
