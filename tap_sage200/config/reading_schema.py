"""The settings about what is read: windows, tables, views, columns, and what to do about surprises."""

from __future__ import annotations

from typing import Any

from tap_sage200.config.setting import date_time, integer, setting, text

_TEXT = {"type": "string", "minLength": 1}
_LOOKBACK: dict[str, Any] = {"minimum": 0, "maximum": 315_360_000}  # ten years
PAGE_SIZE: dict[str, Any] = {"minimum": 1, "maximum": 5000}
_BAD_VALUE = ["null", "fail"]
_NAMES = {"type": "array", "items": _TEXT, "minItems": 1}
WORDS = ("identifier", "text", "whole", "flag", "timestamp", "money", "percent", "quantity", "rate", "enum")
"""What a column can hold that a person declares. `streams/columns.py` has functions of these names."""
_COLUMNS = {"type": "object", "minProperties": 1, "additionalProperties": {"enum": list(WORDS)}}
_QUERY = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {"type": ["string", "integer"]},
}

TABLE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "where": _TEXT,
        "start_date": {"type": "string"},
        "lookback_seconds": {"type": "integer", **_LOOKBACK},
        "page_size": {"type": "integer", **PAGE_SIZE},
        "on_bad_value": {"enum": _BAD_VALUE},
        "every": _TEXT,
        "replication": {"enum": ["full", "incremental"]},
        "query": _QUERY,
    },
    "additionalProperties": False,
}
"""What can be different for one table."""

_VIEW: dict[str, Any] = {
    "type": "object",
    "properties": {
        "of": _TEXT,
        "where": _TEXT,
        "columns": _NAMES,
        "query": _QUERY,
        "for_each": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"type": "array", "items": {"type": ["string", "integer"]}, "minItems": 1},
        },
    },
    "required": ["of"],
    "additionalProperties": False,
}
_NESTED: dict[str, Any] = {
    "type": "object",
    "properties": {
        "expand": _TEXT,
        "key": _NAMES,
        "columns": _COLUMNS,
        "parent": {"type": "object", "minProperties": 1, "additionalProperties": _TEXT},
    },
    "required": ["expand", "key", "columns"],
    "additionalProperties": False,
}
_CUSTOM_TABLE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "path": _TEXT,
        "key": _NAMES,
        "timestamps": _NAMES,
        "created": _TEXT,
        "columns": _COLUMNS,
        "nested": {"type": "object", "additionalProperties": _NESTED},
    },
    "required": ["path", "key", "columns"],
    "additionalProperties": False,
}

WINDOW = (
    date_time(
        "start_date",
        title="Start Date",
        description=(
            "Read only rows that were created or changed since this date. It applies only to tables that load "
            "incrementally by timestamps. Without it, the first run reads all rows."
        ),
    ),
    date_time(
        "end_date",
        title="End Date",
        description=(
            "Read only rows that were last changed before this date, from start_date on. Such a run keeps its own "
            "progress in the state and moves no bookmark. Use it to backfill a past period. Tables without timestamps "
            "are left out."
        ),
    ),
    text(
        "window_step",
        minLength=1,
        title="Window Step",
        description=(
            "Read the time from start_date to end_date in steps, the earliest first, such as 1month, 7days, 2weeks or "
            "1year. A step that is complete stays so if a later one fails."
        ),
    ),
    integer(
        "lookback_seconds",
        **_LOOKBACK,
        default=3900,
        title="Lookback Seconds",
        description=(
            "Each run reads again the rows that changed up to this number of seconds before the bookmark. The default "
            "is one hour and five minutes. The hour is for servers that do not use UTC in summer."
        ),
    ),
)

TABLES = (
    setting(
        "tables",
        kind="object",
        title="Tables",
        description=(
            "What is different for some tables, by name or by a pattern such as sop_*: where (a condition in OData), "
            "start_date, lookback_seconds, page_size, on_bad_value, every (how often to read, such as 24h), "
            "replication (full or incremental), and query (further query options of Sage)."
        ),
        additionalProperties=TABLE,
    ),
    setting(
        "views",
        kind="object",
        title="Views",
        description=(
            "Streams of your own that read a table in another way, by name: of (the table), where (a condition in "
            "OData), columns (the ones to keep), query (further query options of Sage), and for_each (a query option "
            "with several values)."
        ),
        additionalProperties=_VIEW,
    ),
    setting(
        "custom_tables",
        kind="object",
        title="Custom Tables",
        description=(
            "Resources of Sage that the tap does not know, by name: path, key, timestamps, created, columns (each with "
            "what it holds: identifier, text, whole, flag, timestamp, money, percent, quantity, rate or enum), and "
            "nested (tables within the rows)."
        ),
        additionalProperties=_CUSTOM_TABLE,
    ),
    setting(
        "extra_columns",
        kind="object",
        title="Extra Columns",
        description=(
            "Columns for fields that the tap does not know, by table and name, each with what it holds: identifier, "
            "text, whole, flag, timestamp, money, percent, quantity, rate or enum."
        ),
        additionalProperties={"type": "object", "additionalProperties": {"type": "string"}},
    ),
)

LOADERS = (
    text(
        "decimals",
        default="number",
        enum=["number", "singer.decimal"],
        title="Decimals",
        description=(
            "How records hold amounts, quantities and rates: as JSON numbers, or as text in the SDK's format "
            "x-singer.decimal, which tells loaders the number of decimal places. Not all loaders know this format."
        ),
    ),
)

SURPRISES = (
    text(
        "on_unavailable",
        default="skip",
        enum=["skip", "fail"],
        title="On Unavailable",
        description=(
            "What to do if Sage does not have a table for this user or in this version: skip the table, or report it "
            "as failed."
        ),
    ),
    text(
        "on_bad_value",
        default="null",
        enum=_BAD_VALUE,
        title="On Bad Value",
        description=(
            "What to do if Sage sends a value that its column cannot hold: load null in its place and report it, or "
            "stop reading the table and report it as failed."
        ),
    ),
    text(
        "on_unknown_field",
        default="add",
        enum=["add", "warn", "drop", "fail"],
        title="On Unknown Field",
        description=(
            "What to do if Sage sends a field that is not in the schema: add it as a column of text, warn and drop the "
            "field, drop it silently, or stop reading the table and report it as failed."
        ),
    ),
)
