"""Every table matches Sage's documentation: the class agrees with the facts."""

from __future__ import annotations

from string import Formatter
from typing import Any

import pytest

from tap_sage200.records.columns import Columns
from tap_sage200.records.lenient import LenientDecoder
from tap_sage200.singer.base_stream import COMPANY_KEY
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.fixed_list import FixedList
from tap_sage200.tap import TapSage200
from tests.streams.tables import FACTS, NESTED, RESOURCES, TABLES, columns_of, primary_key_of, schema_of

JSON_TYPES = {
    "integer": ("integer", None),
    "decimal": ("number", None),
    "string": ("string", None),
    "boolean": ("boolean", None),
    "date-time": ("string", "date-time"),
}
COMPANY_FIELDS = {"site_id": {"type": "string"}, "company_id": {"type": "integer"}}
OUR_ANNOTATIONS = {"x-scale", "x-references", "x-link", "x-expand", "x-slow", "x-since", "x-edition", "x-values"}
ANNOTATIONS = {"type", "format", "description"} | OUR_ANNOTATIONS

NOT_DESCRIBED = {("customers", "communications"), ("nominal_codes", "sofa_category")}


def links_of(facts: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Describe the columns that link a nested row to its parent, in the form of `as_documented`."""
    whole: dict[str, Any] = {"type": "integer", "format": None, "scale": None, "references": None}
    links = {}
    for own, theirs in facts.get("links", {}).items():
        parent = facts.get("within", facts["parent"])
        if theirs.endswith("date_time_updated"):
            links[own] = whole | {"type": "string", "format": "date-time"}
        else:
            is_key = theirs == "id" and TABLES[parent].key == ("id",)
            links[own] = whole | {"references": parent if is_key else None}
    return links | ({"position": whole} if facts.get("numbered") else {})


def as_known(column: dict[str, Any]) -> dict[str, Any]:
    """Describe a column, in the form of `as_documented`."""
    (kind,) = (kind for kind in column["type"] if kind != "null")
    return {
        "type": kind,
        "format": column.get("format"),
        "scale": column.get("x-scale"),
        "references": column.get("x-references"),
    }


def as_documented(field: dict[str, Any]) -> dict[str, Any]:
    """Describe one of Sage's fields like a column."""
    kind, form = JSON_TYPES[field["type"]]
    return {
        "type": kind,
        "format": form,
        "scale": field.get("scale"),
        "references": field.get("references"),
    }


def test_every_expansion_is_loaded() -> None:
    """An expansion is a table, unless no known source lists its fields."""
    brought = {
        (name, expand): one["rows"] for name, facts in FACTS.items() for expand, one in facts.get("expands", {}).items()
    }
    assert {rows for rows in brought.values() if rows} <= TABLES.keys()
    assert {place for place, rows in brought.items() if rows is None} == NOT_DESCRIBED


def test_a_table_has_the_path_of_its_resource(subtests: pytest.Subtests) -> None:
    """Name and path are Sage's own."""
    for name, stream in RESOURCES.items():
        with subtests.test(name):
            assert name == FACTS[name]["name"]
            assert (stream.path or f"/{name}") == FACTS[name]["path"]


def test_a_nested_table_is_linked_to_its_parent(subtests: pytest.Subtests) -> None:
    """Parent, property, path and link columns agree with the facts."""
    for name, stream in NESTED.items():
        with subtests.test(name):
            facts = FACTS[name]
            assert stream.parent_stream_type is TABLES[facts["parent"]]
            assert stream.expand == facts["expand"]
            assert stream.path == (facts["path"] if facts["kind"] == "by-parent" else None)
            assert stream.declared_links() == facts["links"]


def test_a_nested_table_is_incremental_if_its_parent_is(subtests: pytest.Subtests) -> None:
    """With one request per parent row, it is a full refresh: the parent's timestamp may not show its changes."""
    for name, stream in NESTED.items():
        with subtests.test(name):
            parent = TABLES[FACTS[name]["parent"]]
            by_parent = FACTS[name]["kind"] == "by-parent"
            whole = by_parent or parent.declared_replication_key() is None
            assert (stream.declared_replication_key() is None) == whole


def test_requests_per_parent_row_need_only_the_key_of_the_parent(subtests: pytest.Subtests) -> None:
    """If only such tables are selected, the tap fetches only the keys of the parent rows."""
    for name, stream in NESTED.items():
        parent = TABLES[FACTS[name]["parent"]]
        if stream.path is not None and issubclass(parent, ResourceStream):
            with subtests.test(name):
                placeholders = {placeholder for _, placeholder, _, _ in Formatter().parse(stream.path) if placeholder}
                assert {*placeholders, *stream.declared_links().values()} == set(parent.key)


def test_a_table_with_requests_per_parent_row_is_not_selected_by_default(subtests: pytest.Subtests) -> None:
    """The same holds for slow expansions, and for tables nested in a table that is not selected."""
    for name, stream in NESTED.items():
        facts = FACTS[name]
        slow = facts["expand"] in FACTS[facts["parent"]].get("slow", [])
        if facts["kind"] == "by-parent" or slow or not TABLES[facts["parent"]].selected_by_default:
            with subtests.test(name):
                assert not stream.selected_by_default


def test_a_column_names_the_expansion_that_it_needs(subtests: pytest.Subtests) -> None:
    """A slow expansion is marked as slow."""
    for name, stream in TABLES.items():
        with subtests.test(name):
            facts, columns = FACTS[name], columns_of(stream)
            needed = {field: one["expand"] for field, one in facts["fields"].items() if one.get("expand")}
            assert {field: column["x-expand"] for field, column in columns.items() if "x-expand" in column} == needed
            slow = {field for field, expand in needed.items() if expand in facts.get("slow", [])}
            assert {field for field, column in columns.items() if column.get("x-slow")} == slow


def test_no_harmful_expansion_is_used(subtests: pytest.Subtests) -> None:
    """`is_to_lock` takes a lock (documented)."""
    harmful = {expand for facts in FACTS.values() for expand in facts.get("harmful", [])}
    assert harmful == {"is_to_lock"}
    for name, stream in TABLES.items():
        with subtests.test(name):
            expands = {column.get("x-expand") for column in columns_of(stream).values()}
            assert harmful.isdisjoint(expands | {getattr(stream, "expand", None)})


def test_a_table_has_every_field_that_sage_sends_and_no_other(subtests: pytest.Subtests) -> None:
    """Names, types, decimal places and references are Sage's."""
    for name, stream in TABLES.items():
        with subtests.test(name):
            facts = FACTS[name]
            fields = {field: as_documented(one) for field, one in (COMPANY_FIELDS | facts["fields"]).items()}
            known = {field: as_known(column) for field, column in columns_of(stream).items()}
            assert known == fields | links_of(facts)


def test_a_column_of_named_values_lists_the_known_ones(subtests: pytest.Subtests) -> None:
    """They are from Sage's documentation, from responses of Sage or from working clients."""
    for name, stream in TABLES.items():
        with subtests.test(name):
            known = {field: set(one["values"]) for field, one in FACTS[name]["fields"].items() if "values" in one}
            listed = {field: set(one["x-values"]) for field, one in columns_of(stream).items() if "x-values" in one}
            assert listed == known


def test_a_fixed_list_lists_the_known_values(subtests: pytest.Subtests) -> None:
    """Each value appears once. A list without a source has no values."""
    for name, stream in RESOURCES.items():
        if issubclass(stream, FixedList):
            with subtests.test(name):
                assert set(stream.known_values) == set(FACTS[name].get("values", ()))
                assert len(set(stream.known_values)) == len(stream.known_values)


def test_a_table_has_its_release_and_its_edition(subtests: pytest.Subtests) -> None:
    """They are from Sage's documentation."""
    for name, stream in TABLES.items():
        with subtests.test(name):
            assert stream.introduced == FACTS[name]["introduced"]
            assert (stream.edition or "both") == FACTS[name]["edition"]


def test_a_column_has_its_release_and_its_edition(subtests: pytest.Subtests) -> None:
    """They are declared if they differ from those of the table."""
    for name, stream in TABLES.items():
        with subtests.test(name):
            fields, columns = FACTS[name]["fields"], columns_of(stream)
            documented = {field: (one.get("since"), one.get("edition")) for field, one in fields.items()}
            declared = {field: (one.get("x-since"), one.get("x-edition")) for field, one in columns.items()}
            assert declared == dict.fromkeys(columns, (None, None)) | documented


def test_the_catalogue_has_no_annotations_of_the_tap() -> None:
    """Targets do not know them."""
    catalog = TapSage200(config={}, validate_config=False).catalog_json_text
    assert [annotation for annotation in OUR_ANNOTATIONS if f'"{annotation}"' in catalog] == []


def test_the_primary_key_is_the_company_and_sages_key(subtests: pytest.Subtests) -> None:
    """Some tables have one row per company, and no further key."""
    for name, stream in TABLES.items():
        with subtests.test(name):
            assert primary_key_of(stream) == tuple(dict.fromkeys((*COMPANY_KEY, *FACTS[name]["key"])))


def test_all_columns_except_the_key_may_be_null(subtests: pytest.Subtests) -> None:
    """Sage omits null values in any column outside the key."""
    for name, stream in TABLES.items():
        with subtests.test(name):
            filled = {field for field, column in columns_of(stream).items() if "null" not in column["type"]}
            assert filled == set(schema_of(stream)["required"]) == set(primary_key_of(stream))


def test_the_timestamps_are_those_that_sage_updates(subtests: pytest.Subtests) -> None:
    """A missing timestamp would lose changes."""
    for name, stream in RESOURCES.items():
        with subtests.test(name):
            assert sorted(stream.timestamps) == sorted(FACTS[name]["timestamps"])
            assert stream.created == FACTS[name]["created"]


def test_a_table_uses_its_key_if_the_filter_supports_it(subtests: pytest.Subtests) -> None:
    """Otherwise, Sage would refuse the second page."""
    for name, stream in RESOURCES.items():
        with subtests.test(name):
            assert stream.filters_by_key == (set(stream.key) <= set(FACTS[name].get("filterable", stream.key)))
    assert [name for name, stream in RESOURCES.items() if not stream.filters_by_key] == ["sop_despatch_discrete_orders"]


def test_a_table_has_the_query_options_that_sage_documents(subtests: pytest.Subtests) -> None:
    for name, stream in RESOURCES.items():
        with subtests.test(name):
            assert {option: [*values] for option, values in stream.query_options.items()} == FACTS[name].get(
                "options", {}
            )


def test_the_timestamp_of_the_row_itself_comes_first(subtests: pytest.Subtests) -> None:
    """In a view of lines, the timestamp of the line has the name of the key. It orders the rows."""
    for name, stream in RESOURCES.items():
        with subtests.test(name):
            own = {f"{part.removesuffix('id')}date_time_updated" for part in stream.key}
            assert own.isdisjoint(stream.timestamps) or stream.timestamps[0] in own


def test_a_reference_is_the_key_of_its_table(subtests: pytest.Subtests) -> None:
    """Together with the company's columns, one column identifies a row of another table."""
    for name, stream in TABLES.items():
        with subtests.test(name):
            targets = {column["x-references"] for column in columns_of(stream).values() if "x-references" in column}
            assert {target: TABLES[target].key for target in targets} == dict.fromkeys(targets, ("id",))


def test_a_table_has_descriptions(subtests: pytest.Subtests) -> None:
    """The table has a docstring. Descriptions of columns end with a full stop."""
    for name, stream in TABLES.items():
        with subtests.test(name):
            assert vars(stream).get("__doc__")
            described = {field: column.get("description", ".") for field, column in columns_of(stream).items()}
            assert [field for field, words in described.items() if not words.endswith(".")] == []


def test_no_column_restricts_values(subtests: pytest.Subtests) -> None:
    """Columns declare types only: no length, no list of values, no bounds."""
    for name, stream in TABLES.items():
        with subtests.test(name):
            assert [field for field, column in columns_of(stream).items() if not column.keys() <= ANNOTATIONS] == []


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
def test_both_forms_load_if_sages_documentation_is_inconsistent(
    name: str, column: str, sent: object, loaded: object
) -> None:
    """A key is documented as an object. A number is text in one table and a whole number in another."""
    stream = TABLES[name]
    columns = {own: one for own, one in columns_of(stream).items() if own not in COMPANY_KEY}
    record, _ = LenientDecoder(Columns(columns, stream.key)).record({"id": 1, column: sent})
    assert record[column] == loaded
    assert type(record[column]) is type(loaded)
