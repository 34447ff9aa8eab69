"""Views and custom tables as they are declared. A wrong one is one line that says where, and what is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200.config.reading_schema import WORDS
from tap_sage200.custom.declared import declared_types
from tap_sage200.custom.option_columns import OPTION_COLUMNS
from tap_sage200.errors import ConfigurationError
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams import columns, ledger_of, stream_types

if TYPE_CHECKING:
    from tap_sage200.singer.base_stream import BaseStream

Config = dict[str, Any]
PERIODS = "sales_aged_transaction_period_views"
TABLE: Config = {
    "path": "/parts",
    "key": ["id"],
    "timestamps": ["changed"],
    "created": "made",
    "columns": {"id": "identifier", "name": "text", "changed": "timestamp", "made": "timestamp", "price": "money"},
}
NESTED: Config = {"expand": "pieces", "key": ["id"], "columns": {"id": "identifier", "note": "text"}}


def declared(config: Config) -> dict[str, type[BaseStream]]:
    return {one.declared_name(): one for one in declared_types(config, stream_types())}


def view(**more: object) -> dict[str, type[BaseStream]]:
    return declared({"views": {"mine": {"of": "customers", **more}}})


def custom(**more: object) -> dict[str, type[BaseStream]]:
    return declared({"custom_tables": {"mine": {**TABLE, **more}}})


def nested(**more: object) -> dict[str, type[BaseStream]]:
    return custom(nested={"pieces": {**NESTED, **more}})


def refusal(config: Config) -> str:
    with pytest.raises(ConfigurationError) as caught:
        declared(config)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix("The settings are not valid: ")


@pytest.mark.parametrize("config", [{}, {"views": None, "custom_tables": None}, {"views": {}}, {"views": ""}])
def test_without_definitions_there_are_none(config: Config) -> None:
    assert declared(config) == {}


def test_the_words_of_the_settings_are_those_that_make_columns() -> None:
    assert [*columns.WORDS] == [*WORDS]
    assert all(make.__name__ == word for word, make in columns.WORDS.items() if hasattr(make, "__name__"))


def test_each_query_option_has_a_column() -> None:
    options = {option for one in stream_types() if issubclass(one, ResourceStream) for option in one.query_options}
    assert options == {*OPTION_COLUMNS}
    names = [column.name for column in OPTION_COLUMNS.values()]
    for one in stream_types():
        if issubclass(one, ResourceStream) and one.query_options:
            assert not {*names} & one.declared_schema()["properties"].keys()


def test_a_view_is_in_the_ledger_of_its_table_and_a_custom_table_in_one_of_its_own() -> None:
    assert ledger_of(view()["mine"]) == "Sales"
    assert ledger_of(custom()["mine"]) == "Custom tables"


@pytest.mark.parametrize(
    ("definition", "says"),
    [
        ({"of": "custommers"}, "views.mine.of: there is no table custommers. The nearest is customers"),
        ({"of": "other"}, "views.mine.of: other is a view, and a view can only be of a table"),
        ({"of": "mine"}, "views.mine.of: mine is a view, and a view can only be of a table"),
        ({"of": "sop_order_lines"}, "views.mine.of: sop_order_lines is nested in another table"),
        ({"of": "sites"}, "views.mine.of: sites belongs to no company"),
        ({"of": ""}, "views.mine.of must not be empty"),
        ({}, "views.mine must have of"),
        ({"of": 5}, "views.mine.of must be of type string"),
        ("customers", "views.mine must be of type object"),
        (None, "views.mine must be of type object"),
        ({"of": "customers", "kolumns": ["name"]}, "views.mine.kolumns is unknown"),
        ({"of": "customers", "columns": []}, "views.mine.columns must not be empty"),
        ({"of": "customers", "columns": "name"}, "views.mine.columns must be of type array"),
        (
            {"of": "customers", "columns": ["naame"]},
            "views.mine.columns: there is no column naame. The nearest is name",
        ),
        ({"of": "customers", "where": "naame eq 'A'"}, "views.mine.where"),
        ({"of": "customers", "where": "name eq A"}, "views.mine.where"),
        ({"of": "customers", "where": "company_id eq 1"}, "the table has no column company_id"),
        ({"of": "customers", "where": ""}, "views.mine.where must not be empty"),
        ({"of": "licence", "where": "id eq 1"}, "views.mine.where: Sage returns licence in one response"),
        ({"of": "customers", "query": {"$ageingdatetype": "duedate"}}, "views.mine.query.$ageingdatetype"),
        ({"of": PERIODS, "query": {"$ageingdatetyp": "duedate"}}, "$ageingdatetype, $periodnumber"),
        ({"of": PERIODS, "query": {"$ageingdatetype": "today"}}, "transactiondate, duedate, calendarmonth"),
        ({"of": PERIODS, "query": {"$periodnumber": "one"}}, "views.mine.query.$periodnumber"),
        ({"of": PERIODS, "query": {}}, "views.mine.query must not be empty"),
        ({"of": "customers", "for_each": {"$periodnumber": [0]}}, "a run reads only the changes of customers"),
        ({"of": PERIODS, "for_each": {"$periodnumber": []}}, "views.mine.for_each.$periodnumber must not be empty"),
        ({"of": PERIODS, "for_each": {"$periodnumber": 0}}, "views.mine.for_each.$periodnumber must be of type array"),
        ({"of": PERIODS, "for_each": {"$periodnumber": [0, "a"]}}, "views.mine.for_each.$periodnumber"),
        ({"of": PERIODS, "for_each": {"$periodnumber": [0, 1.5]}}, "views.mine.for_each.$periodnumber.1"),
        ({"of": PERIODS, "for_each": {"$periodnumber": [0, True]}}, "views.mine.for_each.$periodnumber.1"),
        ({"of": PERIODS, "for_each": {"$periodnumber": [1, "1"]}}, "views.mine.for_each.$periodnumber has something"),
        ({"of": PERIODS, "for_each": {"$period": [1]}}, "views.mine.for_each.$period"),
        ({"of": PERIODS, "for_each": {}}, "views.mine.for_each must not be empty"),
        (
            {"of": PERIODS, "for_each": {"$periodnumber": [1], "$ageingdatetype": ["duedate"]}},
            "views.mine.for_each must have only one option",
        ),
        (
            {"of": PERIODS, "for_each": {"$periodnumber": [1]}, "query": {"$periodnumber": 2}},
            "views.mine.query: $periodnumber is in for_each too",
        ),
    ],
)
def test_a_wrong_view_is_refused(definition: object, says: str) -> None:
    assert says in refusal({"views": {"other": {"of": "customers"}, "mine": definition}})


@pytest.mark.parametrize("name", ["", "Mine", "my-view", "my view", "1st", "_mine", "ä", "a" * 64, "mine;"])
def test_a_name_must_be_usable_as_a_table(name: str) -> None:
    for config in ({"views": {name: {"of": "customers"}}}, {"custom_tables": {name: TABLE}}):
        assert "the name must have only lower-case letters, digits and underscores" in refusal(config)


@pytest.mark.parametrize("name", ["a" * 63, "v", "v_1", "v2"])
def test_a_usable_name_is_taken(name: str) -> None:
    assert [*declared({"views": {name: {"of": "customers"}}})] == [name]
    assert [*declared({"custom_tables": {name: TABLE}})] == [name]


@pytest.mark.parametrize("name", ["customers", "sop_order_lines", "sites"])
def test_a_name_must_be_new(name: str) -> None:
    says = f"{name}: there is a table {name} already"
    assert refusal({"views": {name: {"of": "customers"}}}) == f"views.{says}"
    assert refusal({"custom_tables": {name: TABLE}}) == f"custom_tables.{says}"


def test_a_view_and_a_custom_table_cannot_share_a_name() -> None:
    both = {"views": {"mine": {"of": "customers"}}, "custom_tables": {"mine": TABLE}}
    assert refusal(both) == "views.mine: there is a table mine already"
    inner = {
        "views": {"pieces": {"of": "customers"}},
        "custom_tables": {"mine": {**TABLE, "nested": {"pieces": NESTED}}},
    }
    assert refusal(inner) == "views.pieces: there is a table pieces already"


def test_all_wrong_definitions_are_named() -> None:
    assert refusal({"views": {"a": {"of": "x"}, "b": {"of": "sites"}}}).count("views.") == 2


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"path": "parts"}, "custom_tables.mine.path must begin with /"),
        ({"path": "/parts?$top=1"}, "custom_tables.mine.path"),
        ({"path": "/parts\n"}, "custom_tables.mine.path"),
        ({"path": "/"}, "custom_tables.mine.path"),
        ({"path": "/a/../b"}, "custom_tables.mine.path"),
        ({"path": ""}, "custom_tables.mine.path must not be empty"),
        ({"path": "/sites"}, "custom_tables.mine.path: sites belongs to no company"),
        ({"key": []}, "custom_tables.mine.key must not be empty"),
        ({"key": ["ide"]}, "custom_tables.mine.key: there is no column ide. The nearest is id"),
        ({"key": ["id", "id"]}, "custom_tables.mine.key has something twice"),
        ({"key": ["price"]}, "custom_tables.mine.key: price cannot be a part of the key"),
        ({"key": ["changed"]}, "custom_tables.mine.key: changed cannot be a part of the key"),
        ({"key": ["company_id"]}, "custom_tables.mine.key: there is no column company_id"),
        ({"timestamps": ["name"]}, "custom_tables.mine.timestamps: name is not a timestamp"),
        (
            {"timestamps": ["change"]},
            "custom_tables.mine.timestamps: there is no column change. The nearest is changed",
        ),
        ({"timestamps": ["changed", "changed"]}, "custom_tables.mine.timestamps has something twice"),
        ({"timestamps": ["made"]}, "custom_tables.mine.timestamps has something twice"),
        ({"timestamps": []}, "custom_tables.mine.timestamps must not be empty"),
        ({"created": "name"}, "custom_tables.mine.created: name is not a timestamp"),
        ({"columns": {}}, "custom_tables.mine.columns must not be empty"),
        ({"columns": {"id": "number"}}, "custom_tables.mine.columns.id must be one of identifier, text"),
        (
            {"columns": {"id": "identifier", "site_id": "text"}},
            "custom_tables.mine.columns: the tap adds site_id itself",
        ),
        (
            {"columns": {"id": "identifier", "@odata.etag": "text"}},
            "custom_tables.mine.columns: '@odata.etag' must have",
        ),
        ({"columns": {"id": "identifier", "Id": "text"}}, "custom_tables.mine.columns: id, Id differ only in capitals"),
        ({"columns": {"id": "identifier", "_sdc_x": "text"}}, "custom_tables.mine.columns: '_sdc_x' must have"),
        ({"kolumns": {}}, "custom_tables.mine.kolumns is unknown"),
        ({"nested": {"customers": NESTED}}, "custom_tables.mine.nested.customers: there is a table customers already"),
        ({"nested": {"mine": NESTED}}, "custom_tables.mine.nested.mine: there is a table mine already"),
        ({"nested": {"Pieces": NESTED}}, "custom_tables.mine.nested.Pieces: the name must have only lower-case"),
        ({"nested": {"a": NESTED, "b": NESTED}}, "custom_tables.mine.nested.b.expand: pieces is a column"),
    ],
)
def test_a_wrong_custom_table_is_refused(changed: Config, says: str) -> None:
    assert says in refusal({"custom_tables": {"mine": {**TABLE, **changed}}})


def test_a_time_of_creation_needs_timestamps() -> None:
    without = {name: value for name, value in TABLE.items() if name != "timestamps"}
    assert refusal({"custom_tables": {"mine": without}}) == "custom_tables.mine.created needs timestamps"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"expand": "name"}, "pieces.expand: name is a column of the table"),
        ({"expand": "pieces,notes"}, "pieces.expand must be the name of one expansion"),
        ({"key": ["ids"]}, "pieces.key: there is no column ids. The nearest is id"),
        (
            {"key": ["parent_id", "position"], "columns": {"position": "whole", "note": "text"}},
            "pieces.columns: the tap adds position itself",
        ),
        ({"key": ["position"]}, "pieces.key: with position, the key needs the parent's key too: parent_id"),
        ({"columns": {"id": "identifier", "parent_id": "whole"}}, "pieces: parent_id cannot be in columns"),
        ({"parent": {"part_id": "ids"}}, "pieces.parent.part_id: ids is not part of the parent's key"),
        ({"parent": {"part_id": "name"}}, "Those are id, changed, made"),
        ({"parent": {}}, "pieces.parent must not be empty"),
        ({"parent": {"Part-id": "id"}}, "pieces.columns: 'Part-id' must have only letters"),
    ],
)
def test_a_wrong_nested_table_is_refused(changed: Config, says: str) -> None:
    nested_table = {"pieces": {**NESTED, **changed}}
    assert says in refusal({"custom_tables": {"mine": {**TABLE, "nested": nested_table}}})


def test_only_key_columns_are_never_null() -> None:
    columns = {"id": "identifier", "other_id": "identifier", "code": "text"}
    table = declared({"custom_tables": {"mine": {"path": "/x", "key": ["id", "code"], "columns": columns}}})["mine"]
    schema = table.declared_schema()
    assert schema["required"] == ["site_id", "company_id", "id", "code"]
    assert schema["properties"]["other_id"]["type"] == ["integer", "null"]
    assert schema["properties"]["code"]["type"] == ["string"]


def test_links_can_have_names() -> None:
    found = nested(parent={"part_id": "id", "part_changed": "changed"}, key=["part_id", "position"])["pieces"]
    assert found.declared_primary_keys() == ("site_id", "company_id", "part_id", "position")
    assert found.declared_replication_key() == "part_changed"
    assert [*found.declared_schema()["properties"]] == [
        *("site_id", "company_id", "part_id", "part_changed", "id", "note", "position")
    ]


def test_a_view_keeps_the_order_of_its_table_and_what_reading_needs() -> None:
    kept = view(columns=["balance", "name"])["mine"]
    assert [*kept.declared_schema()["properties"]] == [
        *("site_id", "company_id", "id", "name", "balance", "date_time_created", "date_time_updated")
    ]


def test_a_slow_column_that_a_view_names_is_like_the_others() -> None:
    slow = "is_head_office_with_branches"
    assert "x-slow" in view()["mine"].declared_schema()["properties"][slow]
    assert "x-slow" not in view(columns=[slow])["mine"].declared_schema()["properties"][slow]


def test_a_view_changes_nothing_about_its_table() -> None:
    before = [(one, {**one.declared_schema()["properties"]}) for one in stream_types()]
    view(columns=["name"])
    declared({"views": {"mine": {"of": PERIODS, "for_each": {"$periodnumber": [0]}}}})
    assert [(one, {**one.declared_schema()["properties"]}) for one in stream_types()] == before


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("sop_despatch_discrete_orders", "id"),
        ("nominal_transaction_enquiry_views", "id"),
        ("company_details", "id"),
        ("account_status_types", "id"),
        ("sales_aged_debtor_summary_views", "customer_id"),
    ],
)
def test_what_is_known_of_a_resource_holds_for_its_copy(table: str, key: str) -> None:
    [own] = [one for one in stream_types() if one.declared_name() == table and issubclass(one, ResourceStream)]
    definition = {"path": f"/{table}", "key": [key], "columns": {key: "identifier"}}
    copy = declared({"custom_tables": {"mine": definition}})["mine"]
    assert issubclass(copy, ResourceStream)
    for fact in ("filters_by_key", "append_only", "singleton", "query_options", "every"):
        assert getattr(copy, fact) == getattr(own, fact), fact


def test_a_copy_with_another_key_is_not_read_by_the_known_one() -> None:
    definition: Config = {
        "path": "/nominal_transaction_enquiry_views",
        "key": ["urn"],
        "columns": {"id": "whole", "urn": "identifier"},
    }
    copy = declared({"custom_tables": {"mine": definition}})["mine"]
    assert copy.declared_replication_key() is None


def test_every_table_with_rows_of_a_company_can_have_a_view(subtests: pytest.Subtests) -> None:
    tables = [one for one in stream_types() if issubclass(one, ResourceStream) and one.of_company]
    names = {f"view_{number}": table for number, table in enumerate(tables)}
    views = declared({"views": {name: {"of": table.declared_name()} for name, table in names.items()}})
    narrow = declared(
        {"views": {name: {"of": table.declared_name(), "columns": ["site_id"]} for name, table in names.items()}}
    )
    for name, table in names.items():
        with subtests.test(table.declared_name()):
            needed = {*table.key, *table.timestamps, *([table.created] if table.created else [])}
            assert views[name].declared_schema() == table.declared_schema()
            assert views[name].declared_primary_keys() == table.declared_primary_keys()
            assert views[name].declared_replication_key() == table.declared_replication_key()
            assert {*narrow[name].declared_schema()["properties"]} == {"site_id", "company_id", *needed}
