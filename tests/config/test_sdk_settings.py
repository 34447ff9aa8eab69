"""The settings that the Singer SDK adds are checked before they are used."""

from __future__ import annotations

from typing import Any

import pytest

from tests.config.test_settings import MARK, complaint, settings
from tests.streams.tables import TABLES, columns_of

BATCHES: dict[str, Any] = {"encoding": {"format": "jsonl"}, "storage": {"root": "file:///batches"}}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"batch_config": {**BATCHES, "batch_size": 0}}, "batch_config.batch_size must be at least 1"),
        ({"batch_config": {**BATCHES, "batch_size": -5}}, "batch_config.batch_size must be at least 1"),
        ({"batch_config": {**BATCHES, "batch_size": MARK}}, "batch_config.batch_size must be of type integer"),
        ({"batch_config": {**BATCHES, "batch_size": 5.0}}, "batch_config.batch_size must be of type integer"),
        ({"batch_config": {**BATCHES, "batch_size": True}}, "batch_config.batch_size must be of type integer"),
        (
            {"batch_config": {**BATCHES, "size": 5}},
            "batch_config.size is unknown. Known are encoding, storage, batch_size; the nearest is batch_size",
        ),
        ({"batch_config": {"storage": {"root": MARK}}}, "batch_config must have encoding and storage"),
        ({"batch_config": {**BATCHES, "storage": {}}}, "batch_config.storage must have root"),
        ({"batch_config": {**BATCHES, "storage": {"root": ""}}}, "batch_config.storage.root must not be empty"),
        ({"batch_config": {**BATCHES, "storage": MARK}}, "batch_config.storage must be of type object"),
        ({"batch_config": {**BATCHES, "encoding": {}}}, "batch_config.encoding must have format"),
        (
            {"batch_config": {**BATCHES, "encoding": {"format": MARK}}},
            "batch_config.encoding.format must be one of jsonl, parquet",
        ),
        ({"batch_config": {**BATCHES, "encoding": None}}, "batch_config.encoding must be of type object"),
        (
            {"batch_config": {**BATCHES, "encoding": {"format": "jsonl", "compression": "bz2"}}},
            "batch_config.encoding.compression must be one of gzip, none, null",
        ),
        (
            {"batch_config": {**BATCHES, "encoding": {"format": "jsonl", "compression": {}}}},
            "batch_config.encoding.compression must be one of gzip, none, null",
        ),
        (
            {"batch_config": {**BATCHES, "storage": {"root": 5}}},
            "batch_config.storage.root must be of type string",
        ),
        (
            {"batch_config": {**BATCHES, "storage": {"root": "x", "prefix": [MARK]}}},
            "batch_config.storage.prefix must be of type string",
        ),
        (
            {"batch_config": {**BATCHES, "storage": {"root": "x", "params": MARK}}},
            "batch_config.storage.params must be of type object",
        ),
        ({"batch_config": [MARK]}, "batch_config must be of type object"),
        ({"page_size": 5.0}, "page_size must be of type integer"),
        ({"page_size": 0}, "page_size must be at least 1"),
        ({"stream_maps": MARK}, "stream_maps must be of type object"),
        ({"stream_maps": {"customers": MARK}}, "stream_maps.customers must be one of null, __NULL__"),
        ({"stream_maps": {"customers": [MARK]}}, "stream_maps.customers must be one of null, __NULL__"),
        ({"stream_maps": {"customers": {}}}, "stream_maps.customers must not be empty"),
        ({"stream_maps": {"customers": {"name": {}}}}, "stream_maps.customers.name must be of type string"),
        (
            {"stream_maps": {"customers": {"__key_properties__": [5]}}},
            "stream_maps.customers.__key_properties__.0 must be of type string",
        ),
        ({"stream_maps": {"customers": {"name": 5}}}, "stream_maps.customers.name must be of type string"),
        ({"stream_maps": {"customers": {"name": ""}}}, "stream_maps.customers.name must not be empty"),
        ({"stream_maps": {"customers": {"name": {"a": "b"}}}}, "stream_maps.customers.name must be of type string"),
        (
            {"stream_maps": {"customers": {"__key_properties__": MARK}}},
            "stream_maps.customers.__key_properties__ must be of type array",
        ),
        (
            {"stream_maps": {"customers": {"__filter__": True}}},
            "stream_maps.customers.__filter__ must be of type string",
        ),
        (
            {"stream_maps": {"customers": {"__else__": "id"}}},
            "stream_maps.customers.__else__ must be one of null, __NULL__",
        ),
        ({"stream_maps": {"__else__": "id"}}, "stream_maps.__else__ must be one of null, __NULL__"),
        ({"stream_map_config": [MARK]}, "stream_map_config must be of type object"),
        ({"faker_config": MARK}, "faker_config must be of type object"),
        ({"faker_config": {"locale": 5}}, "faker_config.locale must be of type string or array"),
        ({"faker_config": {"locale": [5]}}, "faker_config.locale.0 must be of type string"),
        (
            {"faker_config": {"seed": {MARK: MARK}}},
            "faker_config.seed must be of type integer or number or string or boolean",
        ),
        ({"flattening_enabled": "true"}, "flattening_enabled must be of type boolean"),
        ({"flattening_enabled": True}, "flattening_enabled requires flattening_max_depth"),
        ({"flattening_max_depth": MARK}, "flattening_max_depth must be of type integer"),
        ({"flattening_max_depth": -1}, "flattening_max_depth must be at least 0"),
        ({"flattening_max_key_length": 60}, "flattening_max_key_length must be at least 61"),
        ({"flattening_separator": 5}, "flattening_separator must be of type string"),
        (
            {"batch_config": BATCHES, "stream_maps": {"customers": {"name": None}}},
            "batch_config and stream_maps cannot be set together: batch files hold rows as they were before the maps",
        ),
    ],
)
def test_a_setting_of_the_sdk_is_checked_like_the_others(given: dict[str, Any], message: str) -> None:
    assert complaint(**given) == message


@pytest.mark.parametrize("value", [True, "true", "True", "1", 1, "yes", "truth", {"on": True}], ids=repr)
def test_messages_that_let_loaders_delete_rows_are_refused(value: object) -> None:
    assert complaint(emit_activate_version_messages=value).startswith(
        "emit_activate_version_messages cannot be turned on"
    )


@pytest.mark.parametrize(
    "given",
    [
        {"emit_activate_version_messages": False},
        {"emit_activate_version_messages": "false"},
        {"batch_config": {}},
        {"batch_config": {**BATCHES, "batch_size": None}},
        {"batch_config": {**BATCHES, "batch_size": 1}},
        {"stream_maps": {}},
        {"stream_maps": {"__else__": None, "c*": {"name": None, "__alias__": "x"}, "big": {"__source__": "customers"}}},
        {"flattening_enabled": True, "flattening_max_depth": 0},
        {"flattening_enabled": True, "flattening_max_depth": 1, "flattening_max_key_length": 63},
        {"faker_config": {"seed": 5, "locale": ["en_GB"]}},
    ],
)
def test_a_setting_of_the_sdk_that_works_is_accepted(given: dict[str, Any]) -> None:
    settings(**given)


def test_no_column_has_a_longer_name_than_flattening_must_keep() -> None:
    longest = max(len(name) for table in TABLES.values() for name in columns_of(table))
    keyed: dict[str, Any] = {"flattening_enabled": True, "flattening_max_depth": 1}
    settings(**keyed, flattening_max_key_length=longest)
    assert "flattening_max_key_length" in complaint(**keyed, flattening_max_key_length=longest - 1)
