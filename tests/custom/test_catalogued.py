"""Streams that were added to the catalogue by hand are read as custom tables, or warned about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200.custom.catalogued import Catalogued, catalogued
from tap_sage200.streams import stream_types

if TYPE_CHECKING:
    from tap_sage200.singer.resource_stream import ResourceStream

Entry = dict[str, Any]
KNOWN = [one.declared_name() for one in stream_types()]
COLUMNS: Entry = {
    "id": {"type": ["integer"]},
    "name": {"type": ["null", "string"], "maxLength": 5, "description": "Its name."},
    "price": {"type": "number"},
    "changed": {"type": ["string", "null"], "format": "date-time"},
    "is_new": {"type": ["boolean", "null"]},
}


def entry(**changes: object) -> Entry:
    added = {
        "tap_stream_id": "parts",
        "stream": "parts",
        "key_properties": ["id"],
        "replication_key": "changed",
        "schema": {"properties": COLUMNS},
        "metadata": [{"breadcrumb": [], "metadata": {"selected": True}}],
        **changes,
    }
    return {name: value for name, value in added.items() if value != "-"}


def found(*entries: object) -> Catalogued:
    return catalogued(entries, KNOWN)


def the_one(*entries: object) -> type[ResourceStream]:
    result = found(*entries)
    assert result.remarks == []
    [stream_type] = result.types
    return stream_type


def test_an_entry_becomes_a_table_with_the_types_that_it_gives() -> None:
    table = the_one(entry())
    properties = table.declared_schema()["properties"]
    assert (table.declared_name(), table.path) == ("parts", "/parts")
    assert table.declared_primary_keys() == ("site_id", "company_id", "id")
    assert table.declared_replication_key() == "changed"
    assert [*properties] == ["site_id", "company_id", *COLUMNS]
    assert properties["id"] == {"type": ["integer"]}
    assert properties["name"] == {"type": ["string", "null"], "description": "Its name."}
    assert properties["price"] == {"type": ["number", "null"]}
    assert properties["changed"] == {"type": ["string", "null"], "format": "date-time"}


@pytest.mark.parametrize(
    "changes",
    [
        {"stream": "-"},
        {"tap_stream_id": "-"},
        {"key_properties": ["company_id", "id", "site_id"]},
        {
            "key_properties": "-",
            "metadata": [{"breadcrumb": [], "metadata": {"table-key-properties": ["id"], "selected": True}}],
        },
        {"metadata": "-"},
        {
            "replication_key": "-",
            "metadata": [{"breadcrumb": [], "metadata": {"replication-key": "changed", "selected": True}}],
        },
        {"schema": {"properties": {**COLUMNS, "site_id": {"type": "string"}, "company_id": {"type": "integer"}}}},
    ],
)
def test_an_entry_can_be_written_in_other_ways(changes: Entry) -> None:
    table = the_one(entry(**changes))
    assert table.declared_primary_keys() == ("site_id", "company_id", "id")
    assert table.declared_replication_key() == "changed"


@pytest.mark.parametrize("key", ["-", None, "name", "nothing", 5, ["changed"]])
def test_a_replication_key_that_is_no_date_time_is_not_used(key: object) -> None:
    assert the_one(entry(replication_key=key)).declared_replication_key() is None


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (entry(key_properties="-"), "it has no key besides site_id and company_id, or no columns"),
        (entry(key_properties=[]), "it has no key"),
        (entry(key_properties=["company_id"]), "it has no key"),
        (entry(key_properties="id"), "it has no key"),
        (entry(key_properties=["ids"]), "streams.parts.key: there is no column ids. The nearest is id"),
        (entry(key_properties=["price"]), "price cannot be a part of the key"),
        (entry(schema="-"), "it has no key besides site_id and company_id, or no columns"),
        (entry(schema={"properties": {}}), "or no columns"),
        (entry(schema={"properties": {"id": {"type": "object"}}}), "streams.parts.schema.id must have one type"),
        (entry(schema={"properties": {"id": {"type": ["integer", "string"]}}}), "must have one type"),
        (entry(schema={"properties": {"id": {"type": 5}}}), "must have one type"),
        (entry(schema={"properties": {"id": {"type": [["integer"]]}}}), "must have one type"),
        (entry(schema={"properties": {"id": {"anyOf": [{"type": "integer"}]}}}), "must have one type"),
        (entry(schema={"properties": {"id": None}}), "must have one type"),
        (entry(schema={"properties": {"id": True}}), "must have one type"),
        (entry(schema={"properties": {"id": {"type": ["null"]}}}), "must have one type"),
        (entry(schema={"properties": {"id": {"type": "integer"}, "@x": {"type": "string"}}}), "'@x' must have"),
        (
            entry(schema={"properties": {"id": {"type": "integer"}, "ID": {"type": "string"}}}),
            "differ only in capitals",
        ),
        (entry(schema=[]), "Expected `object"),
        (entry(tap_stream_id="public-parts", stream="-"), "selects public-parts, which is no table"),
        (entry(tap_stream_id="a\nb", stream="-"), "selects a\\nb, which"),
        (entry(tap_stream_id="-", stream="-"), "selects entry 1 of the catalogue"),
        (None, "selects entry 1 of the catalogue"),
        ("parts", "selects parts"),
        ({}, "selects entry 1 of the catalogue"),
    ],
)
def test_an_entry_that_cannot_be_read_is_warned_about(sent: object, says: str) -> None:
    result = found(sent)
    assert result.types == []
    [remark] = result.remarks
    assert says in remark
    assert "\n" not in remark


@pytest.mark.parametrize(
    "sent",
    [
        entry(metadata=[{"breadcrumb": [], "metadata": {"selected": False}}]),
        {"tap_stream_id": "customers"},
        {"tap_stream_id": "erp-customers", "stream": "customers"},
        {"tap_stream_id": "customers", "schema": []},
        "customers",
    ],
)
def test_other_entries_are_left_alone(sent: object) -> None:
    result = found(sent)
    assert (result.types, result.remarks) == ([], [])


def test_a_second_entry_for_the_same_table_makes_no_second_table() -> None:
    assert len(found(entry(), entry(key_properties=["name"])).types) == 1
