"""A stream map changes or fails its own table, and no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Update
from sage200_sandbox.sample_rows import customers, nested_row, row

from tap_sage200.errors import ConfigurationError, RunFailedError
from tests.support.runs import Result, run_tap

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

Config = dict[str, Any]
TABLES = ("customers", "currencies", "sop_orders", "sop_order_memos")


@pytest.fixture(autouse=True)
def rows(sage: Sandbox) -> None:
    """Fill some tables, one of them nested. The third customer has no name."""
    [company] = sage.companies
    company.replace("customers", customers(25, name="Name"))
    company.change(Update("customers", (3,), {"name": None}))
    company.replace("currencies", [row("currencies", number, name=f"Name {number}") for number in (1, 2)])
    company.replace("sop_orders", [row("sop_orders", 5, document_no="5")])
    company.replace("sop_order_memos", [nested_row("sop_order_memos", 7, sop_order_id=5, note="Call")])


def mapped(config: Config, **maps: object) -> Result:
    return run_tap(config | {"stream_maps": maps}, *TABLES)


def counts(result: Result) -> dict[str, int]:
    """The records of each table."""
    return {table: len(result.records(table)) for table in TABLES}


def schemas(result: Result) -> dict[str, set[str]]:
    """The columns in the SCHEMA of each stream."""
    return {m["stream"]: set(m["schema"]["properties"]) for m in result.messages if m["type"] == "SCHEMA"}


ALL = {"customers": 25, "currencies": 2, "sop_orders": 1, "sop_order_memos": 1}


@pytest.mark.parametrize("pattern", ["*", "c*", "[cs]*"])
def test_a_map_for_many_tables_works_for_the_selected_ones(config: Config, pattern: str) -> None:
    result = mapped(config, **{pattern: {"source": "'sage'", "spare_text_1": None}})
    assert result.error is None
    assert counts(result) == ALL
    assert {record["source"] for record in result.records("currencies")} == {"sage"}
    assert "spare_text_1" not in result.records("customers")[0]
    assert "source" in schemas(result)["customers"]


def test_a_map_for_all_tables_works_with_the_default_selection(config: Config) -> None:
    result = run_tap(config | {"stream_maps": {"*": {"source": "'sage'"}}})
    assert result.error is None
    assert len(result.records("customers")) == 25
    assert result.records("sop_order_memos")[0]["source"] == "sage"


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("1 / (id - 14)", "ZeroDivisionError"),
        ("name + 1", "TypeError"),
        ("name + ' Ltd'", "TypeError"),
        ("nonesuch", "'nonesuch' is not defined"),
        ("name.no_such_method()", "no_such_method"),
        ("int(name)", "ValueError"),
        ("name[99]", "IndexError"),
        ("lambda: name", "Lambda is not available"),
        ("import os", "Unexpected mapping type"),
    ],
)
def test_a_map_that_fails_for_a_row_fails_its_table_alone(config: Config, expression: str, reason: str) -> None:
    result = mapped(config, customers={"name": expression})
    assert isinstance(result.error, RunFailedError)
    assert "1 of 4 tables failed. customers, " in str(result.error)
    assert "The row with the key " in str(result.error)
    assert reason in str(result.error)
    assert {**counts(result), "customers": 25} == ALL


def test_a_map_that_fails_for_a_nested_row_leaves_the_parent_alone(config: Config) -> None:
    result = mapped(config, sop_order_memos={"note": "1 / 0"})
    assert "sop_order_memos" in str(result.error)
    assert "sop_orders, " not in str(result.error)
    assert counts(result)["sop_orders"] >= 1


def test_the_message_names_the_key_and_shows_no_value_of_the_row(
    config: Config, sage: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    sage.companies[0].change(Update("customers", (14,), {"name": "Private Person"}))
    result = mapped(config, customers={"name": "int(name) if id == 14 else name"})
    assert "The row with the key 14 cannot be written: ValueError." in str(result.error)
    assert "Private Person" not in caplog.text
    assert "Traceback" not in caplog.text


def test_the_state_does_not_pass_a_row_that_a_map_could_not_write(config: Config) -> None:
    first = mapped(config, customers={"name": "1 / 0 if id == 14 else name"})
    assert len(first.records("customers")) < 25
    second = run_tap(config, *TABLES, state=first.state)
    held = second.loaded("customers", first.loaded("customers"))
    assert {key[2] for key in held} == {*range(1, 26)}


def test_a_record_that_a_filter_leaves_out_counts_as_written(config: Config) -> None:
    first = mapped(config, customers={"__filter__": "id > 20"})
    assert [record["id"] for record in first.records("customers")] == [21, 22, 23, 24, 25]
    again = run_tap(config | {"stream_maps": {"customers": {"__filter__": "id > 20"}}}, *TABLES, state=first.state)
    assert again.error is None
    assert again.bookmark("customers")["replication_key_value"] >= first.bookmark("customers")["replication_key_value"]


@pytest.mark.parametrize(
    "broken",
    [
        {"name": "1 +"},
        {"name": "(" * 300},
        {"id": None},
        {"id": "__NULL__"},
        {"__else__": None},
        {"__key_properties__": ["nothing"]},
        {"__filter__": "id >"},
        {"__alias__": "no alias"},
    ],
)
def test_a_map_that_is_not_valid_fails_its_table_before_a_request(
    config: Config, sage: Sandbox, broken: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    result = mapped(config, customers=broken)
    assert isinstance(result.error, RunFailedError)
    assert "1 of 4 tables failed. customers: The stream map of customers is not valid" in str(result.error)
    assert {**counts(result), "customers": 25} == ALL
    assert [asked for asked in sage.requests if asked.table == "customers"] == []
    assert "Traceback" not in caplog.text


def test_a_map_can_choose_columns_and_keys(config: Config) -> None:
    chosen = {"__else__": None, "name": "name", "reference": "reference", "__key_properties__": ["reference"]}
    result = mapped(config, customers=chosen)
    assert result.error is None
    assert schemas(result)["customers"] == {"name", "reference"}
    assert {name for record in result.records("customers") for name in record} == {"name", "reference"}


@pytest.mark.parametrize("unknown", ["custmers", "custmers*", "CUSTOMERS_", "sop_order"])
def test_a_map_for_a_table_that_does_not_exist_is_refused(config: Config, sage: Sandbox, unknown: str) -> None:
    with pytest.raises(ConfigurationError, match="stream_maps has a map for"):
        mapped(config, **{unknown: {"name": None}})
    with pytest.raises(ConfigurationError, match="stream_maps has a map for"):
        mapped(config, big={"__source__": unknown})
    assert sage.requests == []


@pytest.mark.parametrize(
    "left_out", [{"customers": None}, {"customers": "__NULL__"}, {"__else__": None, "c[!u]*": {"name": "name"}}]
)
def test_a_table_that_maps_leave_out_is_not_read_and_keeps_its_state(
    config: Config, sage: Sandbox, left_out: dict[str, object]
) -> None:
    result = mapped(config, **left_out)
    assert counts(result)["customers"] == 0
    assert "customers" not in result.state.get("bookmarks", {})
    assert [asked for asked in sage.requests if asked.table == "customers"] == []


def test_maps_that_leave_out_everything_are_said(config: Config, sage: Sandbox) -> None:
    result = mapped(config, **{"*": None})
    assert isinstance(result.error, ConfigurationError)
    assert "No table is selected" in str(result.error)
    assert sage.requests == []


def test_a_table_can_be_written_twice(config: Config) -> None:
    result = mapped(config, big={"__source__": "customers", "__filter__": "id > 20"})
    assert len(result.records("customers")) == 25
    assert len(result.records("big")) == 5


def test_two_tables_do_not_overwrite_each_other(config: Config) -> None:
    """Both have the key `id`."""
    collide = mapped(config, customers={"__alias__": "currencies"})
    assert "2 of " in str(collide.error)
    assert "customers, currencies" in str(collide.error) or "currencies, customers" in str(collide.error)
    keys = ["site_id", "company_id", "id", "kind"]
    both = {"__alias__": "all", "kind": "__original_stream_name__", "__key_properties__": keys}
    together = mapped(config, customers=both, currencies=both)
    assert together.error is None
    assert len(together.records("all")) == 27
