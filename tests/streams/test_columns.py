"""The words that schemas are written in keep their promises."""

from __future__ import annotations

import pytest

from tap_sage200.streams.columns import analysis_codes, identifier, money, reference, table, text


def test_a_table_begins_with_whose_row_it_is() -> None:
    """Site and company come first, before the table's own key."""
    assert list(table(identifier("id"), text("name"))["properties"]) == [
        "site_id",
        "company_id",
        "id",
        "name",
    ]


def test_only_the_key_is_required() -> None:
    """A reference counts as part of the key where it says so."""
    schema = table(reference("bank_id", "banks", key=True), reference("currency_id", "currencies"))
    assert schema["required"] == ["site_id", "company_id", "bank_id"]
    assert schema["properties"]["bank_id"]["type"] == ["integer"]
    assert schema["properties"]["currency_id"]["type"] == ["integer", "null"]


def test_a_key_may_be_text() -> None:
    """Where Sage has no number for a row."""
    schema = table(text("key", key=True), text("lower_case_single"))
    assert schema["required"] == ["site_id", "company_id", "key"]
    assert schema["properties"]["key"]["type"] == ["string"]


def test_a_decimal_tells_how_many_places_it_has() -> None:
    """Money has two unless told otherwise."""
    properties = table(money("value"), money("unit_price", "Before discount.", scale=5))["properties"]
    assert properties["value"] == {"type": ["number", "null"], "x-scale": 2}
    assert properties["unit_price"]["x-scale"] == 5


def test_the_codes_of_a_view_carry_its_prefix() -> None:
    """All twenty slots, from 1."""
    names = [column.name for column in analysis_codes("sop_order_")]
    assert names == [f"sop_order_analysis_code_{slot}" for slot in range(1, 21)]


def test_a_column_named_twice_is_refused() -> None:
    """One would hide the other without a word."""
    with pytest.raises(ValueError, match=r"^Named twice in one table: name\."):
        table(identifier("id"), text("name"), text("name"))
