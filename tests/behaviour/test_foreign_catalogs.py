"""Runs with catalogues that are old, foreign, or written by hand."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox.sample_rows import customers, nested_row, row

from tap_sage200.errors import ConfigurationError, RunFailedError
from tests.support.runs import Result, run_tap

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

Config = dict[str, Any]
CATALOGS = Path(__file__).parents[1] / "singer" / "catalogs"


@pytest.fixture(autouse=True)
def rows(sage: Sandbox) -> None:
    """Fill some tables."""
    [company] = sage.companies
    company.replace("customers", customers(25))
    values: Config = {"core_currency_rate": Decimal("1.50"), "is_base_currency": True, "currency_iso_code_id": 826}
    company.replace("currencies", [row("currencies", number, **values) for number in (1, 2)])
    company.replace("product_groups", [row("product_groups", number) for number in (1, 2, 3)])
    company.replace("customer_cards", [row("customer_cards", number, customer_id=number) for number in (1, 2)])
    company.replace("banks", [row("banks", 3)])
    company.replace("bank_contacts", [nested_row("bank_contacts", 4, bank_id=3)])


def run_with(config: Config, *entries: object, tables: tuple[str, ...] = ("customers", "currencies")) -> Result:
    """Run with these entries in place of the tap's own."""

    def change(catalog: Config) -> None:
        catalog["streams"] = [*entries]

    return run_tap(config, *tables, change_catalog=change)


def columns_of(result: Result, table: str) -> set[str]:
    [schema] = [m["schema"] for m in result.messages if m["type"] == "SCHEMA" and m["stream"] == table]
    return set(schema["properties"])


def test_a_catalogue_of_an_older_version_is_read(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    older = json.loads((CATALOGS / "version-0.1.0.json").read_text())["streams"]
    result = run_with(config, *older, tables=tuple(entry["tap_stream_id"] for entry in older))
    assert result.error is None
    assert [len(result.loaded(table)) for table in ("customers", "currencies", "product_groups")] == [25, 2, 3]
    for entry in older:
        table = entry["tap_stream_id"]
        assert columns_of(result, table) <= set(entry["schema"]["properties"])
        assert all(set(record) == columns_of(result, table) for record in result.records(table))
    assert [text for text in caplog.messages if "does not have all columns of this version" in text]


def test_a_catalogue_from_meltanos_cache_is_read(config: Config) -> None:
    cached = json.loads((CATALOGS / "meltano-cache.json").read_text())["streams"]
    result = run_with(config, *cached, tables=("currencies", "customer_cards", "bank_contacts"))
    assert result.error is None
    assert all("symbol" not in record for record in result.records("currencies"))
    assert [record["customer_id"] for record in result.records("customer_cards")] == ["1", "2"]
    assert result.records("bank_contacts") == []


def test_an_entry_of_a_few_words_is_enough(config: Config) -> None:
    result = run_with(config, {"tap_stream_id": "customers"}, {"stream": "currencies", "schema": None})
    assert result.error is None
    assert len(result.loaded("customers")) == 25
    assert len(result.loaded("currencies")) == 2


def test_a_nested_table_can_be_alone_in_a_catalogue(config: Config) -> None:
    by_hand = {"tap_stream_id": "bank_contacts", "schema": {"properties": {"type": {"type": "string"}}}}
    result = run_with(config, by_hand, tables=("bank_contacts",))
    assert result.error is None
    [record] = result.records("bank_contacts")
    assert set(record) == {"site_id", "company_id", "bank_id", "id", "bank_date_time_updated", "type"}


def test_types_that_the_catalogue_widens_change_the_values(config: Config) -> None:
    columns = {
        "core_currency_rate": {"type": ["string", "null"]},
        "is_base_currency": {"type": "string"},
        "currency_iso_code_id": {"type": "number"},
        "name": {"type": "integer"},
        "id": {"type": "string"},
    }
    result = run_with(config, {"tap_stream_id": "currencies", "schema": {"properties": columns}})
    record = result.records("currencies")[0]
    assert record["core_currency_rate"] == "1.500000"
    assert record["id"] == "1"
    assert record["is_base_currency"] == "true"
    assert record["currency_iso_code_id"] == 826


def test_an_entry_that_cannot_be_used_fails_its_table_and_the_others_are_read(
    config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    broken = {"tap_stream_id": "customers", "schema": {"properties": {"id": {}}}, "metadata": [{"breadcrumb": 5}]}
    result = run_with(config, broken, {"tap_stream_id": "currencies"}, {"tap_stream_id": "invoices"})
    assert isinstance(result.error, RunFailedError)
    assert result.error.exit_code == 1
    assert "1 of 2 tables failed. customers: Its entry in the catalogue cannot be used" in str(result.error)
    assert "The catalogue selects invoices, which is no table of the tap" in caplog.text
    assert len(result.loaded("currencies")) == 2
    assert "Traceback" not in caplog.text


def test_rows_are_not_doubled_by_foreign_keys(config: Config) -> None:
    foreign = {"tap_stream_id": "customers", "key_properties": ["name"], "replication_key": "id"}
    first = run_with(config, foreign)
    [schema] = [m for m in first.messages if m["type"] == "SCHEMA"]
    assert schema["key_properties"] == ["site_id", "company_id", "id"]
    assert schema["bookmark_properties"] == ["date_time_updated"]


@pytest.mark.parametrize("selected", [False, None])
def test_a_catalogue_that_selects_nothing_is_said_before_a_request(
    config: Config, sage: Sandbox, selected: object
) -> None:
    root = [{"breadcrumb": [], "metadata": {"selected": selected}}]
    result = run_with(config, {"tap_stream_id": "customers", "metadata": root})
    empty = run_with(config)
    for one in (result, empty):
        assert isinstance(one.error, ConfigurationError)
        assert "No table is selected" in str(one.error)
    assert sage.requests == []
