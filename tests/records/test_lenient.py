"""The lenient decoder makes complete records, and converts values to the types of their columns."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.records.lenient import LenientDecoder

if TYPE_CHECKING:
    from tap_sage200.records.body import SageRow

UPDATED, CREATED = "date_time_updated", "date_time_created"


WHOLE, TEXT = {"type": ["integer", "null"]}, {"type": ["string", "null"]}
COLUMNS = {"id": WHOLE, "name": TEXT, "customer_id": WHOLE, UPDATED: TEXT, CREATED: TEXT}


@pytest.fixture
def decoder() -> LenientDecoder:
    return LenientDecoder(columns=COLUMNS, key=["id"])


def test_an_absent_text_in_the_key_is_empty() -> None:
    decoder = LenientDecoder(columns={"customer_id": WHOLE, "period": TEXT}, key=["customer_id", "period"])

    assert decoder.record({"customer_id": 7}) == {"customer_id": 7, "period": ""}


def test_an_absent_field_is_null_in_the_record(decoder: LenientDecoder) -> None:
    record = decoder.record({"id": 7})

    assert record == {"id": 7, "name": None, "customer_id": None, UPDATED: None, CREATED: None}


def test_a_reference_of_zero_stays_zero(decoder: LenientDecoder) -> None:
    assert decoder.record({"id": 7, "customer_id": 0})["customer_id"] == 0


@pytest.mark.parametrize("row", [pytest.param({}, id="left out"), pytest.param({"second_id": None}, id="null")])
def test_an_absent_number_in_the_key_is_zero(row: SageRow) -> None:
    columns = {"first_id": WHOLE, "second_id": WHOLE, "name": TEXT}
    decoder = LenientDecoder(columns=columns, key=["first_id", "second_id"])

    assert decoder.record({"first_id": 1, **row}) == {"first_id": 1, "second_id": 0, "name": None}


def test_an_unknown_field_is_dropped(decoder: LenientDecoder) -> None:
    assert not decoder.record({"id": 7, "brand_new": 1, "other_new": None}).keys() & {"brand_new", "other_new"}


@given(
    st.sets(st.sampled_from("abcdefgh")),
    st.dictionaries(st.sampled_from("abcdefghij"), st.none() | st.text()),
)
def test_a_record_has_exactly_the_columns_of_its_schema(fields: set[str], row: dict[str, Any]) -> None:
    before = json.dumps(row)
    record = LenientDecoder(columns=dict.fromkeys(fields, TEXT), key=[]).record(row)

    assert record == {field: row.get(field) for field in fields}
    assert json.dumps(row) == before, "the row itself is unchanged"


@pytest.mark.parametrize(
    ("kind", "sent", "read"),
    [
        pytest.param("integer", {"id": 5, "name": "BACS"}, 5, id="an object instead of its key"),
        pytest.param("integer", {"name": "BACS"}, None, id="an object without a key"),
        pytest.param("integer", "30", 30, id="a number as text"),
        pytest.param("integer", "", None, id="an empty text"),
        pytest.param("integer", Decimal("30.0"), 30, id="an integer with a decimal point"),
        pytest.param("string", 30, "30", id="a number for a text"),
        pytest.param("string", Decimal("2.50"), "2.50", id="a decimal for a text"),
        pytest.param("string", True, "true", id="a boolean for a text"),
        pytest.param("number", "48.00", Decimal("48.00"), id="a text for an amount"),
        pytest.param("boolean", 1, True, id="a number for a boolean"),
        pytest.param("boolean", "false", False, id="a text for a boolean"),
        pytest.param("number", 48, 48, id="an integer for an amount"),
    ],
)
def test_a_value_of_another_type_is_converted(kind: str, sent: object, read: object) -> None:
    decoder = LenientDecoder(columns={"value": {"type": [kind, "null"]}}, key=[])

    record = decoder.record({"value": sent})

    assert record == {"value": read}
    assert type(record["value"]) is type(read)


@pytest.mark.parametrize(
    ("kind", "sent"),
    [("integer", "thirty"), ("integer", Decimal("1.5")), ("boolean", "perhaps"), ("number", "much"), ("string", [1])],
)
def test_an_error_names_the_column_whose_value_cannot_be_converted(kind: str, sent: object) -> None:
    decoder = LenientDecoder(columns={"value": {"type": [kind, "null"]}}, key=[])

    with pytest.raises(ValueError, match=f"the field value is not of type {kind}"):
        decoder.record({"value": sent})
