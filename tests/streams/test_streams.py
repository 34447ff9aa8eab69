"""Every table is what Sage documents, is offered once, and keeps its place in the catalogue."""

from __future__ import annotations

import importlib
import json
import pkgutil
from operator import attrgetter
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

import pytest
from syrupy.extensions.json import JSONSnapshotExtension

from tap_sage200 import streams
from tap_sage200.records.lenient import LenientDecoder
from tap_sage200.singer.base_stream import COMPANY_KEY, BaseStream
from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams import LEFT_OUT, STREAM_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syrupy.assertion import SnapshotAssertion

FACTS = Path(__file__).parents[2] / "packages" / "sage200-sandbox" / "sage200_sandbox" / "facts"
JSON_TYPES = {
    "integer": ("integer", None),
    "decimal": ("number", None),
    "string": ("string", None),
    "boolean": ("boolean", None),
    "date-time": ("string", "date-time"),
}
COMPANY_FIELDS = {"site_id": {"type": "string"}, "company_id": {"type": "integer"}}
ANNOTATIONS = {"type", "format", "description", "x-scale", "x-references", "x-link", "x-expand", "x-slow"}

NOT_DESCRIBED = {("customers", "communications"), ("nominal_codes", "sofa_category")}

name_of = attrgetter("name")
BY_NAME = {name_of(stream): stream for stream in STREAM_TYPES}
RESOURCES = [stream for stream in STREAM_TYPES if issubclass(stream, ResourceStream)]
NESTED = [stream for stream in STREAM_TYPES if issubclass(stream, NestedStream)]
for_every_stream = pytest.mark.parametrize("stream", STREAM_TYPES, ids=name_of)
for_every_resource = pytest.mark.parametrize("stream", RESOURCES, ids=name_of)
for_every_nested_table = pytest.mark.parametrize("stream", NESTED, ids=name_of)


def facts_of(stream: type[BaseStream]) -> dict[str, Any]:
    """Read what is known of a table at Sage."""
    facts: dict[str, Any] = json.loads((FACTS / f"{name_of(stream)}.json").read_text())
    return facts


def schema_of(stream: type[BaseStream]) -> dict[str, Any]:
    """Give a table's schema, which is an attribute of its class."""
    schema: dict[str, Any] = vars(stream)["schema"]
    return schema


def primary_key_of(stream: type[BaseStream]) -> tuple[str, ...]:
    """Give a table's whole key: the company's and the table's own."""
    return (*COMPANY_KEY, *stream.key)


def links_of(facts: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Describe the columns that tell whose row a nested one is, as `as_documented` does."""
    whole: dict[str, Any] = {"type": "integer", "format": None, "scale": None, "references": None}
    links = {}
    for own, theirs in facts.get("links", {}).items():
        parent = facts.get("within", facts["parent"])
        if theirs.endswith("date_time_updated"):
            links[own] = whole | {"type": "string", "format": "date-time"}
        else:
            is_key = theirs == "id" and BY_NAME[parent].key == ("id",)
            links[own] = whole | {"references": parent if is_key else None}
    return links | ({"position": whole} if facts.get("numbered") else {})


def as_known(column: dict[str, Any]) -> dict[str, Any]:
    """Say of a column what `as_documented` says of a field."""
    (kind,) = (kind for kind in column["type"] if kind != "null")
    return {
        "type": kind,
        "format": column.get("format"),
        "scale": column.get("x-scale"),
        "references": column.get("x-references"),
    }


def as_documented(field: dict[str, Any]) -> dict[str, Any]:
    """Say of one of Sage's fields what a column declares."""
    kind, form = JSON_TYPES[field["type"]]
    return {
        "type": kind,
        "format": form,
        "scale": field.get("scale"),
        "references": field.get("references"),
    }


def defined_streams() -> Iterator[type[BaseStream]]:
    """Find the classes of all tables in all modules of the package."""
    for module in pkgutil.iter_modules(streams.__path__, f"{streams.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, BaseStream) and value.__module__ == module.name:
                yield value


def test_there_is_a_stream_for_every_table_known() -> None:
    """The facts and the classes name the same tables."""
    assert {facts.stem for facts in FACTS.glob("*.json")} == BY_NAME.keys()


def test_everything_that_can_be_expanded_reaches_the_warehouse() -> None:
    """What an expansion brings is a table of ours, or its fields are in no source found."""
    known = [json.loads(facts.read_text()) for facts in FACTS.glob("*.json")]
    brought = {(f["name"], name): one["rows"] for f in known for name, one in f.get("expands", {}).items()}
    assert {rows for rows in brought.values() if rows} <= BY_NAME.keys()
    assert {place for place, rows in brought.items() if rows is None} == NOT_DESCRIBED


def test_what_is_left_out_is_known_to_be_no_stream() -> None:
    """A resource has a class or a reason for having none."""
    assert LEFT_OUT.keys().isdisjoint(BY_NAME)


def test_every_class_of_a_table_is_offered_once_in_the_order_of_names() -> None:
    """A table is in the registry by being defined, and where a reader looks for it."""
    assert tuple(sorted(defined_streams(), key=name_of)) == STREAM_TYPES
    assert len(BY_NAME) == len(STREAM_TYPES)


@for_every_resource
def test_a_table_is_read_where_sage_has_it(stream: type[ResourceStream]) -> None:
    """The path is Sage's own."""
    facts = facts_of(stream)
    assert name_of(stream) == facts["name"]
    assert (stream.path or f"/{name_of(stream)}") == facts["path"]


@for_every_nested_table
def test_a_nested_table_hangs_where_sage_has_it(stream: type[NestedStream]) -> None:
    """Parent, property, path, and the columns that link it are what the facts say."""
    facts = facts_of(stream)
    assert stream.parent_stream_type is BY_NAME[facts["parent"]]
    assert stream.expand == facts["expand"]
    assert stream.path == (facts["path"] if facts["kind"] == "by-parent" else None)
    assert stream.declared_links() == facts["links"]


@for_every_nested_table
def test_a_nested_table_is_incremental_where_its_parent_is(stream: type[NestedStream]) -> None:
    """What Sage gives for one parent at a time is read whole: nobody knows whether the parent's stamp moves with it."""
    parent = stream.parent_stream_type
    assert parent is not None
    assert issubclass(parent, BaseStream)
    by_parent = facts_of(stream)["kind"] == "by-parent"
    assert (stream.declared_replication_key() is None) == (by_parent or parent.declared_replication_key() is None)


@for_every_nested_table
def test_what_is_asked_for_by_a_resource_needs_no_more_of_it_than_its_key(stream: type[NestedStream]) -> None:
    """Where only tables by parent are selected, nothing else of the parent's rows is fetched."""
    parent = BY_NAME[facts_of(stream)["parent"]]
    if stream.path is not None and issubclass(parent, ResourceStream):
        placeholders = {name for _, name, _, _ in Formatter().parse(stream.path) if name}
        assert {*placeholders, *stream.declared_links().values()} == set(parent.key)


@for_every_nested_table
def test_what_costs_a_call_a_parent_is_not_selected_by_default(stream: type[NestedStream]) -> None:
    """Nor what Sage calls slow, and no table below one that is not."""
    facts = facts_of(stream)
    parent = BY_NAME[facts["parent"]]
    slow = facts["expand"] in json.loads((FACTS / f"{facts['parent']}.json").read_text()).get("slow", [])
    if facts["kind"] == "by-parent" or slow or not parent.selected_by_default:
        assert not stream.selected_by_default


@for_every_stream
def test_a_column_comes_with_the_expansion_that_brings_it(stream: type[BaseStream]) -> None:
    """One that Sage calls slow is marked as such."""
    facts = facts_of(stream)
    needed = {name: field["expand"] for name, field in facts["fields"].items() if field.get("expand")}
    columns = schema_of(stream)["properties"]
    assert {name: column["x-expand"] for name, column in columns.items() if "x-expand" in column} == needed
    slow = {name for name, expand in needed.items() if expand in facts.get("slow", [])}
    assert {name for name, column in columns.items() if column.get("x-slow")} == slow


@for_every_stream
def test_nothing_harmful_is_ever_expanded(stream: type[BaseStream]) -> None:
    """`is_to_lock` takes a lock (documented)."""
    harmful = {expand for facts in FACTS.glob("*.json") for expand in json.loads(facts.read_text()).get("harmful", [])}
    assert harmful == {"is_to_lock"}
    expands = {column.get("x-expand") for column in schema_of(stream)["properties"].values()}
    assert harmful.isdisjoint(expands | {getattr(stream, "expand", None)})


@for_every_stream
def test_a_table_has_every_field_that_sage_sends_and_no_other(stream: type[BaseStream]) -> None:
    """Names, types, decimal places and references are Sage's."""
    facts = facts_of(stream)
    fields = {name: as_documented(field) for name, field in (COMPANY_FIELDS | facts["fields"]).items()}
    columns = schema_of(stream)["properties"]
    assert {name: as_known(column) for name, column in columns.items()} == fields | links_of(facts)


@for_every_stream
def test_a_row_has_the_key_that_sage_gives_it_within_its_company(stream: type[BaseStream]) -> None:
    """Site and company are part of every key, and are the whole of one."""
    assert primary_key_of(stream) == tuple(dict.fromkeys((*COMPANY_KEY, *facts_of(stream)["key"])))


@for_every_stream
def test_all_columns_but_the_key_may_be_null(stream: type[BaseStream]) -> None:
    """Sage leaves out what is null, anywhere but in a key."""
    columns = schema_of(stream)["properties"]
    filled = {name for name, column in columns.items() if "null" not in column["type"]}
    assert filled == set(schema_of(stream)["required"]) == set(primary_key_of(stream))


@for_every_resource
def test_the_stamps_are_those_that_sage_moves(stream: type[ResourceStream]) -> None:
    """A stamp left out would lose changes."""
    facts = facts_of(stream)
    assert sorted(stream.stamps) == sorted(facts["stamps"])
    assert stream.created == facts["created"]


@for_every_resource
def test_the_stamp_of_the_row_itself_comes_first(stream: type[ResourceStream]) -> None:
    """A view's rows are its lines: their stamp is named after the key, and orders the rows."""
    own = {f"{part.removesuffix('id')}date_time_updated" for part in stream.key}
    assert own.isdisjoint(stream.stamps) or stream.stamps[0] in own


@for_every_stream
def test_a_reference_is_the_key_of_the_table_it_names(stream: type[BaseStream]) -> None:
    """With the company's columns one column tells one row of another stream."""
    for column in schema_of(stream)["properties"].values():
        if target := column.get("x-references"):
            assert BY_NAME[target].key == ("id",)


@for_every_stream
def test_a_table_says_what_it_holds(stream: type[BaseStream]) -> None:
    """A docstring for the table, whole sentences where a column needs words."""
    assert vars(stream).get("__doc__")
    for name, column in schema_of(stream)["properties"].items():
        assert column.get("description", ".").endswith("."), name


@for_every_stream
def test_no_column_refuses_what_sage_sends(stream: type[BaseStream]) -> None:
    """Types alone are declared: no length, no list of values, no bounds."""
    for name, column in schema_of(stream)["properties"].items():
        assert column.keys() <= ANNOTATIONS, name


@pytest.mark.parametrize(
    ("name", "column", "sent", "loaded"),
    [
        ("bank_views", "electronic_bank_function_id", {"id": 3, "value": "BACS"}, 3),
        ("bank_views", "electronic_bank_function_id", 3, 3),
        ("analysis_code_mappings", "analysis_code_id", {"id": 9, "name": "Region"}, 9),
        ("analysis_code_mappings", "analysis_code_id", 9, 9),
        ("sales_transaction_enquiry_views", "discount_days", "30", "30"),
        ("sales_transaction_enquiry_views", "discount_days", 30, "30"),
        ("purchase_posted_transactions", "discount_days", 30, 30),
        ("purchase_posted_transactions", "discount_days", "30", 30),
    ],
    ids=repr,
)
def test_both_forms_load_where_sages_own_description_slips(
    name: str, column: str, sent: object, loaded: object
) -> None:
    """A key that is typed as an object, a number that is text in one table and whole in another."""
    stream = BY_NAME[name]
    columns = {own: one for own, one in schema_of(stream)["properties"].items() if own not in COMPANY_KEY}
    record = LenientDecoder(columns=columns, key=stream.key).record({"id": 1, column: sent})
    assert record[column] == loaded
    assert type(record[column]) is type(loaded)


@for_every_stream
def test_the_catalogue_keeps_what_it_promised(stream: type[BaseStream], snapshot: SnapshotAssertion) -> None:
    """What a warehouse was built on changes on purpose only: `pytest --snapshot-update` records it."""
    assert snapshot(extension_class=JSONSnapshotExtension) == {
        "key_properties": primary_key_of(stream),
        "replication_key": stream.declared_replication_key(),
        "selected_by_default": stream.selected_by_default,
        "schema": schema_of(stream),
    }
