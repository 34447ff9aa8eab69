"""The functions that declare columns."""

from __future__ import annotations

import pytest

from tap_sage200.streams.columns import (
    analysis_codes,
    enum,
    expanded,
    flag,
    identifier,
    money,
    professional,
    reference,
    since,
    since_each,
    table,
    text,
)


def test_a_table_starts_with_site_and_company() -> None:
    """They come before the table's own key."""
    assert list(table(identifier("id"), text("name"))["properties"]) == [
        "site_id",
        "company_id",
        "id",
        "name",
    ]


def test_only_the_key_is_required() -> None:
    """A reference is part of the key if it is marked as such."""
    schema = table(reference("bank_id", "banks", key=True), reference("currency_id", "currencies"))
    assert schema["required"] == ["site_id", "company_id", "bank_id"]
    assert schema["properties"]["bank_id"]["type"] == ["integer"]
    assert schema["properties"]["currency_id"]["type"] == ["integer", "null"]


def test_a_key_may_be_text() -> None:
    """Some tables have no numeric key."""
    schema = table(text("key", key=True), text("lower_case_single"))
    assert schema["required"] == ["site_id", "company_id", "key"]
    assert schema["properties"]["key"]["type"] == ["string"]


def test_a_decimal_has_a_scale() -> None:
    """The default for money is two decimal places."""
    properties = table(money("value"), money("unit_price", "Before discount.", scale=5))["properties"]
    assert properties["value"] == {"type": ["number", "null"], "x-scale": 2}
    assert properties["unit_price"]["x-scale"] == 5


def test_the_analysis_codes_of_a_view_have_its_prefix() -> None:
    """All twenty slots, from 1."""
    names = [column.name for column in analysis_codes("sop_order_")]
    assert names == [f"sop_order_analysis_code_{slot}" for slot in range(1, 21)]


def test_a_column_of_named_values_has_the_known_ones() -> None:
    """They do not restrict values: JSON Schema ignores unknown annotations."""
    properties = table(enum("status"), enum("kind", "Type of the row.", values=("Own", "Other")))["properties"]
    assert properties["status"] == {"type": ["string", "null"]}
    assert properties["kind"] == {
        "type": ["string", "null"],
        "description": "Type of the row.",
        "x-values": ("Own", "Other"),
    }


def test_a_duplicate_column_is_an_error() -> None:
    """One would silently hide the other."""
    with pytest.raises(ValueError, match=r"^Duplicate columns in one table: name\."):
        table(identifier("id"), text("name"), text("name"))


def test_a_column_has_its_release_and_its_edition() -> None:
    """A column can have both."""
    columns = since("2020-09-16", text("code"), *professional(*expanded("status", flag("is_live"))))
    code, is_live = (column.annotations for column in columns)
    assert code == {"x-since": "2020-09-16"}
    assert is_live == {"x-since": "2020-09-16", "x-edition": "professional", "x-expand": "status"}


def test_some_of_several_columns_have_a_release() -> None:
    """Tables share columns that were added to them in different releases."""
    columns = since_each((text("code"), text("name"), flag("is_live")), name="2020-09-16", is_live="2021-07-26")
    releases = {column.name: column.annotations.get("x-since") for column in columns}
    assert releases == {"code": None, "name": "2020-09-16", "is_live": "2021-07-26"}


def test_a_release_of_an_unknown_column_is_an_error() -> None:
    """A typing error would otherwise go unnoticed."""
    with pytest.raises(ValueError, match=r"^Unknown columns: colour\."):
        since_each((text("name"),), colour="2020-09-16")
