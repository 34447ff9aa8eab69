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
def maker() -> LenientDecoder:
    return LenientDecoder(columns=COLUMNS, key=["id"])


def test_a_text_in_the_key_that_sage_did_not_send_is_empty() -> None:
    maker = LenientDecoder(columns={"customer_id": WHOLE, "period": TEXT}, key=["customer_id", "period"])

    assert maker.record({"customer_id": 7}) == {"customer_id": 7, "period": ""}


def test_a_field_that_sage_left_out_is_null_in_the_record(maker: LenientDecoder) -> None:
    record = maker.record({"id": 7})

    assert record == {"id": 7, "name": None, "customer_id": None, UPDATED: None, CREATED: None}


def test_a_reference_to_nothing_stays_zero(maker: LenientDecoder) -> None:
    assert maker.record({"id": 7, "customer_id": 0})["customer_id"] == 0


@pytest.mark.parametrize("row", [pytest.param({}, id="left out"), pytest.param({"second_id": None}, id="null")])
def test_a_part_of_the_key_that_sage_did_not_send_is_zero_so_that_the_key_is_complete(row: SageRow) -> None:
    columns = {"first_id": WHOLE, "second_id": WHOLE, "name": TEXT}
    maker = LenientDecoder(columns=columns, key=["first_id", "second_id"])

    assert maker.record({"first_id": 1, **row}) == {"first_id": 1, "second_id": 0, "name": None}


def test_a_field_that_is_in_no_schema_is_left_out(maker: LenientDecoder) -> None:
    assert not maker.record({"id": 7, "brand_new": 1, "other_new": None}).keys() & {"brand_new", "other_new"}


@given(
    st.sets(st.sampled_from("abcdefgh")),
    st.dictionaries(st.sampled_from("abcdefghij"), st.none() | st.text()),
)
def test_a_record_has_the_fields_of_its_schema_whatever_sage_sends(fields: set[str], row: dict[str, Any]) -> None:
    before = json.dumps(row)
    record = LenientDecoder(columns=dict.fromkeys(fields, TEXT), key=[]).record(row)

    assert record == {field: row.get(field) for field in fields}
    assert json.dumps(row) == before, "the row itself is left alone"


@pytest.mark.parametrize(
    ("kind", "sent", "read"),
    [
        pytest.param("integer", {"id": 5, "name": "BACS"}, 5, id="an object where its key is due"),
        pytest.param("integer", {"name": "BACS"}, None, id="an object without a key"),
        pytest.param("integer", "30", 30, id="a number as text"),
        pytest.param("integer", "", None, id="no number at all"),
        pytest.param("integer", Decimal("30.0"), 30, id="a whole number with a point"),
        pytest.param("string", 30, "30", id="a text as a number"),
        pytest.param("string", Decimal("2.50"), "2.50", id="a text as a decimal"),
        pytest.param("string", True, "true", id="a text as a truth"),
        pytest.param("number", "48.00", Decimal("48.00"), id="an amount as text"),
        pytest.param("boolean", 1, True, id="a truth as a number"),
        pytest.param("boolean", "false", False, id="a truth as text"),
        pytest.param("number", 48, 48, id="a whole amount"),
    ],
)
def test_a_value_loads_in_either_form(kind: str, sent: object, read: object) -> None:
    maker = LenientDecoder(columns={"value": {"type": [kind, "null"]}}, key=[])

    record = maker.record({"value": sent})

    assert record == {"value": read}
    assert type(record["value"]) is type(read)


@pytest.mark.parametrize(
    ("kind", "sent"),
    [("integer", "thirty"), ("integer", Decimal("1.5")), ("boolean", "perhaps"), ("number", "much"), ("string", [1])],
)
def test_a_value_that_means_nothing_in_its_column_is_refused_by_name(kind: str, sent: object) -> None:
    maker = LenientDecoder(columns={"value": {"type": [kind, "null"]}}, key=[])

    with pytest.raises(ValueError, match=f"the field value is not of type {kind}"):
        maker.record({"value": sent})
