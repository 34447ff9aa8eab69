"""What the tap takes from a catalogue, wherever it comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tap_sage200.singer.catalog import ReadCatalog, read
from tap_sage200.streams import stream_types
from tests.support.runs import catalog_of

CATALOGS = Path(__file__).parent / "catalogs"
KEYS = ("site_id", "company_id", "id")
Entry = dict[str, Any]


def entry(table: str = "currencies", **changes: object) -> Entry:
    """The tap's own entry of a table, which is selected, with changes."""
    [own] = [one for one in catalog_of(table)["streams"] if one["tap_stream_id"] == table]
    return {name: value for name, value in {**own, **changes}.items() if value != "-"}


def by_hand(columns: object = None, metadata: object = "-", **more: object) -> Entry:
    """An entry as a person writes it."""
    entry = {"tap_stream_id": "currencies", "schema": {"properties": columns}, "metadata": metadata, **more}
    return {name: value for name, value in entry.items() if value != "-"}


def read_these(*entries: object) -> ReadCatalog:
    return read(entries, stream_types())


def selected_columns(*entries: object, table: str = "currencies") -> set[str]:
    """The columns of a table that these entries select."""
    result = read_these(*entries)
    assert result.failures == {}
    mask = result.catalog[table].metadata.resolve_selection()
    assert mask[()]
    return {crumbs[1] for crumbs, is_selected in mask.items() if crumbs and is_selected}


def own_columns(table: str = "currencies") -> set[str]:
    return set(entry(table)["schema"]["properties"])


def test_the_own_catalogue_is_used_as_it_is() -> None:
    own = entry()
    result = read_these(own)
    used = json.loads(json.dumps(result.catalog["currencies"].to_dict()))
    assert used | {"metadata": 0} == own | {"metadata": 0}
    assert selected_columns(own) == own_columns()
    assert (result.failures, result.remarks) == ({}, [])


def test_a_catalogue_of_an_older_version_gives_the_columns_that_it_has() -> None:
    older = json.loads((CATALOGS / "version-0.1.0.json").read_text(encoding="utf-8"))["streams"]
    result = read_these(*older)
    assert result.failures == {}
    assert {name for name, one in result.catalog.items() if one.metadata.root.selected} == {
        one["tap_stream_id"] for one in older
    }
    [product_groups] = [one for one in older if one["tap_stream_id"] == "product_groups"]
    assert selected_columns(*older, table="product_groups") == set(product_groups["schema"]["properties"])
    [remark] = result.remarks
    assert "product_groups (stock_nominal_code_id, " in remark
    assert "analysis_code_mappings (analysis_code_id)" in remark
    assert "--refresh-catalog" in remark
    [note] = result.notes
    assert f"5 of the {len(stream_types())} tables" in note


def test_a_catalogue_from_meltanos_cache_keeps_the_rules_that_meltano_applied() -> None:
    cached = json.loads((CATALOGS / "meltano-cache.json").read_text(encoding="utf-8"))["streams"]
    result = read_these(*cached)
    assert result.failures == {}
    assert not result.catalog["bank_contacts"].metadata.root.selected
    assert result.catalog["currencies"].replication_method == "FULL_TABLE"
    assert selected_columns(*cached) == own_columns() - {"symbol"}
    assert selected_columns(*cached, table="customer_cards") == {*KEYS, "customer_id"}
    assert result.catalog["customer_cards"].schema.properties["customer_id"].type == ["string", "null"]  # type: ignore[index]


@pytest.mark.parametrize(
    "changed",
    [
        {"key_properties": "-"},
        {"key_properties": []},
        {"key_properties": None},
        {"key_properties": ["nothing"]},
        {"key_properties": "id"},
        {"replication_key": "-", "replication_method": "-"},
        {"replication_method": "LOG_BASED"},
        {"replication_method": 5},
        {"replication_key": "nothing"},
        {"replication_key": "date_time_created"},
        {"stream": "clients"},
        {"tap_stream_id": "erp-currencies", "stream": "currencies"},
        {"tap_stream_id": "-"},
        {"stream": "-"},
        {"metadata": "-", "key_properties": "-", "replication_method": "-"},
        {"metadata": [{"breadcrumb": [], "metadata": {"selected": True, "table-key-properties": ["symbol"]}}]},
        {"metadata": [{"breadcrumb": [], "metadata": {"selected": True, "replication-key": "id"}}]},
        {"metadata": [{"breadcrumb": [], "metadata": {"selected": True, "forced-replication-method": "LOG_BASED"}}]},
    ],
)
def test_keys_and_method_are_the_taps_own(changed: Entry) -> None:
    result = read_these(entry(**changed))
    assert result.failures == {}
    used = result.catalog["currencies"]
    assert tuple(used.key_properties or ()) == KEYS
    assert (used.replication_key, used.replication_method) == ("date_time_updated", "INCREMENTAL")
    assert used.stream == used.tap_stream_id == "currencies"


@pytest.mark.parametrize(
    "changed",
    [
        {"replication_method": "FULL_TABLE"},
        {"replication_method": "full_table", "replication_key": None},
        {
            "replication_method": "-",
            "metadata": [{"breadcrumb": [], "metadata": {"selected": True, "forced-replication-method": "FULL_TABLE"}}],
        },
        {"metadata": [{"breadcrumb": [], "metadata": {"selected": True, "replication-method": "FULL_TABLE"}}]},
    ],
)
def test_a_table_can_be_read_in_full(changed: Entry) -> None:
    assert read_these(entry(**changed)).catalog["currencies"].replication_method == "FULL_TABLE"


@pytest.mark.parametrize(
    ("changed", "parts"),
    [
        ({"key_properties": ["symbol"]}, "key_properties"),
        ({"replication_key": "id"}, "replication_key"),
        ({"replication_method": "LOG_BASED"}, "replication_method"),
        ({"stream": "clients"}, "stream"),
        ({"key_properties": [*reversed(KEYS)]}, None),
    ],
)
def test_what_is_not_used_of_an_entry_is_said(changed: Entry, parts: str | None) -> None:
    remarks = read_these(entry(**changed)).remarks
    assert [remark.endswith(f"uses its own: currencies ({parts})") for remark in remarks] == [True] * bool(parts)


@pytest.mark.parametrize("schema", [None, {}, {"type": "object"}, {"properties": None}, {"properties": {}}, "-"])
def test_an_entry_without_columns_stands_for_all(schema: object) -> None:
    assert selected_columns(entry(schema=schema)) == own_columns()
    assert selected_columns(entry(schema=schema, metadata="-")) == own_columns()


def test_a_column_that_is_missing_is_not_selected_but_keys_are() -> None:
    assert selected_columns(by_hand({"name": {"type": "string"}})) == {*KEYS, "date_time_updated", "name"}


def test_keys_are_selected_whatever_an_entry_says() -> None:
    nothing = [
        {"breadcrumb": ["properties", name], "metadata": {"inclusion": "unsupported", "selected": False}}
        for name in own_columns()
    ]
    root = {"breadcrumb": [], "metadata": {"selected": True}}
    assert selected_columns(entry(metadata=[*nothing, root])) == {*KEYS, "date_time_updated"}
    assert selected_columns(entry(metadata=nothing)) == {*KEYS, "date_time_updated"}


@pytest.mark.parametrize(
    ("changed", "is_selected"),
    [
        ({"metadata": "-"}, True),
        ({"metadata": None}, True),
        ({"metadata": []}, True),
        ({"metadata": [{"breadcrumb": ["properties", "name"], "metadata": {"selected": False}}]}, True),
        ({"metadata": [{"breadcrumb": [], "metadata": {"inclusion": "available"}}]}, False),
        ({"metadata": [{"breadcrumb": [], "metadata": {"selected-by-default": True}}]}, True),
        ({"metadata": [{"breadcrumb": [], "metadata": {"inclusion": "unsupported", "selected": True}}]}, False),
        ({"metadata": [{"breadcrumb": [], "metadata": {"inclusion": "automatic", "selected": False}}]}, True),
        ({"metadata": "-", "schema": {"selected": False}}, False),
        ({"metadata": [{"breadcrumb": [], "metadata": {}}], "schema": {"selected": True}}, True),
        ({"metadata": "-", "selected": False}, False),
        ({"metadata": [{"breadcrumb": [], "metadata": {"selected": one}} for one in (True, False)]}, False),
        ({"metadata": [{"breadcrumb": [], "metadata": {"selected": one}} for one in (False, True)]}, True),
    ],
)
def test_a_table_is_selected_in_each_way_that_taps_write_it(changed: Entry, *, is_selected: bool) -> None:
    result = read_these(entry(**changed))
    assert result.catalog["currencies"].metadata.resolve_selection()[()] is is_selected


def test_columns_are_selected_in_each_way_that_taps_write_it() -> None:
    columns = {
        "name": {"type": ["string", "null"], "selected": True},
        "symbol": {"type": ["string", "null"], "selected": False},
        "is_euro_currency": {"type": ["boolean", "null"], "inclusion": "unsupported"},
        "exchange_rate_type": {"type": ["string", "null"]},
    }
    metadata = [
        {"breadcrumb": ["properties", "exchange_rate_type"], "metadata": {"selected": False}},
        {"breadcrumb": ["properties", "name", "properties", "first"], "metadata": {"selected": False}},
    ]
    assert selected_columns(by_hand(columns, metadata)) == {*KEYS, "date_time_updated", "name"}


def test_a_slow_column_is_selected_by_its_name_alone() -> None:
    slow = "is_head_office_with_branches"
    assert slow not in selected_columns(entry("customers", metadata="-"), table="customers")
    named = [{"breadcrumb": ["properties", slow], "metadata": {"selected": True}}]
    assert slow in selected_columns(entry("customers", metadata=named), table="customers")


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ({"type": ["number", "null"]}, ["number", "null"]),
        ({"type": "number"}, ["number", "null"]),
        ({"type": ["string", "null"], "maxLength": 3, "enum": ["1"]}, ["string", "null"]),
        ({"type": ["integer", "null"]}, None),
        ({"type": "boolean"}, None),
        ({"type": ["null"]}, None),
        ({"type": "decimal"}, None),
        ({"type": 5}, None),
        ({"type": [["string"]]}, None),
        ({"type": []}, None),
        ({"anyOf": [{"type": "number"}, {"type": "null"}]}, None),
        ({"$ref": "#/definitions/money"}, None),
        ({}, None),
        (True, None),
        (None, None),
        ([], None),
    ],
)
def test_a_type_is_used_if_it_holds_every_value(given: object, used: list[str] | None) -> None:
    """The tap's own type is a number or null."""
    result = read_these(by_hand({"core_currency_rate": given, "name": {"type": ["string", "null"], "format": 5}}))
    columns = result.catalog["currencies"].to_dict()["schema"]["properties"]
    assert columns["core_currency_rate"]["type"] == (used or ["number", "null"])
    assert columns["core_currency_rate"].keys() <= {"type", "description"}
    assert columns["name"]["type"] == ["string", "null"]
    said = [remark for remark in result.remarks if "type of core_currency_rate" in remark]
    assert len(said) == (used is None)


def test_an_integer_may_be_called_a_number_and_a_date_a_text() -> None:
    columns = {"currency_iso_code_id": {"type": "number"}, "date_time_created": {"type": ["null", "string"]}}
    used = read_these(by_hand(columns)).catalog["currencies"].to_dict()["schema"]["properties"]
    assert used["currency_iso_code_id"]["type"] == ["number", "null"]
    assert used["date_time_created"]["type"] == ["null", "string"]
    assert "format" not in used["date_time_created"]


def test_columns_that_the_table_does_not_have_are_named_but_not_all() -> None:
    result = read_these(by_hand({"name": {}} | {f"old {number}": {} for number in range(20)}))
    assert result.failures == {}
    [of_entry] = [remark for remark in result.remarks if "unknown column old 0" in remark]
    assert of_entry.endswith("and 16 more)")


@pytest.mark.parametrize(
    ("broken", "name", "reason"),
    [
        ("banks", "banks", "Expected `object`"),
        ({"stream": "banks", "schema": []}, "banks", "$.schema"),
        ({"stream": "banks", "schema": "banks.json"}, "banks", "$.schema"),
        ({"stream": "banks", "schema": {"properties": ["id"]}}, "banks", "$.schema.properties"),
        ({"stream": "banks", "metadata": {}}, "banks", "$.metadata"),
        ({"stream": "banks", "metadata": ["selected"]}, "banks", "$.metadata[0]"),
        ({"stream": "banks", "metadata": [{"metadata": {"selected": True}}]}, "banks", "breadcrumb"),
        ({"stream": "banks", "metadata": [{"breadcrumb": "id", "metadata": {}}]}, "banks", "breadcrumb"),
        ({"stream": "banks", "metadata": [{"breadcrumb": [], "metadata": {"selected": "yes"}}]}, "banks", "selected"),
        ({"stream": "banks", "schema": {"properties": {"_id": {}, "mongo": {}}}}, "banks", "no column of this table"),
    ],
)
def test_an_entry_that_cannot_be_used_costs_its_table_alone(broken: object, name: str, reason: str) -> None:
    result = read_these(entry(), broken)
    assert list(result.failures) == [name]
    assert reason in str(result.failures[name])
    assert "currencies" in result.catalog


def test_an_unknown_table_that_is_not_selected_does_not_matter() -> None:
    unselected = [{"breadcrumb": [], "metadata": {"selected": False}}]
    assert read_these(entry(), {"tap_stream_id": "invoices", "metadata": unselected}).failures == {}


def test_entries_for_one_table_must_agree() -> None:
    deselected = entry(metadata=[{"breadcrumb": [], "metadata": {"selected": False}}])
    assert selected_columns(entry(), entry()) == own_columns()
    assert selected_columns(deselected, entry(), deselected) == own_columns()
    differs = read_these(entry(), by_hand({"name": {"type": "string"}}))
    assert "they differ" in str(differs.failures["currencies"])
    assert "currencies" not in differs.catalog
