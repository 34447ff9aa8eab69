"""Every table is what Sage documents, is offered once, and keeps its place in the catalogue."""

from __future__ import annotations

import importlib
import json
import pkgutil
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from syrupy.extensions.json import JSONSnapshotExtension

from tap_sage200 import streams
from tap_sage200.client import COMPANY_KEY, Sage200Stream
from tap_sage200.streams import LEFT_OUT, STREAM_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syrupy.assertion import SnapshotAssertion

FACTS = Path(streams.__file__).parents[1] / "sandbox" / "facts"
JSON_TYPES = {
    "integer": ("integer", None),
    "decimal": ("number", None),
    "string": ("string", None),
    "boolean": ("boolean", None),
    "date-time": ("string", "date-time"),
}
COMPANY_FIELDS = {"site_id": {"type": "string"}, "company_id": {"type": "integer"}}
ANNOTATIONS = {"type", "format", "description", "x-scale", "x-references"}

name_of = attrgetter("name")
BY_NAME = {name_of(stream): stream for stream in STREAM_TYPES}
for_every_stream = pytest.mark.parametrize("stream", STREAM_TYPES, ids=name_of)


def facts_of(stream: type[Sage200Stream]) -> dict[str, Any]:
    """Read what is known of a table at Sage."""
    facts: dict[str, Any] = json.loads((FACTS / f"{name_of(stream)}.json").read_text())
    return facts


def schema_of(stream: type[Sage200Stream]) -> dict[str, Any]:
    """Give a table's schema, which is an attribute of its class."""
    schema: dict[str, Any] = vars(stream)["schema"]
    return schema


def primary_key_of(stream: type[Sage200Stream]) -> tuple[str, ...]:
    """Give a table's whole key: the company's and the table's own."""
    return (*COMPANY_KEY, *stream.key)


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


def defined_streams() -> Iterator[type[Sage200Stream]]:
    """Find the classes of all tables in all modules of the package."""
    for module in pkgutil.iter_modules(streams.__path__, f"{streams.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, Sage200Stream) and value.__module__ == module.name:
                yield value


def test_there_is_a_stream_for_every_table_known() -> None:
    """The facts and the classes name the same tables, but those that Sage gives for one parent row at a time."""
    known = [json.loads(facts.read_text()) for facts in FACTS.glob("*.json")]
    assert {facts["name"] for facts in known if facts.get("kind") != "by-parent"} == BY_NAME.keys()


def test_what_is_left_out_is_known_to_be_no_stream() -> None:
    """A resource has a class or a reason for having none."""
    assert LEFT_OUT.keys().isdisjoint(BY_NAME)


def test_every_class_of_a_table_is_offered_once_in_the_order_of_names() -> None:
    """A table is in the registry by being defined, and where a reader looks for it."""
    assert tuple(sorted(defined_streams(), key=name_of)) == STREAM_TYPES
    assert len(BY_NAME) == len(STREAM_TYPES)


@for_every_stream
def test_a_table_is_read_where_sage_has_it(stream: type[Sage200Stream]) -> None:
    """The path is Sage's own."""
    facts = facts_of(stream)
    assert name_of(stream) == facts["name"]
    assert (stream.path or f"/{name_of(stream)}") == facts["path"]


@for_every_stream
def test_a_table_has_every_field_that_sage_sends_and_no_other(stream: type[Sage200Stream]) -> None:
    """Names, types, decimal places and references are Sage's."""
    fields = COMPANY_FIELDS | facts_of(stream)["fields"]
    columns = schema_of(stream)["properties"]
    assert {name: as_known(column) for name, column in columns.items()} == {
        name: as_documented(field) for name, field in fields.items()
    }


@for_every_stream
def test_a_row_has_the_key_that_sage_gives_it_within_its_company(stream: type[Sage200Stream]) -> None:
    """Site and company are part of every key, and are the whole of one."""
    assert primary_key_of(stream) == tuple(dict.fromkeys((*COMPANY_KEY, *facts_of(stream)["key"])))


@for_every_stream
def test_all_columns_but_the_key_may_be_null(stream: type[Sage200Stream]) -> None:
    """Sage leaves out what is null, anywhere but in a key."""
    columns = schema_of(stream)["properties"]
    filled = {name for name, column in columns.items() if "null" not in column["type"]}
    assert filled == set(schema_of(stream)["required"]) == set(primary_key_of(stream))


@for_every_stream
def test_the_stamps_are_those_that_sage_moves(stream: type[Sage200Stream]) -> None:
    """A stamp left out would lose changes."""
    facts = facts_of(stream)
    assert sorted(stream.stamps) == sorted(facts["stamps"])
    assert stream.created == facts["created"]


@for_every_stream
def test_the_stamp_of_the_row_itself_comes_first(stream: type[Sage200Stream]) -> None:
    """A view's rows are its lines: their stamp is named after the key, and orders the rows."""
    own = {f"{part.removesuffix('id')}date_time_updated" for part in stream.key}
    assert own.isdisjoint(stream.stamps) or stream.stamps[0] in own


@for_every_stream
def test_a_reference_is_the_key_of_the_table_it_names(stream: type[Sage200Stream]) -> None:
    """With the company's columns one column tells one row of another stream."""
    for column in schema_of(stream)["properties"].values():
        if target := column.get("x-references"):
            assert BY_NAME[target].key == ("id",)


@for_every_stream
def test_a_table_says_what_it_holds(stream: type[Sage200Stream]) -> None:
    """A docstring for the table, whole sentences where a column needs words."""
    assert vars(stream).get("__doc__")
    for name, column in schema_of(stream)["properties"].items():
        assert column.get("description", ".").endswith("."), name


@for_every_stream
def test_no_column_refuses_what_sage_sends(stream: type[Sage200Stream]) -> None:
    """Types alone are declared: no length, no list of values, no bounds."""
    for name, column in schema_of(stream)["properties"].items():
        assert column.keys() <= ANNOTATIONS, name


@for_every_stream
def test_the_catalogue_keeps_what_it_promised(stream: type[Sage200Stream], snapshot: SnapshotAssertion) -> None:
    """What a warehouse was built on changes on purpose only: `pytest --snapshot-update` records it."""
    assert snapshot(extension_class=JSONSnapshotExtension) == {
        "key_properties": primary_key_of(stream),
        "replication_key": next(iter(stream.stamps), None),
        "selected_by_default": stream.selected_by_default,
        "schema": schema_of(stream),
    }
