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


def test_a_table_begins_with_whose_row_it_is() -> None:
    """The site and the company come before the table's own key."""
    assert list(table(identifier("id"), text("name"))["properties"]) == [
        "site_id",
        "company_id",
        "id",
        "name",
    ]


def test_only_the_key_is_required() -> None:
    """A reference can be a part of the key."""
    schema = table(reference("bank_id", "banks", key=True), reference("currency_id", "currencies"))
    assert schema["required"] == ["site_id", "company_id", "bank_id"]
    assert schema["properties"]["bank_id"]["type"] == ["integer"]
    assert schema["properties"]["currency_id"]["type"] == ["integer", "null"]


def test_a_key_may_be_text() -> None:
    """Some rows have no number in Sage."""
    schema = table(text("key", key=True), text("lower_case_single"))
    assert schema["required"] == ["site_id", "company_id", "key"]
    assert schema["properties"]["key"]["type"] == ["string"]


def test_a_decimal_tells_how_many_places_it_has() -> None:
    """The default is two places."""
    properties = table(money("value"), money("unit_price", "Before discount.", scale=5))["properties"]
    assert properties["value"] == {"type": ["number", "null"], "x-scale": 2}
    assert properties["unit_price"]["x-scale"] == 5


def test_the_codes_of_a_view_carry_its_prefix() -> None:
    """All twenty slots, from 1."""
    names = [column.name for column in analysis_codes("sop_order_")]
    assert names == [f"sop_order_analysis_code_{slot}" for slot in range(1, 21)]


def test_a_column_of_named_values_tells_which_are_known() -> None:
    """They restrict nothing: JSON Schema ignores an annotation that it does not know."""
    properties = table(enum("status"), enum("kind", "What it is.", values=("Own", "Other")))["properties"]
    assert properties["status"] == {"type": ["string", "null"]}
    assert properties["kind"] == {
        "type": ["string", "null"],
        "description": "What it is.",
        "x-values": ("Own", "Other"),
    }


def test_a_column_named_twice_is_refused() -> None:
    """Otherwise one would hide the other silently."""
    with pytest.raises(ValueError, match=r"^Named twice in one table: name\."):
        table(identifier("id"), text("name"), text("name"))


def test_a_column_tells_the_release_and_the_edition_that_have_it() -> None:
    """A column can have both."""
    columns = since("2020-09-16", text("code"), *professional(*expanded("status", flag("is_live"))))
    code, is_live = (column.annotations for column in columns)
    assert code == {"x-since": "2020-09-16"}
    assert is_live == {"x-since": "2020-09-16", "x-edition": "professional", "x-expand": "status"}


def test_some_of_several_columns_tell_their_releases() -> None:
    """Tables can share columns that were added to them at different times."""
    columns = since_each((text("code"), text("name"), flag("is_live")), name="2020-09-16", is_live="2021-07-26")
    releases = {column.name: column.annotations.get("x-since") for column in columns}
    assert releases == {"code": None, "name": "2020-09-16", "is_live": "2021-07-26"}


def test_a_release_of_a_column_that_is_not_there_is_refused() -> None:
    """Otherwise a typing error would be silent."""
    with pytest.raises(ValueError, match=r"^No such columns: colour\."):
        since_each((text("name"),), colour="2020-09-16")
