"""The JSON Schema of the Singer SDK's own settings, as far as the tap supports them.

The SDK adds these settings to those of the tap. It does not check them before it uses them.
"""

from __future__ import annotations

from typing import Any

_REMOVED = [None, "__NULL__"]
"""The values that leave out a table or a column."""
_TEXT = {"type": "string", "minLength": 1}
_LONGEST_COLUMN = 61
"""The length of the longest name of a column. Of a longer name the SDK shortens the column, but not the key column."""
_MOST_ROWS = 100_000_000
"""The most rows of a batch file."""

_BATCH_CONFIG: dict[str, Any] = {
    "type": "object",
    "properties": {
        "encoding": {
            "type": "object",
            "properties": {
                "format": {"enum": ["jsonl", "parquet"]},
                "compression": {"enum": ["gzip", "none", None]},
            },
            "required": ["format"],
            "additionalProperties": False,
        },
        "storage": {
            "type": "object",
            "properties": {
                "root": _TEXT,
                "prefix": {"type": ["string", "null"]},
                "params": {"type": "object"},
            },
            "required": ["root"],
            "additionalProperties": False,
        },
        "batch_size": {"type": ["integer", "null"], "minimum": 1, "maximum": _MOST_ROWS},
    },
    "required": ["encoding", "storage"],
    "additionalProperties": False,
}

_STREAM_MAPS: dict[str, Any] = {
    "type": "object",
    "properties": {"__else__": {"enum": _REMOVED}},
    "additionalProperties": {
        "if": {"type": ["object"]},
        "then": {
            "minProperties": 1,  # Meltano makes an empty object of null
            "properties": {
                "__alias__": _TEXT,
                "__source__": _TEXT,
                "__filter__": {"type": ["string", "null"], "minLength": 1},
                "__key_properties__": {"type": ["array", "null"], "items": _TEXT},
                "__else__": {"enum": _REMOVED},
            },
            "additionalProperties": {"type": ["string", "null"], "minLength": 1},
        },
        "else": {"enum": _REMOVED},
    },
}

_FAKER_CONFIG: dict[str, Any] = {
    "type": "object",
    "properties": {
        "seed": {"type": ["integer", "number", "string", "boolean", "null"]},
        "locale": {"type": ["string", "array", "null"], "items": _TEXT, "minLength": 1},
    },
}

SDK_JSONSCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "batch_config": _BATCH_CONFIG,
        "stream_maps": _STREAM_MAPS,
        "stream_map_config": {"type": "object"},
        "faker_config": _FAKER_CONFIG,
        "flattening_enabled": {"type": "boolean"},
        "flattening_max_depth": {"type": "integer", "minimum": 0},
        "flattening_max_key_length": {"type": "integer", "minimum": _LONGEST_COLUMN},
        "flattening_separator": {"type": "string"},
        "emit_activate_version_messages": {},
    },
}
